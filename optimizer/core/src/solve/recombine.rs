//! Merges two neighbouring territories and splits them again along a random spanning tree, where that brings sums nearer to their bounds.
//!
//! An annealer moves weight a unit at a time and stops at the first knot; a new split moves any amount at once, and by pairs it carries a surplus across
//! the map. Every side of a cut tree is connected, so no repair is needed.
//!
//! # Source
//! DeFord, Duchin, Solomon, "Recombination: a family of Markov chains for redistricting", Harvard Data Science Review 3(1), 2021,
//! doi 10.1162/99608f92.eb30390f. There the tree is uniform and the chain a sample; here the cut is the best of the tree.

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::objective::balance::excess;
use crate::solve::objective::inertia::Moments;
use crate::solve::partition::Partition;
use crate::solve::random::Random;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

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

/// An edge of the tree to cut above a unit, and the territory that gets what is below.
#[derive(Clone, Copy)]
struct Cut {
    at: u32,
    own: u32,
    score: f64,
}

#[derive(Clone, Debug, Default)]
struct Tree {
    edges: Vec<(u32, u32, u32)>,
    root: Vec<u32>,
    start: Vec<u32>,
    neighbors: Vec<u32>,
    order: Vec<u32>,
    parent: Vec<u32>,
    sums: Vec<f64>,
    moments: Vec<Moments>,
    /// `[2][m]` per unit of the tree: what of it would move were it in the first, or in the second territory.
    moved: Vec<f64>,
    /// `[m]` what of the pair is moved as it is.
    moved_now: Vec<f64>,
    locked: Vec<[u32; 2]>,
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
        if set.len() != (partition.count[a as usize] + partition.count[b as usize]) as usize {
            for &unit in &set {
                self.place[unit as usize] = NONE;
            }
            return false;
        }
        let climb = if self.random.unit_interval() < CLIMB_SHARE { CLIMB } else { 0.0 };
        let mut best = climb
            + self.score(problem, partition, a, partition.sums_of(a), &partition.moments[a as usize])
            + self.score(problem, partition, b, partition.sums_of(b), &partition.moments[b as usize]);
        let mut split = None;
        for _ in 0..TREES {
            self.grow_tree(problem, book, partition, &set, a, b);
            if let Some(cut) = self.best_cut(problem, partition, a, b, best) {
                best = cut.score;
                split = Some(self.sides(cut, a, b));
            }
        }
        let changed = split.is_some_and(|sides| self.apply(problem, book, partition, &set, &sides));
        for &unit in &set {
            self.place[unit as usize] = NONE;
        }
        changed
    }

    /// A territory outside of its bounds, mostly, and one that it touches.
    fn draw_pair(&mut self, problem: &Problem, partition: &Partition, hope: f64) -> Option<(u32, u32)> {
        let k = problem.territories;
        let mut a = self.random.below(k) as u32;
        if self.random.unit_interval() < OUTSIDE_SHARE.1 + (OUTSIDE_SHARE.0 - OUTSIDE_SHARE.1) * hope {
            let out: Vec<u32> =
                (0..k as u32).filter(|&t| territory_excess(problem, t, partition.sums_of(t)) > 0.0).collect();
            if !out.is_empty() {
                a = out[self.random.below(out.len())];
            }
        }
        let border = partition.border_of(a);
        if border.is_empty() {
            return None;
        }
        let unit = border[self.random.below(border.len())];
        crate::solve::moves::shift::draw_neighbor_territory(problem, partition, unit, &mut self.random).map(|b| (a, b))
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

    fn grow_tree(&mut self, problem: &Problem, book: &Rulebook, partition: &Partition, set: &[u32], a: u32, b: u32) {
        let (n, m) = (set.len(), problem.metrics);
        let tree = &mut self.tree;
        tree.edges.clear();
        for (index, &unit) in set.iter().enumerate() {
            for &other in problem.adjacency.of(unit) {
                let place = self.place[other as usize];
                if place != NONE && (index as u32) < place {
                    tree.edges.push((self.random.below(1 << 30) as u32, index as u32, place));
                }
            }
        }
        tree.edges.sort_unstable();
        tree.root.clear();
        tree.root.extend(0..n as u32);
        let mut degree = vec![0u32; n + 1];
        let mut kept = 0;
        for index in 0..tree.edges.len() {
            let (_, i, j) = tree.edges[index];
            let (x, y) = (find(&mut tree.root, i), find(&mut tree.root, j));
            if x != y {
                tree.root[x as usize] = y;
                tree.edges[kept] = tree.edges[index];
                kept += 1;
                degree[i as usize + 1] += 1;
                degree[j as usize + 1] += 1;
            }
        }
        for i in 0..n {
            degree[i + 1] += degree[i];
        }
        tree.start.clone_from(&degree);
        tree.neighbors.clear();
        tree.neighbors.resize(kept * 2, 0);
        for &(_, i, j) in &tree.edges[..kept] {
            for (from, to) in [(i, j), (j, i)] {
                tree.neighbors[degree[from as usize] as usize] = to;
                degree[from as usize] += 1;
            }
        }
        tree.order.clear();
        tree.order.push(0);
        tree.parent.clear();
        tree.parent.resize(n, NONE);
        let mut head = 0;
        while head < tree.order.len() {
            let at = tree.order[head];
            head += 1;
            for index in tree.start[at as usize]..tree.start[at as usize + 1] {
                let next = tree.neighbors[index as usize];
                if next != tree.parent[at as usize] {
                    tree.parent[next as usize] = at;
                    tree.order.push(next);
                }
            }
        }
        tree.sum_below(problem, book, partition, set, a, b, m);
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
    fn best_cut(&self, problem: &Problem, partition: &Partition, a: u32, b: u32, before: f64) -> Option<Cut> {
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
            for (own, other, side) in [(a, b, 0), (b, a, 1)] {
                // Units locked to one territory must all be on its side.
                let here = tree.locked[at as usize];
                if here[1 - side] != 0 || locked[side] != here[side] {
                    continue;
                }
                let score = self.score(problem, partition, own, below, &low)
                    + self.score(problem, partition, other, &rest, &high);
                if score < best && self.is_within_budget(problem, partition, at, side) {
                    best = score;
                    found = Some(Cut { at, own, score });
                }
            }
        }
        found
    }

    fn is_within_budget(&self, problem: &Problem, partition: &Partition, at: u32, side: usize) -> bool {
        if problem.budget.is_empty() {
            return true;
        }
        let m = problem.metrics;
        let moved = |unit: usize, side: usize, metric: usize| self.tree.moved[(unit * 2 + side) * m + metric];
        (0..m).all(|metric| {
            let below = moved(at as usize, side, metric);
            let above = moved(0, 1 - side, metric) - moved(at as usize, 1 - side, metric);
            let outside = partition.disruption.moved[metric] - self.tree.moved_now[metric];
            let after = outside + below + above;
            after <= problem.budget[metric].max(partition.disruption.moved[metric])
        })
    }

    /// `[set]` the territory of each unit after a cut.
    fn sides(&self, cut: Cut, a: u32, b: u32) -> Vec<u32> {
        let other = if cut.own == a { b } else { a };
        let mut below = vec![false; self.tree.order.len()];
        for &at in &self.tree.order {
            let parent = self.tree.parent[at as usize];
            below[at as usize] = at == cut.at || (parent != NONE && below[parent as usize]);
        }
        below.into_iter().map(|below| if below { cut.own } else { other }).collect()
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

impl Tree {
    /// Sums of each subtree, from the last unit found to the root.
    #[allow(clippy::too_many_arguments, reason = "each is a thing of its own")]
    fn sum_below(
        &mut self,
        problem: &Problem,
        book: &Rulebook,
        partition: &Partition,
        set: &[u32],
        a: u32,
        b: u32,
        m: usize,
    ) {
        let n = set.len();
        let limited = !problem.budget.is_empty();
        self.sums.clear();
        self.sums.resize(n * m, 0.0);
        self.moments.clear();
        self.locked.clear();
        self.locked.resize(n, [0; 2]);
        self.moved.clear();
        self.moved.resize(if limited { n * 2 * m } else { 0 }, 0.0);
        self.moved_now.clear();
        self.moved_now.resize(m, 0.0);
        for (index, &unit) in set.iter().enumerate() {
            self.moments.push(partition.unit[unit as usize]);
            self.sums[index * m..(index + 1) * m].copy_from_slice(problem.weights_of(unit));
            let today = problem.current_of(unit);
            if !book.is_empty() {
                // A unit that may be in neither stays where it is.
                let (in_a, in_b) = (book.admits(unit, a), book.admits(unit, b));
                let own = partition.territory[unit as usize];
                let (in_a, in_b) = if in_a || in_b { (in_a, in_b) } else { (own == a, own == b) };
                self.locked[index] = [u32::from(!in_b), u32::from(!in_a)];
            }
            if limited && today != NONE {
                for (metric, value) in problem.weights_of(unit).iter().enumerate() {
                    for (side, territory) in [a, b].into_iter().enumerate() {
                        if today != territory {
                            self.moved[(index * 2 + side) * m + metric] = *value;
                        }
                    }
                    if today != partition.territory[unit as usize] {
                        self.moved_now[metric] += value;
                    }
                }
            }
        }
        for index in (1..self.order.len()).rev() {
            let at = self.order[index] as usize;
            let up = self.parent[at] as usize;
            self.moments[up] = self.moments[up].plus(self.moments[at]);
            for metric in 0..m {
                self.sums[up * m + metric] += self.sums[at * m + metric];
            }
            for side in 0..2 {
                self.locked[up][side] += self.locked[at][side];
            }
            if limited {
                for offset in 0..2 * m {
                    self.moved[up * 2 * m + offset] += self.moved[at * 2 * m + offset];
                }
            }
        }
    }
}

/// Fraction of targets by which a territory is outside its bounds, all metrics together.
#[must_use]
pub fn territory_excess(problem: &Problem, territory: u32, sums: &[f64]) -> f64 {
    let base = territory as usize * problem.metrics;
    sums.iter()
        .enumerate()
        .map(|(metric, &sum)| {
            let bounds = &problem.bounds;
            let cell = base + metric;
            excess(sum, bounds.lower[cell], bounds.target[cell], bounds.upper[cell])
        })
        .sum()
}

fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        root[at as usize] = root[root[at as usize] as usize];
        at = root[at as usize];
    }
    at
}
