//! A territory outside of its bounds passes a unit on, the one that gets it another, and so on to one that has room: a surplus flows along the graph of
//! territories in whole units.
//!
//! Where units are heavy against the width of the bounds, a cell of a city say, no single move helps, and the way to room leads across several borders.
//!
//! # Source
//! Glover, "Ejection chains, reference structures and alternating path methods for traveling salesman problems", Discrete Applied Mathematics 65, 1996,
//! doi 10.1016/0166-218X(94)00037-E.

use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::moves::shift::{self, Shift, is_within_budget, keeps_rules};
use crate::solve::objective::balance::{excess_of, territory_excess};
use crate::solve::partition::Partition;

/// Moves of the longest chain.
const LONGEST: usize = 8;
/// Ways on that are tried from a territory, the best first.
const WAYS: usize = 6;
/// Moves that are tried for chains of one length.
const MOST_MOVES: u64 = 4_000;
/// What an excess of a whole target counts beside a territory's own inertia.
const EXCESS_COST: f64 = 10.0;

/// A search for chains in a layout of a problem.
#[derive(Debug)]
pub struct Chains<'a> {
    problem: &'a Problem,
    book: &'a Rulebook,
    contiguity: &'a mut Contiguity,
    /// Units that the chain has moved.
    moved: Vec<u32>,
    /// Territories that are to be brought inside, the next one last.
    outside: Vec<u32>,
    tried: u64,
}

struct Way {
    shift: Shift,
    cost: f64,
    /// Whether each of the two is then outside of its bounds: the territory that the chain is at, and the other.
    outside: [bool; 2],
}

impl<'a> Chains<'a> {
    /// A search in a layout of a problem.
    #[must_use]
    pub fn new(problem: &'a Problem, book: &'a Rulebook, contiguity: &'a mut Contiguity) -> Self {
        Self { problem, book, contiguity, moved: Vec::new(), outside: Vec::new(), tried: 0 }
    }

    /// Brings a territory inside of its bounds by the shortest chain that is found, which leaves no other outside that was inside; how many moves were
    /// tried.
    pub fn relieve(&mut self, partition: &mut Partition, territory: u32) -> u64 {
        let mut tried = 0;
        for length in 1..=LONGEST {
            self.tried = 0;
            self.outside.clear();
            self.outside.push(territory);
            self.moved.clear();
            let found = self.go_on(partition, length);
            tried += self.tried;
            if found {
                break;
            }
        }
        tried
    }

    /// Brings all inside by up to so many moves; the layout is as it was where that fails.
    fn go_on(&mut self, partition: &mut Partition, length: usize) -> bool {
        let Some(territory) = self.outside.pop() else { return true };
        for Way { shift, outside, .. } in self.ways(partition, territory, length) {
            if self.tried >= MOST_MOVES {
                break;
            }
            self.tried += 1;
            if !shift::apply(self.problem, partition, self.contiguity, shift) {
                continue;
            }
            let other = if shift.from == territory { shift.to } else { shift.from };
            let before = self.outside.clone();
            self.outside.retain(|&t| t != other);
            for (is_outside, t) in outside.into_iter().zip([territory, other]) {
                if is_outside {
                    self.outside.push(t);
                }
            }
            self.moved.push(shift.unit);
            if self.outside.len() < length && self.go_on(partition, length - 1) {
                return true;
            }
            self.moved.pop();
            self.outside = before;
            partition.shift(self.problem, shift.unit, shift.from);
        }
        self.outside.push(territory);
        false
    }

    /// The best moves of a territory.
    fn ways(&self, partition: &Partition, territory: u32, length: usize) -> Vec<Way> {
        let mut ways: Vec<Way> = Vec::new();
        let owners = &partition.territory;
        let own_before = excess_of(self.problem, partition, territory);
        for &unit in partition.border_of(territory) {
            for &next in self.problem.adjacency.of(unit) {
                let owner = owners[next as usize];
                if owner == territory {
                    continue;
                }
                let out = Shift { unit, from: territory, to: owner };
                let into = Shift { unit: next, from: owner, to: territory };
                for shift in [out, into] {
                    if self.moved.contains(&shift.unit) || !self.is_allowed(partition, shift) {
                        continue;
                    }
                    let own = self.excess_after(partition, shift, territory);
                    let theirs = self.excess_after(partition, shift, owner);
                    let outside = [own > 0.0, theirs > 0.0];
                    let ends = outside == [false, false];
                    if own >= own_before || (length == 1 && !ends) {
                        continue;
                    }
                    let cost = EXCESS_COST * (own + theirs) + cost_of_shape(partition, shift);
                    ways.push(Way { shift, cost, outside });
                }
            }
        }
        ways.sort_unstable_by(|a, b| {
            let key = |way: &Way| (way.shift.unit, way.shift.to);
            a.cost.total_cmp(&b.cost).then(key(a).cmp(&key(b)))
        });
        ways.dedup_by_key(|way| (way.shift.unit, way.shift.to));
        ways.truncate(WAYS);
        ways
    }

    fn is_allowed(&self, partition: &Partition, Shift { unit, from, to }: Shift) -> bool {
        let book = self.book;
        partition.count[from as usize] > 1
            && is_within_budget(self.problem, partition, unit, to)
            && (book.is_empty() || (book.block_of(unit).is_empty() && keeps_rules(book, partition, unit, to)))
    }

    /// How far a territory would be outside, by either side of a move.
    fn excess_after(&self, partition: &Partition, shift: Shift, territory: u32) -> f64 {
        let sign = if shift.to == territory { 1.0 } else { -1.0 };
        let sums = partition.sums_of(territory).iter().zip(self.problem.weights_of(shift.unit));
        territory_excess(self.problem, territory, sums.map(|(sum, weight)| sum + sign * weight))
    }
}

/// What a move costs in shape, in the inertia of both territories.
fn cost_of_shape(partition: &Partition, Shift { unit, from, to }: Shift) -> f64 {
    let (from, to) = (&partition.moments[from as usize], &partition.moments[to as usize]);
    let moments = partition.unit[unit as usize];
    let before = from.inertia() + to.inertia();
    (from.minus(moments).inertia() + to.plus(moments).inertia() - before) / before.max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Adjacency, Bounds};

    /// Units of weight 1 in a row, of territories that want three each.
    fn relieve(owners: &[u32], groups: Vec<Vec<u32>>) -> Vec<u32> {
        let n = owners.len();
        let edges: Vec<(u32, u32)> = (1..n as u32).map(|unit| (unit - 1, unit)).collect();
        let mut problem = Problem {
            territories: n / 3,
            metrics: 1,
            position: (0..n).map(|unit| [unit as f64, 0.0, 0.0]).collect(),
            inertia_weight: vec![1.0; n],
            weights: vec![1.0; n],
            adjacency: Adjacency::from_edges(n, &edges).unwrap_or_default(),
            bounds: Bounds::equal_shares(&[n as f64], n / 3, &[Some(0.1)]),
            ..Problem::default()
        };
        problem.rules.groups = groups;
        let book = Rulebook::new(&problem);
        let mut partition = Partition::new(&problem, owners.to_vec());
        let mut contiguity = Contiguity::new(&problem.adjacency);
        Chains::new(&problem, &book, &mut contiguity).relieve(&mut partition, 0);
        partition.territory
    }

    #[test]
    fn a_surplus_goes_across_several_borders_to_where_there_is_room() {
        assert_eq!(relieve(&[0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3], Vec::new()), [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    }

    #[test]
    fn two_units_find_room_in_two_territories() {
        assert_eq!(relieve(&[0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3], Vec::new()), [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    }

    #[test]
    fn a_want_is_met_from_afar() {
        assert_eq!(relieve(&[0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3], Vec::new()), [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    }

    #[test]
    fn a_layout_stays_as_it_is_where_no_chain_ends_inside() {
        // Room for three in each.
        let owners = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
        assert_eq!(relieve(&owners, Vec::new()), owners);
        // Units 6 and 5 stay together: the chain would have to part them.
        let owners = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3];
        assert_eq!(relieve(&owners, vec![vec![5, 6]]), owners);
    }
}
