//! Merges two neighbouring territories and splits them again along a random spanning tree, where that brings sums nearer to their bounds.
//!
//! An annealer moves weight a unit at a time and stops at the first knot; a new split moves any amount at once, and by pairs it carries a surplus across
//! the map. Every side of a cut tree is connected, so no repair is needed.
//!
//! # Source
//! DeFord, Duchin, Solomon, "Recombination: a family of Markov chains for redistricting", Harvard Data Science Review 3(1), 2021,
//! doi 10.1162/99608f92.eb30390f. There the tree is uniform and the chain a sample; here the cut is the best of the tree.

mod tree;

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::moves::shift::draw_neighbor_territory;
use crate::solve::objective::balance::{excess, excess_of};
use crate::solve::objective::inertia::Moments;
use crate::solve::partition::Partition;
use crate::solve::random::Random;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;
use tree::{Pair, Tree};

/// Slack is spread once a deviation passes this part of the tolerance, so that it reaches the territories that need it.
const SLACK_FROM: f64 = 0.6;
const EXCESS_COST: f64 = 1000.0;
/// What a territory's inertia counts: what shrinks with hope, and what stays.
const SHAPE_COST: (f64, f64) = (10.0, 0.03);
/// Trees that are tried for a pair: a random tree mostly cuts crooked.
pub(crate) const TREES: usize = 3;
/// Attempts that begin at a territory outside of its bounds, at first and at the end: what is inside is left as compact as it is, while there is hope.
const OUTSIDE_SHARE: (f64, f64) = (0.97, 0.7);
/// Now and then a split that is worse by a tenth of a target is taken, which frees a layout that no better split leads out of.
const CLIMB_SHARE: f64 = 0.15;
const CLIMB: f64 = 0.1 * EXCESS_COST;

/// Scratch memory and chance of the move.
#[derive(Clone, Debug)]
pub struct Recombine {
    random: Random,
    /// `[n]` place in the merged set, or [`NONE`].
    place: Vec<u32>,
    tree: Tree,
    shape_cost: f64,
}

/// An edge of the tree to cut above a place, and which territory of the pair gets what is below.
#[derive(Clone, Copy)]
struct Cut {
    at: u32,
    side: usize,
    score: f64,
}

impl Recombine {
    /// Memory for a problem.
    #[must_use]
    pub fn new(problem: &Problem, seed: u64) -> Self {
        Self {
            random: Random::new(seed, 2),
            place: vec![NONE; problem.units()],
            tree: Tree::default(),
            shape_cost: SHAPE_COST.0,
        }
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        self.random.save(writer);
    }

    pub(crate) fn resume(&mut self, reader: &mut Reader) -> Result<(), ResumeError> {
        self.random = Random::resume(reader)?;
        Ok(())
    }

    /// One attempt on one pair; whether the layout changed.
    ///
    /// `hope`, 1 to 0, is the part of the attempts that is left: first compact splits are sought, then whatever meets the bounds.
    pub fn attempt(&mut self, problem: &Problem, book: &Rulebook, partition: &mut Partition, hope: f64) -> bool {
        self.shape_cost = SHAPE_COST.1 + SHAPE_COST.0 * hope * hope * hope;
        let Some((a, b)) = self.draw_pair(problem, partition, hope) else { return false };
        let set: Vec<u32> = self.collect(problem, partition, a, b);
        // Where pieces do not matter, or cannot be had, a tree does not reach every unit.
        let is_whole = set.len() == (partition.count[a as usize] + partition.count[b as usize]) as usize;
        let split = if is_whole { self.best_split(problem, book, partition, &set, [a, b]) } else { None };
        let changed = split.is_some_and(|sides| self.apply(problem, book, partition, &set, &sides));
        for &unit in &set {
            self.place[unit as usize] = NONE;
        }
        changed
    }

    /// `[set]` the territory of each unit after the best cut of some trees; none where no cut is better than what is there.
    fn best_split(
        &mut self,
        problem: &Problem,
        book: &Rulebook,
        partition: &Partition,
        set: &[u32],
        territories: [u32; 2],
    ) -> Option<Vec<u32>> {
        let climb = if self.random.unit_interval() < CLIMB_SHARE { CLIMB } else { 0.0 };
        let before = territories
            .map(|t| self.score(problem, partition, t, partition.sums_of(t), &partition.moments[t as usize]));
        let mut best = climb + before[0] + before[1];
        let mut split = None;
        for _ in 0..TREES {
            let pair = Pair { problem, book, partition, territories, set, place: &self.place };
            self.tree.grow(&pair, &mut self.random);
            if let Some(cut) = self.best_cut(&pair, best) {
                best = cut.score;
                let (below, above) = (territories[cut.side], territories[1 - cut.side]);
                split = Some(self.tree.is_below(cut.at).into_iter().map(|b| if b { below } else { above }).collect());
            }
        }
        split
    }

    /// A territory outside of its bounds, mostly, and one that it touches.
    fn draw_pair(&mut self, problem: &Problem, partition: &Partition, hope: f64) -> Option<(u32, u32)> {
        let k = problem.territories;
        let mut a = self.random.below(k) as u32;
        if self.random.unit_interval() < OUTSIDE_SHARE.1 + (OUTSIDE_SHARE.0 - OUTSIDE_SHARE.1) * hope {
            let out: Vec<u32> = (0..k as u32).filter(|&t| excess_of(problem, partition, t) > 0.0).collect();
            if !out.is_empty() {
                a = out[self.random.below(out.len())];
            }
        }
        let border = partition.border_of(a);
        if border.is_empty() {
            return None;
        }
        let unit = border[self.random.below(border.len())];
        draw_neighbor_territory(problem, partition, unit, &mut self.random).map(|b| (a, b))
    }

    /// The units of both territories, found through their adjacency.
    fn collect(&mut self, problem: &Problem, partition: &Partition, a: u32, b: u32) -> Vec<u32> {
        let mut set = vec![partition.border_of(a)[0]];
        self.place[set[0] as usize] = 0;
        let mut head = 0;
        while head < set.len() {
            for &other in problem.adjacency.of(set[head]) {
                let owner = partition.territory[other as usize];
                if (owner == a || owner == b) && self.place[other as usize] == NONE {
                    self.place[other as usize] = set.len() as u32;
                    set.push(other);
                }
            }
            head += 1;
        }
        set
    }

    fn score(&self, problem: &Problem, partition: &Partition, territory: u32, sums: &[f64], moments: &Moments) -> f64 {
        let m = problem.metrics;
        let mut score = 0.0;
        for metric in 0..m {
            let cell = territory as usize * m + metric;
            let (lower, target, upper) =
                (problem.bounds.lower[cell], problem.bounds.target[cell], problem.bounds.upper[cell]);
            if !upper.is_finite() || target <= 0.0 {
                continue;
            }
            score += EXCESS_COST * excess(sums[metric], lower, target, upper);
            let half = 0.5 * (upper - lower);
            if half > 0.0 {
                let used = (sums[metric] - 0.5 * (upper + lower)).abs() / half;
                let tight = (used - SLACK_FROM).max(0.0) / (1.0 - SLACK_FROM);
                score += tight * tight;
            }
        }
        let own = partition.moments[territory as usize].inertia().max(f64::MIN_POSITIVE);
        score + self.shape_cost * moments.inertia() / own
    }

    /// The cut that scores best; none where no cut is better than `before`.
    fn best_cut(&self, pair: &Pair<'_>, before: f64) -> Option<Cut> {
        let &Pair { problem, partition, territories: [a, b], .. } = pair;
        let (m, tree) = (problem.metrics, &self.tree);
        let both: Vec<f64> = partition.sums_of(a).iter().zip(partition.sums_of(b)).map(|(x, y)| x + y).collect();
        let moments = partition.moments[a as usize].plus(partition.moments[b as usize]);
        let locked = tree.locked[0];
        let mut rest = vec![0.0; m];
        let mut best = before - 1e-9;
        let mut found = None;
        for &at in &tree.order[1..] {
            let below = &tree.sums[at as usize * m..(at as usize + 1) * m];
            for metric in 0..m {
                rest[metric] = both[metric] - below[metric];
            }
            let low = tree.moments[at as usize];
            let high = moments.minus(low);
            for (side, own, other) in [(0, a, b), (1, b, a)] {
                // Units locked to one territory must all be on its side.
                let here = tree.locked[at as usize];
                if here[1 - side] != 0 || locked[side] != here[side] {
                    continue;
                }
                let score = self.score(problem, partition, own, below, &low)
                    + self.score(problem, partition, other, &rest, &high);
                if score < best && tree.is_within_budget(pair, at, side) {
                    best = score;
                    found = Some(Cut { at, side, score });
                }
            }
        }
        found
    }

    /// Makes the split, unless it would part a group or join a forbidden pair.
    fn apply(
        &mut self,
        problem: &Problem,
        book: &Rulebook,
        partition: &mut Partition,
        set: &[u32],
        sides: &[u32],
    ) -> bool {
        if !book.is_empty() && !self.keeps_company(book, partition, set, sides) {
            return false;
        }
        for (&unit, &to) in set.iter().zip(sides) {
            partition.shift(problem, unit, to);
        }
        true
    }

    fn keeps_company(&self, book: &Rulebook, partition: &Partition, set: &[u32], sides: &[u32]) -> bool {
        let side = |unit: u32| sides.get(self.place[unit as usize] as usize).copied();
        let owners = &partition.territory;
        set.iter().zip(sides).all(|(&unit, &own)| {
            let together = book.block_of(unit).iter().all(|&other| side(other) == Some(own));
            let parted = book
                .apart_from(unit)
                .iter()
                .all(|&other| side(other) != Some(own) || owners[other as usize] == owners[unit as usize]);
            together && parted
        })
    }
}
