//! One border unit goes to a neighbouring territory.

use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::disruption::Disruption;
use crate::solve::constraint::rulebook::Rulebook;
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

/// Draws a border unit and one of the territories it touches; none where no such move is allowed.
pub fn draw(problem: &Problem, book: &Rulebook, partition: &Partition, random: &mut Random) -> Option<Shift> {
    let border = partition.border();
    if border.is_empty() {
        return None;
    }
    let unit = border[random.below(border.len())];
    let from = partition.territory[unit as usize];
    if partition.count[from as usize] < 2 {
        return None;
    }
    let to = draw_neighbor_territory(problem, partition, unit, random)?;
    let allowed = is_within_budget(problem, partition, unit, to) && keeps_rules(book, partition, unit, to);
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
    let first = random.below(neighbors.len().max(1));
    (0..neighbors.len())
        .map(|step| neighbors[(first + step) % neighbors.len()])
        .map(|other| partition.territory[other as usize])
        .find(|&territory| territory != own)
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
