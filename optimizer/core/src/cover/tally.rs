use h3o::Resolution;

use super::{CellSums, heavy::Heavy};

/// What a base resolution would give.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    /// Cells that hold accounts.
    pub(crate) cells: u64,
    /// The occupied leaves these split into.
    pub(crate) leaves: u64,
}

/// What every resolution would give as the base, coarsest first.
///
/// # Cost
/// One pass over the cells, each cell's sums added once per resolution.
pub(crate) fn tally(sums: &CellSums, heavy: &Heavy, finest: Resolution) -> Vec<Tally> {
    let levels = usize::from(finest) + 1;
    let mut tallies = vec![Tally::default(); levels];
    // By level: the leaves and sums of the cell that is open there.
    let mut open_leaves = vec![0; levels];
    let mut open_sums = vec![vec![0.0; sums.metrics]; levels];
    let mut close_down_to = |tallies: &mut [Tally], open_sums: &mut [Vec<f64>], level: usize| {
        for at in (level..levels).rev() {
            let splits = at + 1 < levels && heavy.splits(&open_sums[at]);
            let leaves = if splits { open_leaves[at] } else { 1 };
            tallies[at].cells += 1;
            tallies[at].leaves += leaves;
            open_leaves[at] = 0;
            let (above, here) = open_sums.split_at_mut(at);
            if let (Some(above), Some(here)) = (above.last_mut(), here.first()) {
                open_leaves[at - 1] += leaves;
                for (above, here) in above.iter_mut().zip(here) {
                    *above += here;
                }
            }
            open_sums[at].fill(0.0);
        }
    };
    for (i, cell) in sums.cells.iter().enumerate() {
        if let Some(before) = i.checked_sub(1).map(|before| sums.cells[before]) {
            let differs = |resolution: &Resolution| cell.parent(*resolution) != before.parent(*resolution);
            let level = Resolution::range(Resolution::Zero, finest).find(differs);
            close_down_to(&mut tallies, &mut open_sums, level.map_or(levels, usize::from));
        }
        for (sum, value) in open_sums[levels - 1].iter_mut().zip(sums.row(i)) {
            *sum += value;
        }
    }
    if !sums.cells.is_empty() {
        close_down_to(&mut tallies, &mut open_sums, 0);
    }
    tallies
}
