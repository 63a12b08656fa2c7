//! The search: from a problem to a layout.
//!
//! | step | module |
//! |---|---|
//! | a first layout: weighted recursive bisection, or today's | [`start`] |
//! | stray pieces to their neighbours | [`repair`] |
//! | two neighbours merged and split again, until the bounds hold | [`recombine`] |
//! | border moves and swaps, hot to cold | [`anneal`] |
//! | the order of it all, in slices of steps | [`search`] |
//! | a search written to bytes, and taken up again | [`state`] |
//!
//! What a move must keep is in [`constraint`], what it should gain in [`objective`], how it is made in [`moves`].

pub mod anneal;
pub mod border;
pub mod constraint;
pub mod crossings;
pub mod effort;
pub mod large_search;
pub mod moves;
pub mod objective;
pub mod partition;
pub mod proximity;
pub mod random;
pub mod recombine;
pub mod repair;
pub mod search;
pub mod standing;
pub mod start;
pub mod state;
pub mod sums;
pub mod tight;
