//! From leaves and their owners to outlines, drawn at one resolution so that neighbours share one border.
//!
//! | step | module |
//! |---|---|
//! | the owner of every cell above and below the leaves | `owner_tree` |
//! | what a window leaves out | [`Window`] |
//! | the cells along borders | `border_cells` |
//! | each owner's rings | `borders` |
//! | rings along their sides, corners the same from every cell | `walk_rings`, `corner`, `face_edges`, `great_circle` |
//! | rings cut at the antimeridian | `cut_antimeridian` |
//! | extent and compactness | [`OutlineMeasure`] |
//! | holes in their exteriors | `polygons` |

mod border_cells;
mod borders;
mod corner;
mod cut_antimeridian;
mod face_edges;
mod great_circle;
mod measure;
mod outline_error;
mod outlines;
mod owner_tree;
mod polygons;
mod walk_rings;
mod window;

pub use border_cells::MAX_BORDER_CELLS;
pub use measure::{OutlineMeasure, measure_outlines};
pub use outline_error::OutlineError;
pub use outlines::{MAX_OWNER, Outlines, draw_outlines};
pub use window::Window;
