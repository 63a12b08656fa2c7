use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::objective::inertia::Moments;
use crate::solve::partition::Partition;
use crate::solve::random::Random;

/// Two neighbouring territories, merged.
pub(super) struct Pair<'p> {
    pub problem: &'p Problem,
    pub book: &'p Rulebook,
    pub partition: &'p Partition,
    pub territories: [u32; 2],
    /// Their units, those of both.
    pub set: &'p [u32],
    /// `[n]` place in the set, or [`NONE`].
    pub place: &'p [u32],
}

/// A random spanning tree of a pair, and what lies below each of its edges.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    edges: Vec<(u32, u32, u32)>,
    root: Vec<u32>,
    start: Vec<u32>,
    neighbors: Vec<u32>,
    /// Places in the set, each after its parent.
    pub order: Vec<u32>,
    /// Place of the parent; [`NONE`] for the first.
    pub parent: Vec<u32>,
    /// `[set][m]` sums of each place and all below it, and their moments.
    pub sums: Vec<f64>,
    pub moments: Vec<Moments>,
    /// Units of each place and below it that must be in the first territory, and in the second.
    pub locked: Vec<[u32; 2]>,
    /// `[set][2][m]`: what of it would move were it in the first, or in the second territory.
    moved: Vec<f64>,
    /// `[m]` what of the pair is moved as it is.
    moved_now: Vec<f64>,
}

impl Tree {
    /// A new tree: edges join it in random order, where they close no ring.
    pub fn grow(&mut self, pair: &Pair<'_>, random: &mut Random) {
        self.draw_edges(pair, random);
        let kept = self.keep_a_tree(pair.set.len());
        self.list_neighbors(pair.set.len(), kept);
        self.walk(pair.set.len());
        self.sum_up(pair);
    }

    /// Whether the budget allows a cut above a place whose side goes to the territory `side` of the pair.
    pub fn is_within_budget(&self, pair: &Pair<'_>, at: u32, side: usize) -> bool {
        let (problem, disruption) = (pair.problem, &pair.partition.disruption);
        let m = problem.metrics;
        let moved = |place: u32, side: usize, metric: usize| self.moved[(place as usize * 2 + side) * m + metric];
        (0..problem.budget.len()).all(|metric| {
            let below = moved(at, side, metric);
            let above = moved(0, 1 - side, metric) - moved(at, 1 - side, metric);
            let after = disruption.moved[metric] - self.moved_now[metric] + below + above;
            after <= problem.budget[metric].max(disruption.moved[metric])
        })
    }

    /// Whether each place is below a cut, or is it.
    pub fn is_below(&self, cut: u32) -> Vec<bool> {
        let mut below = vec![false; self.order.len()];
        for &at in &self.order {
            let parent = self.parent[at as usize];
            below[at as usize] = at == cut || (parent != NONE && below[parent as usize]);
        }
        below
    }

    fn draw_edges(&mut self, pair: &Pair<'_>, random: &mut Random) {
        self.edges.clear();
        for (index, &unit) in pair.set.iter().enumerate() {
            for &other in pair.problem.adjacency.of(unit) {
                let place = pair.place[other as usize];
                if place != NONE && (index as u32) < place {
                    self.edges.push((random.below(1 << 30) as u32, index as u32, place));
                }
            }
        }
        self.edges.sort_unstable();
    }

    /// Brings the edges of the tree to the front; answers how many.
    fn keep_a_tree(&mut self, n: usize) -> usize {
        self.root.clear();
        self.root.extend(0..n as u32);
        let mut kept = 0;
        for index in 0..self.edges.len() {
            let (_, i, j) = self.edges[index];
            let (x, y) = (find(&mut self.root, i), find(&mut self.root, j));
            if x != y {
                self.root[x as usize] = y;
                self.edges[kept] = self.edges[index];
                kept += 1;
            }
        }
        kept
    }

    fn list_neighbors(&mut self, n: usize, kept: usize) {
        let edges = &self.edges[..kept];
        self.start.clear();
        self.start.resize(n + 1, 0);
        for &(_, i, j) in edges {
            self.start[i as usize + 1] += 1;
            self.start[j as usize + 1] += 1;
        }
        for i in 0..n {
            self.start[i + 1] += self.start[i];
        }
        self.neighbors.clear();
        self.neighbors.resize(kept * 2, 0);
        let mut end = self.start.clone();
        for &(_, i, j) in edges {
            for (from, to) in [(i, j), (j, i)] {
                self.neighbors[end[from as usize] as usize] = to;
                end[from as usize] += 1;
            }
        }
    }

    fn walk(&mut self, n: usize) {
        self.order.clear();
        self.order.push(0);
        self.parent.clear();
        self.parent.resize(n, NONE);
        let mut head = 0;
        while head < self.order.len() {
            let at = self.order[head];
            head += 1;
            for index in self.start[at as usize]..self.start[at as usize + 1] {
                let next = self.neighbors[index as usize];
                if next != self.parent[at as usize] {
                    self.parent[next as usize] = at;
                    self.order.push(next);
                }
            }
        }
    }

    fn sum_up(&mut self, pair: &Pair<'_>) {
        self.take_units(pair);
        let m = pair.problem.metrics;
        let limited = !pair.problem.budget.is_empty();
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

    /// What each unit counts alone.
    fn take_units(&mut self, pair: &Pair<'_>) {
        let &Pair { problem, book, partition, territories: [a, b], set, .. } = pair;
        let m = problem.metrics;
        let limited = !problem.budget.is_empty();
        self.sums.clear();
        self.moments.clear();
        self.locked.clear();
        self.moved.clear();
        self.moved.resize(if limited { set.len() * 2 * m } else { 0 }, 0.0);
        self.moved_now.clear();
        self.moved_now.resize(m, 0.0);
        for (index, &unit) in set.iter().enumerate() {
            self.moments.push(partition.unit[unit as usize]);
            self.sums.extend_from_slice(problem.weights_of(unit));
            let own = partition.territory[unit as usize];
            let (in_a, in_b) =
                if book.is_empty() { (true, true) } else { (book.admits(unit, a), book.admits(unit, b)) };
            // A unit that may be in neither stays where it is.
            let (in_a, in_b) = if in_a || in_b { (in_a, in_b) } else { (own == a, own == b) };
            self.locked.push([u32::from(!in_b), u32::from(!in_a)]);
            let today = problem.current_of(unit);
            if limited && today != NONE {
                for (metric, value) in problem.weights_of(unit).iter().enumerate() {
                    for (side, territory) in [a, b].into_iter().enumerate() {
                        if today != territory {
                            self.moved[(index * 2 + side) * m + metric] = *value;
                        }
                    }
                    if today != own {
                        self.moved_now[metric] += value;
                    }
                }
            }
        }
    }
}

fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        root[at as usize] = root[root[at as usize] as usize];
        at = root[at as usize];
    }
    at
}
