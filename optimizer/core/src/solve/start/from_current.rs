//! Starts from today's layout.

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::repair::repair;
use crate::solve::start::{carve::carve, components::adopt, connect::connect, fresh, revive::revive_empty};

/// Today's layout made whole: units without a territory join the one that reaches them first, strays are repaired, and a territory without units
/// takes some of the one with the most.
#[must_use]
pub fn start(problem: &Problem, book: &Rulebook, seed: u64) -> Vec<u32> {
    let mut territory = problem.current.clone();
    if territory.iter().all(|&t| t == NONE) {
        return fresh::start(problem, book, seed, true);
    }
    if problem.contiguity || territory.contains(&NONE) {
        repair(problem, book, &mut territory);
    }
    adopt(problem, &mut territory);
    carve(problem, book, &mut territory);
    revive_empty(problem, book, &mut territory, seed);
    carve(problem, book, &mut territory);
    connect(problem, book, &mut territory);
    territory
}
