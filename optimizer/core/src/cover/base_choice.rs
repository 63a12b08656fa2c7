use h3o::{CellIndex, Resolution};

use super::{
    CellSums, CoverOptions, LeafIndex,
    adjacency::leaf_adjacency,
    fill::{DEFAULT_RINGS, fill_gaps},
    heavy::Heavy,
    tally::{Tally, tally},
};

/// Occupied leaves that a territory should have, so that its border can follow the accounts.
const LEAVES_PER_TERRITORY: u64 = 150;

/// Occupied base cells that a territory should have: leaves that come from splitting a few cities give open country no shape.
const CELLS_PER_TERRITORY: u64 = 50;

/// Accounts that an occupied base cell should hold on average: with about two, cells still hang together.
const ACCOUNTS_PER_CELL: f64 = 1.75;

/// Occupied base cells per piece of the cover: with fewer, a map shows specks.
const CELLS_PER_PIECE: usize = 24;

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
    /// Accounts too few or too scattered for that many leaves: the finest resolution at which cells still share accounts and hang together.
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

/// Chooses the base resolution from the data.
pub(crate) fn choose_base(
    sums: &CellSums,
    options: &CoverOptions,
    heavy: &Heavy,
    finest: Resolution,
) -> (Resolution, BaseChoice) {
    let accounts: f64 = (0..sums.cells.len()).map(|cell| sums.row(cell)[0]).sum();
    let territories = options.territories as u64;
    let wanted_leaves = territories.saturating_mul(LEAVES_PER_TERRITORY);
    let wanted_cells = territories.saturating_mul(CELLS_PER_TERRITORY);
    let sharing: Vec<(Resolution, Tally)> = Resolution::range(Resolution::Zero, finest)
        .zip(tally(sums, heavy, finest))
        .take_while(|(_, tally)| accounts >= ACCOUNTS_PER_CELL * tally.cells as f64)
        .collect();
    let connected = |&(resolution, _): &(Resolution, Tally)| hangs_together(sums, options, resolution);
    let enough = |(_, tally): &(Resolution, Tally)| tally.leaves >= wanted_leaves && tally.cells >= wanted_cells;
    if let Some(&(base, Tally { leaves, cells })) = sharing.iter().filter(|at| enough(at)).find(|at| connected(at)) {
        return (base, BaseChoice::EnoughLeaves { leaves, cells });
    }
    match sharing.iter().rfind(|at| connected(at)).or(sharing.last()) {
        Some(&(base, Tally { leaves, cells })) => (base, BaseChoice::FewAccounts { accounts, leaves, cells }),
        None => (LONE_BASE.min(finest), BaseChoice::LoneAccounts { accounts }),
    }
}

/// Whether the occupied cells of a resolution, gaps filled, lie in one piece or in pieces of some size.
fn hangs_together(sums: &CellSums, options: &CoverOptions, resolution: Resolution) -> bool {
    let mut cells: Vec<CellIndex> = sums.cells.iter().filter_map(|cell| cell.parent(resolution)).collect();
    cells.dedup();
    let occupied = cells.len();
    let Ok(filled) = fill_gaps(&cells, DEFAULT_RINGS, options.max_leaves) else {
        return false;
    };
    cells.extend(filled);
    let (_, pieces) = leaf_adjacency(&cells, &LeafIndex::of_tiling(&cells)).pieces();
    pieces.len() == 1 || pieces.len() * CELLS_PER_PIECE <= occupied
}
