use h3o::{CellIndex, Resolution};

use super::cell_map::CellMap;

/// Finds the leaf that is a cell or its ancestor.
pub struct LeafIndex {
    positions: CellMap<u32>,
    coarsest: u8,
    finest: u8,
}

/// Two leaves of which one is the other or its ancestor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverlappingLeaves {
    /// The finer one, or either of two equal ones.
    pub inner: CellIndex,
    /// The coarser one.
    pub outer: CellIndex,
}

impl LeafIndex {
    /// Indexes leaves by their position in the slice.
    ///
    /// # Errors
    /// When a leaf occurs twice or lies inside another.
    pub fn new(leaves: &[CellIndex]) -> Result<Self, OverlappingLeaves> {
        // In h3o's order an ancestor follows right after its last descendant.
        let mut sorted = leaves.to_vec();
        sorted.sort_unstable();
        for pair in sorted.windows(2) {
            if pair[0].parent(pair[1].resolution()) == Some(pair[1]) {
                return Err(OverlappingLeaves { inner: pair[0], outer: pair[1] });
            }
        }
        Ok(Self::of_tiling(leaves))
    }

    /// Indexes leaves that are known not to overlap.
    pub(crate) fn of_tiling(leaves: &[CellIndex]) -> Self {
        let resolutions = || leaves.iter().map(|leaf| u8::from(leaf.resolution()));
        let mut positions = CellMap::with_capacity_and_hasher(leaves.len(), Default::default());
        positions.extend(leaves.iter().copied().zip(0u32..));
        Self { positions, coarsest: resolutions().min().unwrap_or(0), finest: resolutions().max().unwrap_or(0) }
    }

    /// The position of the leaf that is exactly this cell.
    #[must_use]
    pub fn get(&self, cell: CellIndex) -> Option<u32> {
        self.positions.get(&cell).copied()
    }

    /// The position of the leaf that is this cell or an ancestor of it.
    ///
    /// # Cost
    /// One hash look-up per resolution that leaves can have.
    #[must_use]
    pub fn find(&self, cell: CellIndex) -> Option<u32> {
        let from = self.finest.min(cell.resolution().into());
        (self.coarsest..=from).rev().find_map(|resolution| {
            let resolution = Resolution::try_from(resolution).ok()?;
            self.get(cell.parent(resolution)?)
        })
    }

    /// The position of the leaf that is this cell or an ancestor of it, or, where leaves are finer, of the one that holds its center.
    #[must_use]
    pub fn in_the_middle(&self, cell: CellIndex) -> Option<u32> {
        let finest = Resolution::try_from(self.finest.max(cell.resolution().into())).ok()?;
        self.find(cell.center_child(finest)?)
    }
}
