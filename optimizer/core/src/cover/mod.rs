//! From accounts summed by cell to the units of a problem: leaves of mixed resolution, their adjacency, islands joined.
//!
//! | step | module |
//! |---|---|
//! | the sums and the options, checked | [`CellSums`], [`CoverOptions`] |
//! | a base resolution | `tally`, [`BaseChoice`] |
//! | heavy cells split into leaves | `heavy`, `split` |
//! | empty leaves in the gaps | `fill` |
//! | which leaves touch | `adjacency`, [`LeafIndex`] |
//! | each empty leaf to the unit whose flood reaches it first | `flood`, [`Units`] |
//! | islands joined | [`Island`], `point_tree` |

pub(crate) mod adjacency;
mod base_choice;
mod build_cover;
pub(crate) mod cell_map;
mod cell_sums;
mod center;
mod cover_error;
mod cover_options;
mod fill;
mod flood;
mod heavy;
pub(crate) mod islands;
mod leaf_index;
mod neighbors;
mod point_tree;
mod split;
mod tally;
pub(crate) mod units;

pub use base_choice::BaseChoice;
pub use build_cover::{Cover, build_cover};
pub use cell_sums::CellSums;
pub use center::{EARTH_RADIUS_KM, center_km, ground_km};
pub use cover_error::CoverError;
pub use cover_options::CoverOptions;
pub use islands::Island;
pub use leaf_index::{LeafIndex, OverlappingLeaves};
pub use units::Units;
