use h3o::{CellIndex, Resolution};

use crate::cover::cell_map::CellMap;

/// Cells this coarse are few enough to remember and small enough that most lie well inside one face.
const REMEMBERED: Resolution = Resolution::Five;

/// Tells the cells near an edge of the icosahedron, whose sides may bend, from all others.
///
/// Asking a cell for the bends of its sides costs as much as its corners; nearly all cells have none.
#[derive(Default)]
pub(crate) struct FaceEdges {
    near: CellMap<bool>,
}

impl FaceEdges {
    /// Whether the sides of a cell may bend: at odd resolutions, near an edge.
    pub(crate) fn may_bend(&mut self, cell: CellIndex) -> bool {
        if !cell.resolution().is_class3() {
            return false;
        }
        let Some(ancestor) = cell.parent(REMEMBERED) else {
            return true;
        };
        *self.near.entry(ancestor).or_insert_with(|| {
            // A descendant can stick out of its ancestor, but not beyond the cells around it.
            let mut faces = ancestor.grid_disk_safe(1).flat_map(|cell| cell.icosahedron_faces().iter());
            let first = faces.next();
            faces.any(|face| Some(face) != first)
        })
    }
}
