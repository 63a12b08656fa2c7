//! First layouts: a file per way.

pub mod bisection;
pub mod from_current;
pub mod prices;
