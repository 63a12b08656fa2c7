//! A start whose borders are those of the followed layout, as far as the numbers of territories let them be.

use crate::problem::{Adjacency, NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::repair::repair;
use crate::solve::start::fresh::{divide, make_whole};

/// Each territory of the followed layout is one here, or is divided; where there are more of them than are asked for, the lightest join their neighbours.
#[must_use]
pub fn start(problem: &Problem, book: &Rulebook, seed: u64) -> Vec<u32> {
    // Pieces of a graph that ends at borders: what shares territories out among islands does so among these.
    let parted = Problem { adjacency: within_territories(problem), ..problem.clone() };
    let mut territory = divide(&parted, seed);
    drop(parted);
    if territory.contains(&NONE) {
        repair(problem, book, &mut territory);
    }
    make_whole(problem, book, territory, seed)
}

fn within_territories(problem: &Problem) -> Adjacency {
    let mut kept = Adjacency { start: Vec::with_capacity(problem.units() + 1), neighbors: Vec::new() };
    kept.start.push(0);
    for unit in 0..problem.units() as u32 {
        let own = problem.follow[unit as usize];
        let together = problem.adjacency.of(unit).iter().filter(|&&other| problem.follow[other as usize] == own);
        kept.neighbors.extend(together);
        kept.start.push(kept.neighbors.len() as u32);
    }
    kept
}
