//! One border unit goes to a neighbouring territory.

use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::disruption::Disruption;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::crossings::Crossings;
use crate::solve::partition::Partition;
use crate::solve::random::Random;

/// A unit and where it would go.
#[derive(Clone, Copy, Debug)]
pub struct Shift {
    /// The unit.
    pub unit: u32,
    /// Its territory.
    pub from: u32,
    /// A territory that it touches.
    pub to: u32,
}

/// Draws a unit that leaves the visited territory for one that it touches, or that comes from there; none where no such move is allowed.
pub fn draw(
    problem: &Problem,
    book: &Rulebook,
    partition: &Partition,
    crossings: &Crossings,
    random: &mut Random,
) -> Option<Shift> {
    // Twice the crossings: out, and in.
    let drawn = random.below(2 * crossings.list().len());
    let crossing = crossings.list().get(drawn / 2)?;
    let (unit, from, to) = if drawn.is_multiple_of(2) {
        (crossing.inside, crossings.territory(), crossing.owner)
    } else {
        (crossing.outside, crossing.owner, crossings.territory())
    };
    let allowed = partition.count[from as usize] > 1
        && is_within_budget(problem, partition, unit, to)
        && keeps_rules(book, partition, unit, to);
    allowed.then_some(Shift { unit, from, to })
}

/// Whether a unit breaks no more rules in a territory than where it is, its block, if it has one, going along.
#[inline]
#[must_use]
pub fn keeps_rules(book: &Rulebook, partition: &Partition, unit: u32, to: u32) -> bool {
    if book.is_empty() {
        return true;
    }
    let owners = &partition.territory;
    let broken = |unit: u32| {
        let from = owners[unit as usize];
        (book.broken_by(owners, unit, to), book.broken_by(owners, unit, from))
    };
    let block = book.block_of(unit);
    let own = owners[unit as usize];
    if block.is_empty() {
        let (after, before) = broken(unit);
        return after <= before;
    }
    // A block that is apart is left to the start.
    block.iter().all(|&other| owners[other as usize] == own) && {
        let (after, before) = block.iter().map(|&other| broken(other)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        after <= before
    }
}

/// A territory that a unit touches, drawn by its neighbours.
pub fn draw_neighbor_territory(
    problem: &Problem,
    partition: &Partition,
    unit: u32,
    random: &mut Random,
) -> Option<u32> {
    let neighbors = problem.adjacency.of(unit);
    let own = partition.territory[unit as usize];
    let (before, after) = neighbors.split_at_checked(random.below(neighbors.len()))?;
    after.iter().chain(before).map(|&other| partition.territory[other as usize]).find(|&territory| territory != own)
}

/// Whether the budget lets a unit go to a territory.
#[must_use]
pub fn is_within_budget(problem: &Problem, partition: &Partition, unit: u32, to: u32) -> bool {
    let direction = Disruption::direction(problem, unit, partition.territory[unit as usize], to);
    partition.disruption.allows(problem, unit, direction)
}

/// Makes the move where the territory that loses the unit stays connected.
pub fn apply(problem: &Problem, partition: &mut Partition, contiguity: &mut Contiguity, shift: Shift) -> bool {
    let holds = !problem.contiguity || contiguity.holds_without(&problem.adjacency, &partition.territory, shift.unit);
    if holds {
        partition.shift(problem, shift.unit, shift.to);
    }
    holds
}
