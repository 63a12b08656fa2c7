use super::bits::{MOST, Set, bits, first, has, one};
use crate::problem::{Measure, NONE, Problem};

/// A problem as the exact search reads it: units bound together are one block, sets are words, bounds carry their slack.
pub(super) struct Model<'a> {
    pub problem: &'a Problem,
    /// Units, metrics, territories.
    pub n: usize,
    pub m: usize,
    pub k: usize,
    /// `[n]` neighbours of a unit.
    pub adjacency: Vec<Set>,
    /// The units of each block, and the block of each unit.
    pub blocks: Vec<Set>,
    pub block_of: Vec<usize>,
    /// The same units as a list, those of block `b` from `unit_start[b]` on; and the blocks of several units.
    units: Vec<usize>,
    unit_start: Vec<usize>,
    pub bound_blocks: Vec<usize>,
    /// `[blocks][m]`.
    pub weights: Vec<f64>,
    /// `[blocks]` territories that rules and locks leave.
    pub domain: Vec<Set>,
    /// `[blocks]` blocks that may not share a territory with it; itself where it may be nowhere.
    pub conflict: Vec<Set>,
    /// `[blocks][k][m]` what counts as moved were the block there; empty without budget.
    pub moves: Vec<f64>,
    /// `[k][m]`, and `[m]` for the budget: a little wider than the checker's, whose sums have another order.
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    pub budget: Vec<f64>,
    /// `[k]` territories of lower index that are alike in every respect until one of them has a unit.
    pub alike: Vec<Set>,
    /// A metric whose values are the weights in the moment of inertia.
    pub inertia_metric: Option<usize>,
    /// `[n][n]` weight of the first unit times squared whole km to the second; empty where the center is the centroid.
    pub about: Vec<f64>,
    /// The same with the center first.
    pub about_center: Vec<f64>,
    /// `[n][k]` weight times squared distance from home.
    pub travel: Vec<f64>,
    /// `[k]` share of travel in the objective.
    pub home_share: Vec<f64>,
    /// What a squared deviation from a target costs.
    pub deviation_cost: f64,
}

impl<'a> Model<'a> {
    /// None where the problem has more units than a word has bits.
    pub fn new(problem: &'a Problem) -> Option<Self> {
        let (n, m, k) = (problem.units(), problem.metrics, problem.territories);
        if n > MOST {
            return None;
        }
        let (blocks, block_of) = blocks(problem);
        let totals = problem.totals();
        let slack = |entry: usize| 1.001e-9 * problem.bounds.target[entry] + 1e-12 * totals[entry % m];
        let units: Vec<usize> = blocks.iter().flat_map(|&block| bits(block)).collect();
        let mut unit_start = vec![0];
        unit_start.extend(blocks.iter().scan(0, |sum, block| {
            *sum += block.count_ones() as usize;
            Some(*sum)
        }));
        let about = about(problem);
        let mut model = Self {
            problem,
            n,
            m,
            k,
            adjacency: (0..n as u32)
                .map(|unit| problem.adjacency.of(unit).iter().fold(0, |set, &other| set | one(other as usize)))
                .collect(),
            weights: vec![0.0; blocks.len() * m],
            domain: vec![first(k); blocks.len()],
            conflict: vec![0; blocks.len()],
            moves: Vec::new(),
            lower: (0..k * m).map(|entry| problem.bounds.lower[entry] - slack(entry)).collect(),
            upper: (0..k * m).map(|entry| problem.bounds.upper[entry] + slack(entry)).collect(),
            budget: problem.budget.iter().zip(&totals).map(|(limit, total)| limit + 1.001e-9 * total).collect(),
            alike: vec![0; k],
            inertia_metric: (0..m).find(|&j| (0..n).all(|i| problem.inertia_weight[i] == problem.weights[i * m + j])),
            about_center: transposed(&about, n),
            about,
            travel: travel(problem),
            home_share: (0..k as u32)
                .map(|t| if problem.home_of(t).is_some() { problem.home_weight } else { 0.0 })
                .collect(),
            deviation_cost: problem.deviation_cost(),
            bound_blocks: (0..blocks.len()).filter(|&block| blocks[block].count_ones() > 1).collect(),
            units,
            unit_start,
            blocks,
            block_of,
        };
        for unit in 0..n {
            for metric in 0..m {
                model.weights[model.block_of[unit] * m + metric] += problem.weights[unit * m + metric];
            }
        }
        model.narrow_domains();
        model.count_moves();
        model.find_alike();
        Some(model)
    }

    fn narrow_domains(&mut self) {
        let problem = self.problem;
        let locked =
            (0..self.k as u32).filter(|&t| problem.rules.locks_territory(t)).fold(0, |set, t| set | one(t as usize));
        for unit in 0..self.n {
            let today = problem.current_of(unit as u32);
            self.domain[self.block_of[unit]] &= match today {
                NONE => !locked,
                today if problem.is_locked(unit as u32) => one(today as usize),
                today => !locked | one(today as usize),
            };
        }
        for (unit, list) in &problem.rules.allowed {
            self.domain[self.block_of[*unit as usize]] &= list.iter().fold(0, |set, &t| set | one(t as usize));
        }
        for &(a, b) in &problem.rules.forbidden_pairs {
            let (a, b) = (self.block_of[a as usize], self.block_of[b as usize]);
            self.conflict[a] |= one(b);
            self.conflict[b] |= one(a);
        }
        for block in 0..self.blocks.len() {
            if has(self.conflict[block], block) {
                self.domain[block] = 0;
            }
        }
    }

    fn count_moves(&mut self) {
        if self.budget.is_empty() || self.problem.current.is_empty() {
            return;
        }
        let (m, k) = (self.m, self.k);
        self.moves = vec![0.0; self.blocks.len() * k * m];
        for unit in 0..self.n as u32 {
            let today = self.problem.current_of(unit);
            for t in (0..k).filter(|&t| today != NONE && t != today as usize) {
                let row = (self.block_of[unit as usize] * k + t) * m;
                for metric in 0..m {
                    self.moves[row + metric] += self.problem.weights_of(unit)[metric];
                }
            }
        }
    }

    fn find_alike(&mut self) {
        let (m, k, problem_bounds) = (self.m, self.k, &self.problem.bounds);
        let row = |values: &[f64], t: usize| values[t * m..(t + 1) * m].to_vec();
        let is_plain = |t: usize| {
            self.home_share[t] == 0.0
                && !self.problem.rules.locks_territory(t as u32)
                && !self.problem.current.contains(&(t as u32))
        };
        for b in 0..k {
            for a in 0..b {
                let same_rule = self.domain.iter().all(|&set| has(set, a) == has(set, b));
                let bounds = [&self.lower, &self.upper, &problem_bounds.target];
                let same_bounds = bounds.iter().all(|values| row(values, a) == row(values, b));
                if is_plain(a) && is_plain(b) && same_rule && same_bounds {
                    self.alike[b] |= one(a);
                }
            }
        }
    }

    /// The units of a block.
    #[inline]
    pub fn units_of(&self, block: usize) -> &[usize] {
        &self.units[self.unit_start[block]..self.unit_start[block + 1]]
    }

    /// What counts as moved were a block in a territory; empty without budget.
    pub fn moves_of(&self, block: usize, territory: usize) -> &[f64] {
        let at = (block * self.k + territory) * self.m;
        self.moves.get(at..at + self.m).unwrap_or(&[])
    }
}

/// Units that groups bind together, each set once, by their first unit.
fn blocks(problem: &Problem) -> (Vec<Set>, Vec<usize>) {
    let n = problem.units();
    let mut label: Vec<usize> = (0..n).collect();
    for group in &problem.rules.groups {
        let labels: Vec<usize> = group.iter().map(|&unit| label[unit as usize]).collect();
        let Some(&least) = labels.iter().min() else { continue };
        for own in label.iter_mut().filter(|own| labels.contains(own)) {
            *own = least;
        }
    }
    let mut blocks = Vec::new();
    let mut block_of = vec![0; n];
    for unit in 0..n {
        if label[unit] == unit {
            block_of[unit] = blocks.len();
            blocks.push(0);
        } else {
            block_of[unit] = block_of[label[unit]];
        }
        blocks[block_of[unit]] |= one(unit);
    }
    (blocks, block_of)
}

fn about(problem: &Problem) -> Vec<f64> {
    if problem.measure == Measure::Centroid {
        return Vec::new();
    }
    let mut table = Vec::with_capacity(problem.units() * problem.units());
    for (place, weight) in problem.position.iter().zip(&problem.inertia_weight) {
        for center in &problem.position {
            table.push(weight * problem.measure.squared(*place, *center));
        }
    }
    table
}

fn transposed(square: &[f64], n: usize) -> Vec<f64> {
    (0..square.len()).map(|at| square[at % n * n + at / n]).collect()
}

fn travel(problem: &Problem) -> Vec<f64> {
    let mut table = Vec::with_capacity(problem.units() * problem.territories);
    for (place, weight) in problem.position.iter().zip(&problem.inertia_weight) {
        for t in 0..problem.territories as u32 {
            table.push(problem.home_of(t).map_or(0.0, |home| weight * problem.measure.squared(*place, home)));
        }
    }
    table
}
