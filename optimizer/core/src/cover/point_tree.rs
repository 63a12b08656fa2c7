use crate::problem::squared;

/// Points per leaf of the tree.
const BUCKET: usize = 8;

/// No common label below this branch.
const MIXED: u32 = u32::MAX;

/// A k-d tree over points in space that finds the nearest point of another label.
pub(crate) struct PointTree<'a> {
    points: &'a [[f64; 3]],
    order: Vec<u32>,
    /// A branch covers a run of `order`; its halves are at `2 i + 1` and `2 i + 2`.
    branches: Vec<Branch>,
}

#[derive(Clone, Copy)]
struct Branch {
    low: [f64; 3],
    high: [f64; 3],
    label: u32,
}

/// A pair of points, the nearer first in order; ties by the lower, then the higher of the two.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Link {
    pub(crate) squared_km2: f64,
    pub(crate) low: u32,
    pub(crate) high: u32,
}

impl Link {
    pub(crate) const NONE: Self = Self { squared_km2: f64::INFINITY, low: u32::MAX, high: u32::MAX };
}

impl<'a> PointTree<'a> {
    pub(crate) fn new(points: &'a [[f64; 3]]) -> Self {
        let blank = Branch { low: [f64::INFINITY; 3], high: [f64::NEG_INFINITY; 3], label: MIXED };
        let mut tree = Self { points, order: (0u32..).take(points.len()).collect(), branches: Vec::new() };
        let mut depth = 0;
        while points.len() >> depth > BUCKET {
            depth += 1;
        }
        tree.branches = vec![blank; (2 << depth) - 1];
        tree.build(0, 0..points.len());
        tree
    }

    fn build(&mut self, branch: usize, run: core::ops::Range<usize>) {
        let Some(bounds) = self.branches.get_mut(branch) else {
            return;
        };
        for &point in &self.order[run.clone()] {
            for axis in 0..3 {
                bounds.low[axis] = bounds.low[axis].min(self.points[point as usize][axis]);
                bounds.high[axis] = bounds.high[axis].max(self.points[point as usize][axis]);
            }
        }
        let width = |axis: &usize| bounds.high[*axis] - bounds.low[*axis];
        let axis = (0..3).max_by(|a, b| width(a).total_cmp(&width(b))).unwrap_or(0);
        let middle = run.start + run.len() / 2;
        if run.len() > 1 {
            let key = |point: &u32| self.points[*point as usize][axis];
            self.order[run.clone()]
                .select_nth_unstable_by(run.len() / 2, |a, b| key(a).total_cmp(&key(b)).then(a.cmp(b)));
        }
        self.build(2 * branch + 1, run.start..middle);
        self.build(2 * branch + 2, middle..run.end);
    }

    /// Notes which branches hold points of one label only, so that a search can pass them by.
    pub(crate) fn relabel(&mut self, labels: &[u32]) {
        self.relabel_branch(0, 0..self.order.len(), labels);
    }

    fn relabel_branch(&mut self, branch: usize, run: core::ops::Range<usize>, labels: &[u32]) -> u32 {
        let label = if 2 * branch + 2 < self.branches.len() {
            let middle = run.start + run.len() / 2;
            let left = self.relabel_branch(2 * branch + 1, run.start..middle, labels);
            let right = self.relabel_branch(2 * branch + 2, middle..run.end, labels);
            if left == right { left } else { MIXED }
        } else {
            let mut run = self.order[run].iter().map(|point| labels[*point as usize]);
            let first = run.next().unwrap_or(MIXED);
            if run.all(|label| label == first) { first } else { MIXED }
        };
        if let Some(branch) = self.branches.get_mut(branch) {
            branch.label = label;
        }
        label
    }

    /// The lesser of `best` and the nearest link from `from` to a point of another label.
    pub(crate) fn nearest_other(&self, from: u32, labels: &[u32], best: Link) -> Link {
        self.search(0, 0..self.order.len(), from, labels, best)
    }

    fn search(&self, branch: usize, run: core::ops::Range<usize>, from: u32, labels: &[u32], best: Link) -> Link {
        let Some(bounds) = self.branches.get(branch) else {
            return best;
        };
        let own = labels[from as usize];
        if bounds.label == own || self.gap_km2(branch, from) > best.squared_km2 {
            return best;
        }
        if 2 * branch + 2 >= self.branches.len() {
            let others = self.order[run].iter().filter(|to| labels[**to as usize] != own);
            return others.fold(best, |best, &to| {
                let squared_km2 = squared(self.points[from as usize], self.points[to as usize]);
                let link = Link { squared_km2, low: from.min(to), high: from.max(to) };
                if link < best { link } else { best }
            });
        }
        let middle = run.start + run.len() / 2;
        let halves = [(2 * branch + 1, run.start..middle), (2 * branch + 2, middle..run.end)];
        let left_first = self.gap_km2(halves[0].0, from) <= self.gap_km2(halves[1].0, from);
        let [left, right] = halves;
        let (near, far) = if left_first { (left, right) } else { (right, left) };
        let best = self.search(near.0, near.1, from, labels, best);
        self.search(far.0, far.1, from, labels, best)
    }

    /// The square of the least distance from a point to a branch's box.
    fn gap_km2(&self, branch: usize, from: u32) -> f64 {
        let (bounds, point) = (&self.branches[branch], &self.points[from as usize]);
        (0..3)
            .map(|axis| (bounds.low[axis] - point[axis]).max(point[axis] - bounds.high[axis]).max(0.0))
            .map(|gap| gap * gap)
            .sum()
    }
}
