use hexalign_core::cover::center_km;
use hexalign_core::layout::{LayoutError, LeafGraph as CoreGraph, join_leaves};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{error, layout_error};
use crate::layout_solve::parse_cells;
use crate::options::parse_links;

/// Which leaves touch, in compressed rows: the neighbours of leaf `i` are `neighbors[start[i]..start[i + 1]]`, ascending.
#[wasm_bindgen]
pub struct LeafGraph(CoreGraph);

#[wasm_bindgen]
impl LeafGraph {
    /// Where the neighbours of each leaf start, and where the last end.
    pub fn start(&self) -> Vec<u32> {
        self.0.adjacency.start.clone()
    }

    /// Positions of leaves.
    pub fn neighbors(&self) -> Vec<u32> {
        self.0.adjacency.neighbors.clone()
    }
}

/// Finds out which leaves touch, and joins islands: first where the links say so, then by the shortest ones.
///
/// # Shape
/// A flag per leaf, 1 where there are accounts; the links as JSON, pairs of cells.
///
/// # Errors
/// An error whose message is JSON `{kind, detail}`.
#[wasm_bindgen(js_name = joinLeaves)]
pub fn join(
    leaves: &[u64],
    occupied: &[u8],
    #[wasm_bindgen(js_name = linksJson)] links_json: &str,
) -> Result<LeafGraph, JsError> {
    let leaves = parse_cells(leaves)?;
    if occupied.len() != leaves.len() {
        return Err(error("bad-input", "occupied needs one flag per leaf".to_owned()));
    }
    let links: Vec<(String, String)> =
        serde_json::from_str(links_json).map_err(|e| error("bad-option", e.to_string()))?;
    let centers: Vec<[f64; 3]> = leaves.iter().map(|&leaf| center_km(leaf)).collect();
    let occupied: Vec<bool> = occupied.iter().map(|&flag| flag != 0).collect();
    let graph = join_leaves(&leaves, &centers, &occupied, &parse_links(&links)?);
    graph.map(LeafGraph).map_err(|pair| layout_error(&LayoutError::Current(pair)))
}
