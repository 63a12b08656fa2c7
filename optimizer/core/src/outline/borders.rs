use h3o::{CellIndex, LatLng, Resolution};

use super::{
    OutlineError, Window,
    border_cells::{BorderCells, find_border_cells},
    face_edges::FaceEdges,
    owner_tree::OwnerTree,
    walk_rings::{Rings, walk_rings},
    window::Clip,
};

/// Where the cells of one owner meet those of another, or nobody's.
pub(crate) struct Borders {
    cells: BorderCells,
    /// The owner of the cell that holds the north pole.
    pole_owner: Option<u32>,
}

impl Borders {
    /// Finds the borders at one resolution, in or near a window where there is one.
    pub(crate) fn find(
        leaves: &[CellIndex],
        owners: &[u32],
        resolution: Resolution,
        window: Option<Window>,
    ) -> Result<Self, OutlineError> {
        let clip = window.map(|window| Clip::new(window, resolution)).transpose()?;
        let tree = OwnerTree::new(leaves, owners, clip)?;
        let pole = LatLng::new(90.0, 0.0).map(|pole| pole.to_cell(resolution));
        let pole_owner = pole.ok().and_then(|pole| tree.owner(pole, tree.find(pole)));
        Ok(Self { cells: find_border_cells(&tree, resolution)?, pole_owner })
    }

    /// How many sides of cells are borders; one between two owners counts for both.
    pub(crate) fn sides(&self) -> usize {
        self.cells.sides.iter().map(|sides| sides.count_ones() as usize).sum()
    }

    /// Hands over each owner's rings on the sphere, ascending by owner, the owner on their left, and whether it holds the north pole.
    ///
    /// An owner of the whole Earth has no ring at all and comes once.
    pub(crate) fn trace(self, mut take: impl FnMut(u32, &Rings, bool)) -> Result<(), OutlineError> {
        let BorderCells { cells, mut sides, groups } = self.cells;
        let (mut face_edges, mut rings) = (FaceEdges::default(), Rings::default());
        let mut start = 0;
        for &(owner, end) in &groups {
            rings.clear();
            walk_rings(&cells[start..end], &mut sides[start..end], &mut face_edges, &mut rings)?;
            take(owner, &rings, self.pole_owner == Some(owner));
            start = end;
        }
        if let (Some(owner), true) = (self.pole_owner, groups.is_empty()) {
            rings.clear();
            take(owner, &rings, true);
        }
        Ok(())
    }
}
