//! Connected weighted recursive bisection: halves of the right weight, each in one piece, never an empty territory.
//!
//! Units join one side in the order of their projection on a direction, each touching what is there already, until the side has its share of the weight.
//! What is cut off on the other side joins the first, so that both are connected. Several directions are tried.

use std::collections::BinaryHeap;

use crate::problem::Problem;
use crate::solve::objective::inertia::Moments;
use crate::solve::random::Random;
use crate::solve::start::directions::{directions, dot};

/// Directions that are cut along, of those that promise most.
const CUTS: usize = 2;

/// Splits a connected set of units into `parts` connected ones; answers the part of each unit, in the order given.
///
/// Parts follow the targets of the territories from `first_part` on. The set must have at least as many units as parts.
#[must_use]
pub fn split(problem: &Problem, units: &[u32], parts: usize, first_part: usize, seed: u64) -> Vec<u32> {
    let mut bisection = Bisection {
        problem,
        load: loads(problem),
        side: vec![Side::Outside; problem.units()],
        random: Random::new(seed, 1),
    };
    let mut part = vec![0; problem.units()];
    let mut work = vec![(units.to_vec(), first_part, parts)];
    while let Some((set, first, parts)) = work.pop() {
        if parts <= 1 {
            for &unit in &set {
                part[unit as usize] = (first - first_part) as u32;
            }
            continue;
        }
        let (low, high, low_parts) = bisection.cut(&set, first, parts);
        work.push((low, first, low_parts));
        work.push((high, first + low_parts, parts - low_parts));
    }
    units.iter().map(|&unit| part[unit as usize]).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Outside,
    Low,
    High,
}

struct Bisection<'p> {
    problem: &'p Problem,
    /// `[n]` one load per unit: its share of each balanced metric, tighter metrics weighing more.
    load: Vec<f64>,
    side: Vec<Side>,
    random: Random,
}

/// One figure per unit from all balanced metrics, so that a cut can be aimed; the rest is left to the moves that follow.
pub(crate) fn loads(problem: &Problem) -> Vec<f64> {
    let m = problem.metrics;
    let totals = problem.totals();
    let factor: Vec<f64> = (0..m)
        .map(|metric| {
            let (lower, target) = (problem.bounds.lower[metric], problem.bounds.target[metric]);
            let upper = problem.bounds.upper[metric];
            if !upper.is_finite() || target <= 0.0 || totals[metric] <= 0.0 {
                return 0.0;
            }
            let width = ((upper - lower) / target).max(1e-6);
            1.0 / (width * totals[metric])
        })
        .collect();
    let unbalanced = factor.iter().all(|&f| f == 0.0);
    let total_weight: f64 = problem.inertia_weight.iter().sum();
    (0..problem.units())
        .map(|unit| {
            if unbalanced {
                return if total_weight > 0.0 { problem.inertia_weight[unit] / total_weight } else { 1.0 };
            }
            problem.weights_of(unit as u32).iter().zip(&factor).map(|(w, f)| w * f).sum()
        })
        .collect()
}

struct Cut {
    low: Vec<u32>,
    high: Vec<u32>,
    score: f64,
}

impl Bisection<'_> {
    fn cut(&mut self, set: &[u32], first: usize, parts: usize) -> (Vec<u32>, Vec<u32>, usize) {
        let low_parts = parts / 2;
        let share = self.target_share(first, low_parts, parts);
        let turn = self.random.unit_interval();
        let directions = directions(self.problem, &self.load, set, share, turn);
        let mut best: Option<Cut> = None;
        for (tried, axis) in directions.into_iter().enumerate() {
            if tried >= CUTS && best.as_ref().is_some_and(|best| best.score.is_finite()) {
                break;
            }
            let cut = self.grow(set, axis, share);
            let fits = cut.low.len() >= low_parts && cut.high.len() >= parts - low_parts;
            let score = if fits { cut.score } else { f64::INFINITY };
            if best.as_ref().is_none_or(|incumbent| score < incumbent.score) {
                best = Some(Cut { score, ..cut });
            }
        }
        let Some(cut) = best else { return (set.to_vec(), Vec::new(), parts) };
        // Where no direction leaves enough units on both sides, a side gets as many parts as it has units for.
        let most_low = cut.low.len().min(low_parts);
        let low_parts = most_low.max(parts.saturating_sub(cut.high.len()));
        (cut.low, cut.high, low_parts)
    }

    fn target_share(&self, first: usize, low_parts: usize, parts: usize) -> f64 {
        let m = self.problem.metrics;
        let metric = (0..m).find(|&metric| self.problem.bounds.upper[first * m + metric].is_finite());
        let even = low_parts as f64 / parts as f64;
        let Some(metric) = metric else { return even };
        let sum =
            |range: core::ops::Range<usize>| -> f64 { range.map(|t| self.problem.bounds.target[t * m + metric]).sum() };
        let all = sum(first..first + parts);
        if all > 0.0 { sum(first..first + low_parts) / all } else { even }
    }

    /// Grows the low side along a direction; at least one unit on each side.
    fn grow(&mut self, set: &[u32], axis: [f64; 3], share: f64) -> Cut {
        let projection = |unit: u32| dot(self.problem.position[unit as usize], axis);
        let total: f64 = set.iter().map(|&unit| self.load[unit as usize]).sum();
        let mut seed = set[0];
        for &unit in set {
            self.side[unit as usize] = Side::High;
            if projection(unit) < projection(seed) {
                seed = unit;
            }
        }
        let mut frontier = BinaryHeap::new();
        let mut queued = vec![seed];
        frontier.push(Reached { projection: projection(seed), unit: seed });
        self.side[seed as usize] = Side::Outside;
        let (mut sum, mut low) = (0.0, Vec::new());
        while let Some(Reached { unit, .. }) = frontier.pop() {
            let load = self.load[unit as usize];
            // The last unit joins only where that brings the sum nearer to its share.
            let overshoots = sum + load - share * total > share * total - sum;
            if !low.is_empty() && (overshoots || low.len() + 1 == set.len()) {
                break;
            }
            sum += load;
            low.push(unit);
            self.side[unit as usize] = Side::Low;
            for &other in self.problem.adjacency.of(unit) {
                if self.side[other as usize] == Side::High {
                    self.side[other as usize] = Side::Outside;
                    queued.push(other);
                    frontier.push(Reached { projection: projection(other), unit: other });
                }
            }
        }
        for unit in queued {
            if self.side[unit as usize] == Side::Outside {
                self.side[unit as usize] = Side::High;
            }
        }
        let high = self.keep_largest_piece(set, &mut low, &mut sum);
        let cut = Cut { score: self.score(&low, &high, sum / total.max(f64::MIN_POSITIVE), share), low, high };
        for &unit in set {
            self.side[unit as usize] = Side::Outside;
        }
        cut
    }

    /// The heaviest piece of the high side; its other pieces join the low side, which they all touch.
    fn keep_largest_piece(&mut self, set: &[u32], low: &mut Vec<u32>, sum: &mut f64) -> Vec<u32> {
        let mut pieces: Vec<(f64, Vec<u32>)> = Vec::new();
        for &seed in set {
            if self.side[seed as usize] != Side::High {
                continue;
            }
            let mut piece = vec![seed];
            let mut load = 0.0;
            self.side[seed as usize] = Side::Outside;
            let mut head = 0;
            while head < piece.len() {
                let unit = piece[head];
                head += 1;
                load += self.load[unit as usize];
                for &other in self.problem.adjacency.of(unit) {
                    if self.side[other as usize] == Side::High {
                        self.side[other as usize] = Side::Outside;
                        piece.push(other);
                    }
                }
            }
            pieces.push((load, piece));
        }
        let largest = (0..pieces.len())
            .reduce(|a, b| if (pieces[b].0, pieces[b].1.len()) > (pieces[a].0, pieces[a].1.len()) { b } else { a });
        let mut high = Vec::new();
        for (index, (load, piece)) in pieces.into_iter().enumerate() {
            if Some(index) == largest {
                high = piece;
            } else {
                low.extend(piece);
                *sum += load;
            }
        }
        high
    }

    /// Inertia of the two sides, dearer the further the weights are from their shares.
    fn score(&self, low: &[u32], high: &[u32], got: f64, share: f64) -> f64 {
        let inertia = |side: &[u32]| {
            let unit = |&unit: &u32| {
                Moments::of(self.problem.inertia_weight[unit as usize], self.problem.position[unit as usize])
            };
            side.iter().map(unit).fold(Moments::default(), Moments::plus).inertia()
        };
        let deviation = (got - share).abs() / share.min(1.0 - share).max(1e-9);
        (inertia(low) + inertia(high) + f64::MIN_POSITIVE) * (1.0 + 10.0 * deviation)
    }
}

struct Reached {
    projection: f64,
    unit: u32,
}

impl PartialEq for Reached {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Reached {}
impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Reached {
    /// The heap gives the greatest first: the least projection, then the lowest unit.
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        other.projection.total_cmp(&self.projection).then(other.unit.cmp(&self.unit))
    }
}
