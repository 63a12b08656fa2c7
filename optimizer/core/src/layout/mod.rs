//! The whole line inside the optimizer: from accounts summed by cell to a judged layout of leaves.

mod joined_leaves;
mod layout_error;
mod layout_solve;
mod measure;
mod report;
mod territory_outlines;

pub use joined_leaves::{LeafGraph, LeafLink, join_leaves};
pub use layout_error::LayoutError;
pub use layout_solve::{Current, Follow, LayoutOptions, LayoutSolve};
pub use measure::{GivenLayout, MeasureOptions, Measured, measure_layout};
pub use report::{LayoutReport, TerritoryReport, Violation};
