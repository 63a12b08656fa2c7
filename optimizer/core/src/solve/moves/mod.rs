//! How a layout may change: a file per move.

pub mod shift;
pub mod swap;
