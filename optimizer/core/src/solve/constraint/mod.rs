//! What no move may break: a file per rule.

pub mod contiguity;
pub mod disruption;
pub mod fronts;
pub mod ring;
pub mod rulebook;
