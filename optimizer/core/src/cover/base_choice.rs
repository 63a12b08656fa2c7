use h3o::Resolution;

use super::{CellSums, CoverOptions, heavy::Heavy};

/// Occupied leaves that a territory should have, so that its border can follow the accounts.
const LEAVES_PER_TERRITORY: u64 = 150;

/// Occupied base cells that a territory should have: leaves that come from splitting a few cities give open country no shape.
const CELLS_PER_TERRITORY: u64 = 50;

/// Accounts that an occupied base cell should hold on average: with about two, cells still hang together.
const ACCOUNTS_PER_CELL: f64 = 1.75;

/// The base where no two accounts share a cell at any resolution: a cell of some 250 km², the size of a small county.
const LONE_BASE: Resolution = Resolution::Five;

/// How the base resolution came about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BaseChoice {
    /// The caller gave it.
    Given,
    /// The coarsest resolution of the kept leaves.
    Kept,
    /// The coarsest resolution that gives every territory enough occupied leaves, and enough base cells before heavy ones are split.
    EnoughLeaves {
        /// Occupied leaves.
        leaves: u64,
        /// Occupied base cells.
        cells: u64,
    },
    /// Too few accounts for that many leaves: the finest resolution at which occupied cells still share accounts.
    FewAccounts {
        /// Accounts in all.
        accounts: f64,
        /// Occupied leaves.
        leaves: u64,
        /// Occupied base cells.
        cells: u64,
    },
    /// No two accounts share a cell: a middling size of cell.
    LoneAccounts {
        /// Accounts in all.
        accounts: f64,
    },
    /// The finest resolution whose leaves, with the empty ones in the gaps, stay within the limit; a finer one was wanted.
    FitsLimit {
        /// The resolution that was wanted.
        wanted: Resolution,
    },
}

/// What a base resolution would give.
#[derive(Clone, Copy, Default)]
struct Tally {
    cells: u64,
    leaves: u64,
}

/// Chooses the base resolution from the data.
pub(crate) fn choose_base(
    sums: &CellSums,
    options: &CoverOptions,
    heavy: &Heavy,
    finest: Resolution,
) -> (Resolution, BaseChoice) {
    let tallies = tally(sums, heavy, finest);
    let accounts: f64 = (0..sums.cells.len()).map(|cell| sums.row(cell)[0]).sum();
    let territories = options.territories as u64;
    let wanted_leaves = territories.saturating_mul(LEAVES_PER_TERRITORY);
    let wanted_cells = territories.saturating_mul(CELLS_PER_TERRITORY);
    let mut sharing = None;
    for (resolution, Tally { leaves, cells }) in Resolution::range(Resolution::Zero, finest).zip(tallies) {
        if accounts < ACCOUNTS_PER_CELL * cells as f64 {
            break;
        }
        if leaves >= wanted_leaves && cells >= wanted_cells {
            return (resolution, BaseChoice::EnoughLeaves { leaves, cells });
        }
        sharing = Some((resolution, BaseChoice::FewAccounts { accounts, leaves, cells }));
    }
    sharing.unwrap_or((LONE_BASE.min(finest), BaseChoice::LoneAccounts { accounts }))
}

/// By resolution: how many cells hold accounts, and how many leaves these split into.
///
/// # Cost
/// One pass over the cells, each cell's sums added once per resolution.
fn tally(sums: &CellSums, heavy: &Heavy, finest: Resolution) -> Vec<Tally> {
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
