use h3o::Resolution;
use hexalign_core::outline::{Outlines as CoreOutlines, Window, draw_outlines};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{error, layout_error};
use crate::layout_solve::parse_cells;

/// Polygons in flat arrays, as `hexalign_core::outline::Outlines` says.
#[wasm_bindgen]
pub struct Outlines(CoreOutlines);

#[wasm_bindgen]
impl Outlines {
    /// The owner of each polygon.
    pub fn owners(&self) -> Vec<u32> {
        self.0.owners.clone()
    }

    /// Where the rings of each polygon start, and where the last end.
    #[wasm_bindgen(js_name = polygonStart)]
    pub fn polygon_start(&self) -> Vec<u32> {
        self.0.polygon_start.clone()
    }

    /// Where the points of each ring start, and where the last end.
    #[wasm_bindgen(js_name = ringStart)]
    pub fn ring_start(&self) -> Vec<u32> {
        self.0.ring_start.clone()
    }

    /// Longitude and latitude of each point in ten-millionths of a degree; a ring's first point is not repeated.
    #[wasm_bindgen(js_name = pointsE7)]
    pub fn points_e7(&self) -> Vec<i32> {
        self.0.points_e7.clone()
    }
}

/// Draws the outline of what each owner holds, at one resolution for all.
///
/// # Shape
/// One owner per leaf; `window` empty, or west, south, east, north in degrees.
///
/// # Errors
/// An error whose message is JSON `{kind, detail}`.
#[wasm_bindgen(js_name = drawOutlines)]
pub fn draw(leaves: &[u64], owners: &[u32], resolution: u8, window: &[f64]) -> Result<Outlines, JsError> {
    let resolution = Resolution::try_from(resolution)
        .map_err(|_| error("bad-option", format!("resolution {resolution}: 0 to 15")))?;
    let window = match window {
        [] => None,
        &[west, south, east, north] => Some(Window { west, south, east, north }),
        _ => return Err(error("bad-option", "a window has four numbers".to_owned())),
    };
    let outlines = draw_outlines(&parse_cells(leaves)?, owners, resolution, window);
    outlines.map(Outlines).map_err(|e| layout_error(&e.into()))
}
