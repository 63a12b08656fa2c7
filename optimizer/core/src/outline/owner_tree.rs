use h3o::{CellIndex, Resolution};

use super::{MAX_OWNER, OutlineError, window::Clip};
use crate::cover::cell_map::CellMap;

/// Who owns the points below a cell of the hierarchy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holding(u32);

/// Set where only part of a cell may lie inside the clip.
const PARTLY: u32 = 1 << 31;

impl Holding {
    /// Nobody: outside of the cover, or of the clip.
    pub(crate) const NONE: Self = Self(MAX_OWNER + 1);
    /// Several leaves.
    const MIXED: Self = Self(MAX_OWNER + 2);

    /// Whether everything below has one owner, or none.
    pub(crate) fn is_uniform(self) -> bool {
        self != Self::MIXED && self.0 & PARTLY == 0
    }

    /// The owner, where there is one for everything below.
    pub(crate) fn owner(self) -> Option<u32> {
        (self.0 <= MAX_OWNER).then_some(self.0)
    }

    fn partly(self) -> Self {
        Self(self.0 | PARTLY)
    }

    fn whole(self) -> Self {
        Self(self.0 & !PARTLY)
    }
}

/// The hierarchy of cells above the leaves, with the owner of each leaf.
pub(crate) struct OwnerTree {
    /// Leaves, and every ancestor of one as mixed.
    holdings: CellMap<Holding>,
    clip: Option<Clip>,
}

impl OwnerTree {
    pub(crate) fn new(leaves: &[CellIndex], owners: &[u32], clip: Option<Clip>) -> Result<Self, OutlineError> {
        if leaves.len() != owners.len() {
            return Err(OutlineError::OwnersLength { leaves: leaves.len(), owners: owners.len() });
        }
        let capacity = leaves.len() + leaves.len() / 4;
        let mut holdings = CellMap::with_capacity_and_hasher(capacity, Default::default());
        for (&leaf, &owner) in leaves.iter().zip(owners) {
            if owner > MAX_OWNER {
                return Err(OutlineError::OwnerTooLarge { owner });
            }
            if holdings.insert(leaf, Holding(owner)).is_some() {
                return Err(OutlineError::OverlappingLeaves { leaf });
            }
            let mut resolution = leaf.resolution().pred();
            while let Some(ancestor) = resolution.and_then(|resolution| leaf.parent(resolution)) {
                match holdings.insert(ancestor, Holding::MIXED) {
                    None => resolution = ancestor.resolution().pred(),
                    Some(Holding::MIXED) => break,
                    Some(_) => return Err(OutlineError::OverlappingLeaves { leaf }),
                }
            }
        }
        Ok(Self { holdings, clip })
    }

    /// Who holds a cell of resolution 0.
    pub(crate) fn root(&self, cell: CellIndex) -> Holding {
        self.clipped(cell, self.holdings.get(&cell).copied().unwrap_or(Holding::NONE))
    }

    /// Who holds a child of a cell whose holding is known.
    pub(crate) fn child(&self, of: Holding, child: CellIndex) -> Holding {
        let inherited = match of.whole() {
            Holding::MIXED => self.holdings.get(&child).copied().unwrap_or(Holding::NONE),
            uniform => uniform,
        };
        if of == of.whole() { inherited } else { self.clipped(child, inherited) }
    }

    /// Who holds any cell.
    pub(crate) fn find(&self, cell: CellIndex) -> Holding {
        let mut ancestors = Resolution::range(Resolution::Zero, cell.resolution()).filter_map(|r| cell.parent(r));
        let root = ancestors.next().map_or(Holding::NONE, |root| self.root(root));
        ancestors.fold(root, |holding, cell| self.child(holding, cell))
    }

    /// The owner of a cell at the resolution drawn: where several leaves lie in it, the one that holds its center.
    pub(crate) fn owner(&self, cell: CellIndex, holding: Holding) -> Option<u32> {
        let (mut cell, mut holding) = (cell, holding.whole());
        while holding == Holding::MIXED {
            cell = cell.center_child(cell.resolution().succ()?)?;
            holding = self.holdings.get(&cell).copied().unwrap_or(Holding::NONE);
        }
        holding.owner()
    }

    fn clipped(&self, cell: CellIndex, holding: Holding) -> Holding {
        match &self.clip {
            None => holding,
            Some(_) if holding == Holding::NONE => holding,
            Some(clip) if !clip.keeps(cell) => Holding::NONE,
            Some(clip) if cell.resolution() < clip.resolution() => holding.partly(),
            Some(_) => holding,
        }
    }
}
