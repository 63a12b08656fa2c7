//! Exchanges of any number of units that a walk would hardly draw: every set of cheap border units whose move, priced, could improve on the layout.
//!
//! About fixed centers a layout costs `sum of priced costs + sum of price times slack`. A set of moves improves only where what it adds to the priced
//! costs stays below what the slack is worth, and that is little near the optimum: the sets that could are few and are tried one by one.

use crate::problem::Problem;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::tight::shape::Leap;
use crate::solve::tight::state::State;

/// Most units of a set, and most border units that are looked at.
const MOST_UNITS: usize = 6;
const MOST_ITEMS: usize = 400;

struct Item {
    leap: Leap,
    /// What it adds to the priced costs.
    priced: f64,
    /// What it adds to the objective.
    raw: f64,
}

/// Looks for a set of moves that lowers the objective about fixed centers, `cost[k][n]`, and keeps bounds and contiguity; makes the first it finds.
///
/// The state is feasible. Answers whether it changed, and takes what it tried from `tries`.
pub fn exchange(
    problem: &Problem,
    book: &Rulebook,
    state: &mut State,
    cost: &[f64],
    price: &[f64],
    tries: &mut u64,
) -> bool {
    let (n, m) = (problem.units(), problem.metrics);
    let priced = |unit: u32, t: u32| {
        let row = problem.weights_of(unit);
        let earned: f64 = row.iter().zip(&price[t as usize * m..]).map(|(w, p)| w * p).sum();
        cost[t as usize * n + unit as usize] - earned
    };
    // What the slack is worth: no set that adds more to the priced costs can improve.
    let bounds = &problem.bounds;
    let slack: f64 = price
        .iter()
        .enumerate()
        .map(|(cell, &p)| {
            if p > 0.0 {
                p * (state.sums[cell] - bounds.lower[cell])
            } else if p < 0.0 {
                p * (state.sums[cell] - bounds.upper[cell])
            } else {
                0.0
            }
        })
        .sum();
    let mut items = Vec::new();
    for &unit in state.border() {
        let from = state.owners[unit as usize];
        let mut seen = [u32::MAX; 8];
        for &other in problem.adjacency.of(unit) {
            let to = state.owners[other as usize];
            if to == from || seen.contains(&to) || !book.admits(unit, to) || !book.block_of(unit).is_empty() {
                continue;
            }
            seen.rotate_right(1);
            seen[0] = to;
            let raw = cost[to as usize * n + unit as usize] - cost[from as usize * n + unit as usize];
            let added = priced(unit, to) - priced(unit, from);
            if added < slack {
                items.push(Item { leap: Leap { unit, from, to }, priced: added, raw });
            }
        }
    }
    items.sort_by(|a, b| a.priced.total_cmp(&b.priced).then(a.leap.unit.cmp(&b.leap.unit)));
    items.truncate(MOST_ITEMS);
    let mut search = Search { problem, items, chosen: Vec::new(), sums: state.sums.clone(), slack, most: 1 };
    // Small sets first: a deep one would use up the tries before every pair was seen.
    while search.most <= MOST_UNITS && *tries > 0 {
        if search.descend(book, state, 0, 0.0, 0.0, tries) {
            return true;
        }
        search.most += 1;
    }
    false
}

struct Search<'p> {
    problem: &'p Problem,
    items: Vec<Item>,
    chosen: Vec<Leap>,
    sums: Vec<f64>,
    slack: f64,
    most: usize,
}

impl Search<'_> {
    fn descend(
        &mut self,
        book: &Rulebook,
        state: &mut State,
        first: usize,
        priced: f64,
        raw: f64,
        tries: &mut u64,
    ) -> bool {
        for index in first..self.items.len() {
            let item = &self.items[index];
            // Ascending: all that follow add as much or more.
            if priced + item.priced >= self.slack || *tries == 0 {
                return false;
            }
            *tries -= 1;
            let (leap, priced, raw) = (item.leap, priced + item.priced, raw + item.raw);
            if self.chosen.iter().any(|other| other.unit == leap.unit) {
                continue;
            }
            self.chosen.push(leap);
            self.add(leap, 1.0);
            let whole = self.chosen.len() == self.most;
            if whole && raw < -1e-9 * self.slack.abs() && self.is_inside() && self.try_all(book, state) {
                return true;
            }
            if !whole && self.descend(book, state, index + 1, priced, raw, tries) {
                return true;
            }
            self.add(leap, -1.0);
            self.chosen.pop();
        }
        false
    }

    fn add(&mut self, leap: Leap, sign: f64) {
        let m = self.problem.metrics;
        for (metric, value) in self.problem.weights_of(leap.unit).iter().enumerate() {
            self.sums[leap.from as usize * m + metric] -= sign * value;
            self.sums[leap.to as usize * m + metric] += sign * value;
        }
    }

    fn is_inside(&self) -> bool {
        let bounds = &self.problem.bounds;
        self.sums.iter().enumerate().all(|(cell, &sum)| sum >= bounds.lower[cell] && sum <= bounds.upper[cell])
    }

    fn try_all(&self, book: &Rulebook, state: &mut State) -> bool {
        state.try_together(self.problem, book, &self.chosen)
    }
}
