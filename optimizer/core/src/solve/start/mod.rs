//! First layouts: a file per way.

pub mod bisection;
pub mod carve;
pub mod components;
pub mod connect;
pub(crate) mod directions;
pub mod followed;
pub mod fresh;
pub mod from_current;
pub mod labels;
pub mod prices;
pub mod revive;
pub mod ways;
