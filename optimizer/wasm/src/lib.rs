//! The optimizer for JavaScript: typed arrays and JSON in, the same out. All the work is in `hexalign_core` and `hexalign_file`.

mod cells_at;
mod error;
mod layout_solve;
mod leaf_graph;
mod measure;
mod options;
mod outlines;
mod problem_solve;
mod report;

use wasm_bindgen::prelude::wasm_bindgen;

/// Name and version of the engine: part of every layout's id.
#[wasm_bindgen]
#[must_use]
pub fn engine() -> String {
    hexalign_file::ENGINE.to_owned()
}
