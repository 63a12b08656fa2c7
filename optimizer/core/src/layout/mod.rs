//! The whole line inside the optimizer: from accounts summed by cell to a judged layout of leaves.

mod layout_error;
mod layout_solve;
mod report;
mod territory_outlines;

pub use layout_error::LayoutError;
pub use layout_solve::{Current, LayoutOptions, LayoutSolve};
pub use report::{LayoutReport, TerritoryReport, Violation};
