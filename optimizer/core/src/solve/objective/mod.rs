//! What the search minimises: a file per term.

pub mod balance;
pub mod deviation;
pub mod energy;
pub mod following;
pub mod inertia;
pub mod penalties;
pub mod stability;
