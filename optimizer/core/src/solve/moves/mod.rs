//! How a layout may change: a file per move.

pub mod block_shift;
pub mod chain;
pub mod shift;
pub mod swap;
pub mod train;
