use h3o::{CellIndex, DirectedEdgeIndex, Resolution};

use super::{
    OutlineError,
    owner_tree::{Holding, OwnerTree},
};

/// The most cells along borders that are drawn at once; with two points each they take some 50 MB on the way.
pub const MAX_BORDER_CELLS: usize = 1_000_000;

/// The cells at one resolution that have a neighbour of another owner.
#[derive(Default)]
pub(crate) struct BorderCells {
    /// Grouped by owner, ascending within each group.
    pub(crate) cells: Vec<CellIndex>,
    /// By cell: a bit for each side, counter-clockwise as `CellIndex::edges` lists them, behind which another owner lies.
    pub(crate) sides: Vec<u8>,
    /// The owners that have a border, ascending, and where the group of each ends.
    pub(crate) groups: Vec<(u32, usize)>,
}

/// The neighbours of a cell with their holdings; the last one is unused around a pentagon.
type Ring = [Option<(CellIndex, Holding)>; 6];

/// Finds the border cells by descending along borders only.
///
/// Below a cell that one owner holds whole, as all of its neighbours, there is no border: a neighbour of a child is a child of the same parent or of one
/// of the parent's neighbours.
///
/// # Errors
/// [`OutlineError::TooDetailed`] beyond [`MAX_BORDER_CELLS`].
pub(crate) fn find_border_cells(tree: &OwnerTree, resolution: Resolution) -> Result<BorderCells, OutlineError> {
    let mut search = Search { tree, resolution, cells: Vec::new(), sides: Vec::new(), owners: Vec::new() };
    for cell in CellIndex::base_cells() {
        let ring = ring(cell, |neighbor| tree.root(neighbor));
        search.descend(cell, tree.root(cell), &ring)?;
    }
    Ok(search.group())
}

fn ring(cell: CellIndex, mut holding: impl FnMut(CellIndex) -> Holding) -> Ring {
    let mut ring = Ring::default();
    for (slot, neighbor) in ring.iter_mut().zip(cell.edges().map(DirectedEdgeIndex::destination)) {
        *slot = Some((neighbor, holding(neighbor)));
    }
    ring
}

struct Search<'a> {
    tree: &'a OwnerTree,
    resolution: Resolution,
    cells: Vec<CellIndex>,
    sides: Vec<u8>,
    owners: Vec<u32>,
}

impl Search<'_> {
    fn descend(&mut self, cell: CellIndex, holding: Holding, ring: &Ring) -> Result<(), OutlineError> {
        let uniform = holding.is_uniform();
        if uniform && ring.iter().flatten().all(|(_, other)| *other == holding) {
            return Ok(());
        }
        let Some(resolution) = cell.resolution().succ().filter(|next| *next <= self.resolution) else {
            return self.emit(cell, holding, ring);
        };
        // All neighbours of the center child are its siblings.
        for child in cell.children(resolution).skip(usize::from(uniform)) {
            let child_holding = self.tree.child(holding, child);
            if child_holding == Holding::NONE {
                continue;
            }
            let child_ring = self::ring(child, |neighbor| match neighbor.parent(cell.resolution()) {
                Some(parent) if parent == cell => self.tree.child(holding, neighbor),
                parent => match ring.iter().flatten().find(|(of, _)| Some(*of) == parent) {
                    Some((_, of)) => self.tree.child(*of, neighbor),
                    None => self.tree.find(neighbor),
                },
            });
            self.descend(child, child_holding, &child_ring)?;
        }
        Ok(())
    }

    fn emit(&mut self, cell: CellIndex, holding: Holding, ring: &Ring) -> Result<(), OutlineError> {
        let Some(owner) = self.tree.owner(cell, holding) else {
            return Ok(());
        };
        let mut sides = 0;
        for (side, (neighbor, other)) in ring.iter().flatten().enumerate() {
            if self.tree.owner(*neighbor, *other) != Some(owner) {
                sides |= 1 << side;
            }
        }
        if sides != 0 {
            if self.cells.len() == MAX_BORDER_CELLS {
                return Err(OutlineError::TooDetailed { resolution: self.resolution });
            }
            self.cells.push(cell);
            self.sides.push(sides);
            self.owners.push(owner);
        }
        Ok(())
    }

    /// Groups the cells by owner, in the order in which they were found: ascending.
    fn group(self) -> BorderCells {
        let mut groups: Vec<(u32, usize)> = Vec::new();
        let mut order: Vec<u32> = (0u32..).take(self.cells.len()).collect();
        order.sort_by_key(|at| self.owners[*at as usize]);
        for (end, at) in order.iter().enumerate() {
            let owner = self.owners[*at as usize];
            match groups.last_mut() {
                Some(group) if group.0 == owner => group.1 = end + 1,
                _ => groups.push((owner, end + 1)),
            }
        }
        BorderCells {
            cells: order.iter().map(|at| self.cells[*at as usize]).collect(),
            sides: order.iter().map(|at| self.sides[*at as usize]).collect(),
            groups,
        }
    }
}
