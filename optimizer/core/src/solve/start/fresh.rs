//! A fresh layout: connected parts of about the right weights, named, and brought under the rules.

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::repair::repair;
use crate::solve::start::{
    bisection, carve::carve, components, connect::connect, labels::assign_labels, prices, revive::revive_empty,
};

/// A layout made from a seed. `shaped` ones have the borders of a power diagram, others are nearer to their shares in every metric.
///
/// Every territory has units, and one piece where the graph and the rules let it.
#[must_use]
pub fn start(problem: &Problem, book: &Rulebook, seed: u64, shaped: bool) -> Vec<u32> {
    let mut territory = divide(problem, seed);
    let is_divided = !territory.contains(&NONE);
    components::adopt(problem, &mut territory);
    if shaped && is_divided {
        territory = prices::shape(problem, &territory);
    }
    make_whole(problem, book, territory, seed)
}

/// Parts of about the right weights, each in one piece of the graph; none where there are more pieces than territories and a piece is light.
pub(crate) fn divide(problem: &Problem, seed: u64) -> Vec<u32> {
    let mut territory = vec![NONE; problem.units()];
    let mut first = 0;
    for (units, parts) in components::share_out(problem) {
        if parts == 0 {
            continue;
        }
        let part = bisection::split(problem, &units, parts, first, seed);
        for (&unit, part) in units.iter().zip(part) {
            territory[unit as usize] = first as u32 + part;
        }
        first += parts;
    }
    territory
}

/// Names the parts after territories, and brings them under the rules.
pub(crate) fn make_whole(problem: &Problem, book: &Rulebook, mut territory: Vec<u32>, seed: u64) -> Vec<u32> {
    if problem.contiguity {
        repair(problem, book, &mut territory);
    }
    assign_labels(problem, book, &mut territory);
    carve(problem, book, &mut territory);
    revive_empty(problem, book, &mut territory, seed);
    carve(problem, book, &mut territory);
    connect(problem, book, &mut territory);
    territory
}
