use core::ops::Range;

use h3o::{CellIndex, Resolution};

use super::{CellSums, CoverError, heavy::Heavy};

/// A leaf and the run of finest cells inside it; the run of an empty leaf is empty.
pub(crate) struct Leaf {
    pub(crate) cell: CellIndex,
    pub(crate) cells: Range<usize>,
}

/// Splits base cells into leaves, in h3o's order.
///
/// All children of a split cell stay, the empty ones too, so that the leaves tile the base cells. A cell is split when it is heavy, or when it holds a finer
/// kept leaf.
pub(crate) struct Splitter<'a> {
    sums: &'a CellSums,
    heavy: &'a Heavy,
    keep: &'a [CellIndex],
    finest: Resolution,
    base: Resolution,
    max_leaves: usize,
    leaves: Vec<Leaf>,
}

impl<'a> Splitter<'a> {
    /// `roots`: the base cells to split, ascending. `keep`: ascending, none coarser than the base, each inside a root.
    pub(crate) fn split(
        sums: &'a CellSums,
        heavy: &'a Heavy,
        keep: &'a [CellIndex],
        roots: &[CellIndex],
        (base, finest): (Resolution, Resolution),
        max_leaves: usize,
    ) -> Result<Vec<Leaf>, CoverError> {
        let mut splitter =
            Self { sums, heavy, keep, finest, base, max_leaves, leaves: Vec::with_capacity(roots.len()) };
        let (mut cells, mut kept) = (0, 0);
        for root in roots {
            let cells_end = end_of_run(&sums.cells, cells, *root);
            let kept_end = end_of_run(keep, kept, *root);
            splitter.descend(*root, cells..cells_end, kept..kept_end)?;
            (cells, kept) = (cells_end, kept_end);
        }
        Ok(splitter.leaves)
    }

    fn descend(&mut self, cell: CellIndex, cells: Range<usize>, kept: Range<usize>) -> Result<(), CoverError> {
        // The cell itself, when kept, comes after all that lie inside it.
        let kept_end = kept.end - usize::from(kept.end > kept.start && self.keep[kept.end - 1] == cell);
        let holds_kept = kept.start < kept_end;
        let children = cell.resolution().succ().filter(|child| *child <= self.finest);
        let splits = holds_kept || self.heavy.splits(&self.sums.total(cells.clone()));
        let Some(resolution) = children.filter(|_| splits) else {
            if self.leaves.len() >= self.max_leaves {
                return Err(CoverError::TooManyLeaves { base: self.base, max: self.max_leaves });
            }
            self.leaves.push(Leaf { cell, cells });
            return Ok(());
        };
        let (mut cells_at, mut kept_at) = (cells.start, kept.start);
        for child in cell.children(resolution) {
            let cells_end = end_of_run(&self.sums.cells[..cells.end], cells_at, child);
            let kept_end = end_of_run(&self.keep[..kept_end], kept_at, child);
            self.descend(child, cells_at..cells_end, kept_at..kept_end)?;
            (cells_at, kept_at) = (cells_end, kept_end);
        }
        Ok(())
    }
}

/// Where the run of cells that are `ancestor` or lie inside it ends, when it starts at `start`.
fn end_of_run(cells: &[CellIndex], start: usize, ancestor: CellIndex) -> usize {
    let inside = |cell: &CellIndex| cell.parent(ancestor.resolution()) == Some(ancestor);
    start + cells[start..].partition_point(inside)
}
