//! Divides H3 cells into balanced, contiguous, compact territories.
//!
//! | step | module |
//! |---|---|
//! | accounts summed by cell, to units and their adjacency | [`cover`] |
//! | units to territories | [`solve`] |
//! | small problems to the proven optimum | [`exact`] |
//! | an independent verdict on the result | [`check`] |
//! | why what was asked does not hold, and what would help | [`reasons`] |
//! | how far from the best possible a layout is at most | [`bound`] |
//! | why each unit moved | [`explain`] |
//! | how far the borders of another layout are followed | [`followed`] |
//! | the best result at each of several budgets of moves | [`curve`] |
//! | all of it, from cells to a judged layout | [`layout`] |
//! | leaves and their owners to outlines | [`outline`] |
//!
//! No JavaScript, no clock, no input or output. The same problem, seed, steps and engine give the same bytes, native and wasm.

pub mod bound;
pub mod check;
pub mod cover;
pub mod curve;
pub mod exact;
pub mod explain;
pub mod followed;
mod joined;
pub mod layout;
mod lesser;
pub mod outline;
pub mod problem;
pub mod reasons;
pub mod solve;
