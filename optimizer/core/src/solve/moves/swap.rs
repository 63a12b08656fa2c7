//! Two border units of neighbouring territories change places: what keeps both sums where a shift would break a bound.

use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::crossings::Crossings;
use crate::solve::moves::shift::{self, Shift};
use crate::solve::partition::Partition;
use crate::solve::random::Random;

/// Draws for a partner that touches the other territory; more cost time, fewer find none.
const PARTNER_DRAWS: usize = 12;

/// A shift and the one that answers it.
#[derive(Clone, Copy, Debug)]
pub struct Swap {
    /// Goes first.
    pub there: Shift,
    /// Comes back.
    pub back: Shift,
}

/// Draws a unit of the visited territory and one of another that it touches, which touches the first.
pub fn draw(
    problem: &Problem,
    book: &Rulebook,
    partition: &Partition,
    crossings: &Crossings,
    random: &mut Random,
) -> Option<Swap> {
    let (own, list) = (crossings.territory(), crossings.list());
    let there = list.get(random.below(list.len()))?;
    let back = (0..PARTNER_DRAWS).map(|_| &list[random.below(list.len())]).find(|back| back.owner == there.owner)?;
    let (unit, partner, to) = (there.inside, back.outside, there.owner);
    // Each must touch where it goes by another unit than the one it passes.
    let touches = |this: u32, other: u32, side: u32| {
        let mut around = problem.adjacency.of(this).iter();
        around.any(|&next| next != other && partition.territory[next as usize] == side)
    };
    let lands = (there.outside != partner || touches(unit, partner, to))
        && (back.inside != unit || touches(partner, unit, own));
    // Alone: a block moves by a shift of its own, and units that keep apart from each other would need both moves to be judged at once.
    let goes = |unit: u32, to: u32| {
        book.is_empty()
            || (book.block_of(unit).is_empty()
                && book.apart_from(unit).is_empty()
                && shift::keeps_rules(book, partition, unit, to))
    };
    (lands && goes(unit, to) && goes(partner, own))
        .then_some(Swap { there: Shift { unit, from: own, to }, back: Shift { unit: partner, from: to, to: own } })
}

/// Makes both moves, or neither where contiguity or the budget forbids one.
pub fn apply(problem: &Problem, partition: &mut Partition, contiguity: &mut Contiguity, swap: Swap) -> bool {
    let Swap { there, back } = swap;
    // The half that brings a unit home goes first, so that the other may use what it frees.
    let (first, second) =
        if shift::is_within_budget(problem, partition, there.unit, there.to) { (there, back) } else { (back, there) };
    if !shift::is_within_budget(problem, partition, first.unit, first.to) {
        return false;
    }
    if !shift::apply(problem, partition, contiguity, first) {
        return false;
    }
    let holds = shift::is_within_budget(problem, partition, second.unit, second.to)
        && (!problem.contiguity || contiguity.holds_without(&problem.adjacency, &partition.territory, second.unit));
    if holds {
        partition.shift(problem, second.unit, second.to);
    } else {
        partition.shift(problem, first.unit, first.from);
    }
    holds
}
