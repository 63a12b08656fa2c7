//! Which centers may be the cheapest of a unit, proven for blocks of neighbouring units at once.
//!
//! Blocks are the leaves of a tree of halves. A center is passed on to the halves of a block only where it is not, for every place and mix of quantities in
//! the block, dearer than the one that is cheapest in its middle; so a unit's cheapest center is never left out.

use super::service::Service;
use crate::lesser::lesser;

/// Units of a leaf, at most.
const LEAF: usize = 32;

/// Candidate centers by block of units.
pub(super) struct Shortlists {
    /// `[n]` units, block after block.
    order: Vec<u32>,
    /// A block's first half follows it.
    nodes: Vec<Node>,
    /// `[nodes][1 + m]` least and greatest share of the weight and of each metric in the size of a unit.
    shares: Vec<(f64, f64)>,
    /// Units of each leaf, as a range of `order`, and the end of its centers.
    leaves: Vec<(u32, u32, u32)>,
    /// Centers, leaf after leaf.
    centers: Vec<u32>,
    /// Working memory: the centers of the blocks above the current one.
    stack: Vec<u32>,
}

/// A block: its units as a range of the order, its second half, its box.
struct Node {
    from: u32,
    to: u32,
    second: Option<u32>,
    low: [f64; 3],
    high: [f64; 3],
}

impl Shortlists {
    /// Blocks of all units; their lists are empty until [`Shortlists::update`].
    pub fn new(service: &Service) -> Self {
        let n = service.problem.units();
        let mut lists = Self {
            order: (0..n as u32).collect(),
            nodes: Vec::new(),
            shares: Vec::new(),
            leaves: Vec::new(),
            centers: Vec::new(),
            stack: Vec::new(),
        };
        let scale = size_scale(service);
        lists.split(service, &scale, 0, n);
        lists
    }

    /// Makes the lists for prices `[k][m]`.
    pub fn update(&mut self, service: &Service, price: &[f64]) {
        self.leaves.clear();
        self.centers.clear();
        self.stack.clear();
        self.stack.extend(0..service.center.len() as u32);
        self.pass_on(service, price, 0, 0);
    }

    /// Units and the centers that may be their cheapest, block by block.
    pub fn blocks(&self) -> impl Iterator<Item = (&[u32], &[u32])> {
        let mut begin = 0;
        self.leaves.iter().map(move |&(from, to, end)| {
            let centers = &self.centers[begin..end as usize];
            begin = end as usize;
            (&self.order[from as usize..to as usize], centers)
        })
    }

    fn split(&mut self, service: &Service, scale: &[f64], from: usize, to: usize) {
        let problem = service.problem;
        let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
        let first = self.shares.len();
        self.shares.resize(first + scale.len(), (f64::INFINITY, 0.0));
        for &unit in &self.order[from..to] {
            let position = problem.position[unit as usize];
            for axis in 0..3 {
                low[axis] = low[axis].min(position[axis]);
                high[axis] = high[axis].max(position[axis]);
            }
            let parts =
                || [problem.inertia_weight[unit as usize]].into_iter().chain(problem.weights_of(unit).iter().copied());
            let size: f64 = parts().zip(scale).map(|(part, scale)| part * scale).sum();
            // A unit of nothing costs nothing anywhere.
            if size > 0.0 {
                for (range, part) in self.shares[first..].iter_mut().zip(parts()) {
                    *range = (range.0.min(part / size), range.1.max(part / size));
                }
            }
        }
        for range in &mut self.shares[first..] {
            range.0 = range.0.min(range.1);
        }
        let node = self.nodes.len();
        self.nodes.push(Node { from: from as u32, to: to as u32, second: None, low, high });
        if to - from <= LEAF {
            return;
        }
        let extent = |axis: &usize| high[*axis] - low[*axis];
        let axis = (0..3).max_by(|a, b| extent(a).total_cmp(&extent(b))).unwrap_or(0);
        let half = (to - from) / 2;
        let along = |unit: u32| problem.position[unit as usize][axis];
        self.order[from..to].select_nth_unstable_by(half, |&a, &b| along(a).total_cmp(&along(b)).then(a.cmp(&b)));
        self.split(service, scale, from, from + half);
        self.nodes[node].second = Some(self.nodes.len() as u32);
        self.split(service, scale, from + half, to);
    }

    /// Passes the centers on the stack from `begin` on to a node and those below it.
    fn pass_on(&mut self, service: &Service, price: &[f64], node: usize, begin: usize) {
        let width = service.problem.metrics + 1;
        let end = self.stack.len();
        let block = &self.nodes[node];
        let shares = &self.shares[node * width..(node + 1) * width];
        let middle: [f64; 3] = core::array::from_fn(|axis| 0.5 * (block.low[axis] + block.high[axis]));
        let cost = |center: u32| {
            let weight = service.rate() * (shares[0].0 + shares[0].1) * service.square(middle, center);
            let prices = &price[center as usize * (width - 1)..];
            weight + shares[1..].iter().zip(prices).map(|(range, price)| price * (range.0 + range.1)).sum::<f64>()
        };
        let mut cheapest = (f64::INFINITY, self.stack[begin]);
        for &center in &self.stack[begin..end] {
            let cost = cost(center);
            if cost < cheapest.0 {
                cheapest = (cost, center);
            }
        }
        let (second, from, to) = (block.second, block.from, block.to);
        for at in begin..end {
            let center = self.stack[at];
            let kept = center == cheapest.1
                || !service.is_power_diagram()
                || !is_dearer(
                    service,
                    price,
                    &self.nodes[node],
                    &self.shares[node * width..][..width],
                    center,
                    cheapest.1,
                );
            if kept {
                self.stack.push(center);
            }
        }
        match second {
            Some(second) => {
                self.pass_on(service, price, node + 1, end);
                self.pass_on(service, price, second as usize, end);
            }
            None => {
                self.centers.extend_from_slice(&self.stack[end..]);
                self.leaves.push((from, to, self.centers.len() as u32));
            }
        }
        self.stack.truncate(end);
    }
}

/// Whether `other` is dearer than `center` for any unit that a block may hold.
fn is_dearer(service: &Service, price: &[f64], block: &Node, shares: &[(f64, f64)], other: u32, center: u32) -> bool {
    let (a, b) = (service.center[other as usize], service.center[center as usize]);
    let mut gap = service.surcharge[other as usize] - service.surcharge[center as usize];
    for axis in 0..3 {
        // The difference of two squared distances is linear: least at an end.
        let slope = 2.0 * (b[axis] - a[axis]);
        let between = 0.5 * (a[axis] + b[axis]);
        gap += lesser(slope * (block.low[axis] - between), slope * (block.high[axis] - between));
    }
    let least = |gap: f64, range: (f64, f64)| gap * if gap > 0.0 { range.0 } else { range.1 };
    let m = shares.len() - 1;
    let mut dearer = service.rate() * least(gap, shares[0]);
    for metric in 0..m {
        dearer += least(price[other as usize * m + metric] - price[center as usize * m + metric], shares[metric + 1]);
    }
    dearer > 0.0
}

/// What makes weight and metrics count alike in a unit's size: 1 over each total.
fn size_scale(service: &Service) -> Vec<f64> {
    let weight: f64 = service.problem.inertia_weight.iter().sum();
    let inverse = |total: f64| if total > 0.0 { 1.0 / total } else { 0.0 };
    [weight].into_iter().chain(service.problem.totals()).map(inverse).collect()
}
