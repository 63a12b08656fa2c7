//! What it costs to part units that the followed layout keeps together.

use crate::problem::{NONE, Problem};

/// Pairs that a layout parts though the followed one does not, each once.
#[must_use]
pub fn parted_pairs(problem: &Problem, territory: &[u32]) -> i64 {
    let parted = |unit: u32| {
        let own = territory[unit as usize];
        companions(problem, unit).filter(|&other| territory[other as usize] != own).count()
    };
    (0..problem.units() as u32).map(|unit| parted(unit) as i64).sum::<i64>() / 2
}

/// How many more such pairs there are after a unit has gone from one territory to another.
#[must_use]
pub fn parted_by_shift(problem: &Problem, territory: &[u32], unit: u32, from: u32, to: u32) -> i64 {
    companions(problem, unit)
        .map(|other| {
            let owner = territory[other as usize];
            i64::from(owner == from) - i64::from(owner == to)
        })
        .sum()
}

/// The same for units that go together; `block` may be in any order, all of it in `from`.
#[must_use]
pub fn parted_by_block(problem: &Problem, territory: &[u32], block: &[u32], from: u32, to: u32) -> i64 {
    let mut sorted = block.to_vec();
    sorted.sort_unstable();
    block
        .iter()
        .map(|&unit| {
            let alone = parted_by_shift(problem, territory, unit, from, to);
            let along = companions(problem, unit).filter(|other| sorted.binary_search(other).is_ok()).count();
            alone - along as i64
        })
        .sum()
}

/// The same for two units that change places.
#[must_use]
pub fn parted_by_swap(problem: &Problem, territory: &[u32], there: u32, back: u32, from: u32, to: u32) -> i64 {
    let apart =
        parted_by_shift(problem, territory, there, from, to) + parted_by_shift(problem, territory, back, to, from);
    // A pair of the two is parted before and after; each alone seems to join it.
    if companions(problem, there).any(|other| other == back) { apart + 2 } else { apart }
}

/// The units that a unit touches and that the followed layout has in its territory.
#[inline]
fn companions(problem: &Problem, unit: u32) -> impl Iterator<Item = u32> {
    let own = problem.follow[unit as usize];
    let touched = if own == NONE { &[][..] } else { problem.adjacency.of(unit) };
    touched.iter().copied().filter(move |&other| problem.follow[other as usize] == own)
}
