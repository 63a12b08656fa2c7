//! The objective of each territory, exact after every move: about the centroid by moments, about the best unit by a table of centers.

use crate::problem::{Measure, Problem};
use crate::solve::objective::inertia::Moments;

/// A unit that leaves one territory for another.
#[derive(Clone, Copy, Debug)]
pub struct Leap {
    /// The unit.
    pub unit: u32,
    /// Where it is.
    pub from: u32,
    /// Where it goes.
    pub to: u32,
}

/// The objective of each territory.
#[derive(Clone, Debug)]
pub struct Shape {
    kind: Kind,
    /// `[k]` the objective as the checker sums it.
    value: Vec<f64>,
    /// `[k][n]` weighted squared distance of a unit from the home of a territory, times the weight of travel; empty without homes.
    travel: Vec<f64>,
    /// `[k]` sum of `travel` over the territory.
    traveled: Vec<f64>,
    /// `[k]` how much of the objective is compactness.
    compact: Vec<f64>,
    n: usize,
}

#[derive(Clone, Debug)]
enum Kind {
    Centroid {
        /// `[n]`.
        unit: Vec<Moments>,
        /// `[k]`.
        territory: Vec<Moments>,
    },
    Unit {
        /// `[n][n]` weight of the first unit times squared distance in whole km.
        pull: Vec<f32>,
        /// `[n]`.
        weight: Vec<f64>,
        /// `[k][n]` objective of a territory about each unit.
        about: Vec<f64>,
        /// `[k]` the best unit of each.
        center: Vec<u32>,
    },
    Fixed {
        /// `[k][n]` what a unit costs in a territory.
        cost: Vec<f64>,
        /// `[k]` sum over the territory's units.
        sum: Vec<f64>,
    },
}

impl Shape {
    /// Memory for a problem; [`Shape::load`] fills it.
    ///
    /// # Cost
    /// `4 n^2` bytes where centers are units.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let (n, k) = (problem.units(), problem.territories);
        let kind = match problem.measure {
            Measure::Centroid => {
                Kind::Centroid { unit: exact_moments(problem), territory: vec![Moments::default(); k] }
            }
            Measure::UnitIntegerKm => Kind::Unit {
                pull: squared_km(problem),
                weight: problem.inertia_weight.clone(),
                about: vec![0.0; n * k],
                center: vec![0; k],
            },
        };
        let travels = (0..k as u32).any(|t| problem.home_of(t).is_some());
        let mut travel = vec![0.0; if travels { n * k } else { 0 }];
        let mut compact = vec![1.0; k];
        for t in 0..k {
            let Some(home) = problem.home_of(t as u32) else { continue };
            compact[t] = 1.0 - problem.home_weight;
            for unit in 0..n {
                let square = squared(problem, problem.position[unit], home);
                travel[t * n + unit] = problem.home_weight * problem.inertia_weight[unit] * square;
            }
        }
        Self { kind, value: vec![0.0; k], travel, traveled: vec![0.0; k], compact, n }
    }

    /// An objective that is a sum over units: `cost[k][n]`.
    #[must_use]
    pub fn fixed(k: usize, cost: Vec<f64>) -> Self {
        Self {
            n: cost.len() / k.max(1),
            kind: Kind::Fixed { cost, sum: vec![0.0; k] },
            value: vec![0.0; k],
            travel: Vec::new(),
            traveled: vec![0.0; k],
            compact: vec![1.0; k],
        }
    }

    /// Whether centers are units.
    #[must_use]
    pub fn has_unit_centers(&self) -> bool {
        matches!(self.kind, Kind::Unit { .. })
    }

    /// What tells sets of centers apart: the units; or the bits of the centroids' weighted coordinates.
    #[must_use]
    pub fn center_key(&self) -> Vec<u32> {
        match &self.kind {
            Kind::Unit { center, .. } => center.clone(),
            Kind::Centroid { territory, .. } => territory
                .iter()
                .flat_map(|moments| moments.first)
                .flat_map(|axis| [(axis.to_bits() >> 32) as u32, axis.to_bits() as u32])
                .collect(),
            Kind::Fixed { .. } => Vec::new(),
        }
    }

    /// Sets the centers, where they are units.
    pub fn set_centers(&mut self, centers: &[u32]) {
        if let Kind::Unit { center, .. } = &mut self.kind {
            center.copy_from_slice(centers);
        }
    }

    /// `[k][n]` what each unit costs in each territory about the centers as they are, travel from home included.
    #[must_use]
    pub fn costs(&self, problem: &Problem) -> Vec<f64> {
        let (n, k) = (self.n, self.value.len());
        let mut costs = vec![0.0; n * k];
        for t in 0..k {
            for i in 0..n {
                let compactness = match &self.kind {
                    Kind::Centroid { unit, territory } => {
                        let (own, center) = (unit[i], territory[t].centroid());
                        let along: f64 = own.first.iter().zip(center).map(|(x, c)| x * c).sum();
                        let square: f64 = center.iter().map(|c| c * c).sum();
                        own.second - 2.0 * along + own.weight * square
                    }
                    Kind::Unit { pull, center, .. } => {
                        problem.inertia_weight[i] * f64::from(pull[center[t] as usize * n + i])
                    }
                    Kind::Fixed { cost, .. } => cost[t * n + i],
                };
                costs[t * n + i] = self.compact[t] * compactness + self.travel.get(t * n + i).copied().unwrap_or(0.0);
            }
        }
        costs
    }

    /// Takes up a layout.
    pub fn load(&mut self, owners: &[u32]) {
        let (n, k) = (self.n, self.value.len());
        match &mut self.kind {
            Kind::Centroid { unit, territory } => {
                territory.fill(Moments::default());
                for (moments, &own) in unit.iter().zip(owners) {
                    territory[own as usize] = territory[own as usize].plus(*moments);
                }
            }
            Kind::Fixed { cost, sum } => {
                sum.fill(0.0);
                for (unit, &own) in owners.iter().enumerate() {
                    sum[own as usize] += cost[own as usize * n + unit];
                }
            }
            Kind::Unit { pull, weight, about, center } => {
                about.fill(0.0);
                // A territory without units keeps this one: nothing must depend on what was loaded before.
                center.fill(0);
                for (unit, &own) in owners.iter().enumerate() {
                    let row = &pull[unit * n..(unit + 1) * n];
                    add_row(&mut about[own as usize * n..(own as usize + 1) * n], row, weight[unit]);
                }
            }
        }
        self.traveled.fill(0.0);
        if !self.travel.is_empty() {
            for (unit, &own) in owners.iter().enumerate() {
                self.traveled[own as usize] += self.travel[own as usize * n + unit];
            }
        }
        for t in 0..k as u32 {
            self.refresh(owners, t);
        }
    }

    /// Objective of one territory.
    #[must_use]
    pub fn of(&self, territory: u32) -> f64 {
        self.value[territory as usize]
    }

    /// Objective of all.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.value.iter().sum()
    }

    /// What leaps of different units would add to the objective; where centers are units, about the centers as they are, so never less than the truth.
    #[must_use]
    pub fn change(&self, owners: &[u32], leaps: &[Leap]) -> f64 {
        let mut change = 0.0;
        match &self.kind {
            Kind::Centroid { unit, territory } => {
                // At most four territories: two units that pass on touch three.
                let mut seen: [(u32, Moments); 4] = [(u32::MAX, Moments::default()); 4];
                for leap in leaps {
                    let moments = unit[leap.unit as usize];
                    let from = slot(&mut seen, territory, leap.from);
                    from.1 = from.1.minus(moments);
                    let to = slot(&mut seen, territory, leap.to);
                    to.1 = to.1.plus(moments);
                }
                for (t, moments) in seen.iter().filter(|entry| entry.0 != u32::MAX) {
                    let old = territory[*t as usize].inertia();
                    change += self.compact[*t as usize] * (moments.inertia() - old);
                }
            }
            Kind::Fixed { cost, .. } => {
                for leap in leaps {
                    let unit = leap.unit as usize;
                    change += cost[leap.to as usize * self.n + unit] - cost[leap.from as usize * self.n + unit];
                }
            }
            Kind::Unit { pull, weight, about, center } => {
                for leap in leaps {
                    let (unit, from, to) = (leap.unit as usize, leap.from as usize, leap.to as usize);
                    let row = &pull[unit * self.n..(unit + 1) * self.n];
                    let joins = f64::from(row[center[to] as usize]) * weight[unit];
                    let leaves = if center[from] == leap.unit {
                        let (old, base) = (about[from * self.n + unit], from * self.n);
                        let rest = (0..self.n).filter(|&c| owners[c] == leap.from && c != unit);
                        let best = rest.map(|c| about[base + c] - f64::from(row[c]) * weight[unit]);
                        best.fold(f64::INFINITY, f64::min) - old
                    } else {
                        -f64::from(row[center[from] as usize]) * weight[unit]
                    };
                    change += self.compact[to] * joins + self.compact[from] * leaves;
                }
            }
        }
        if !self.travel.is_empty() {
            for leap in leaps {
                change += self.travel[leap.to as usize * self.n + leap.unit as usize]
                    - self.travel[leap.from as usize * self.n + leap.unit as usize];
            }
        }
        change
    }

    /// Makes a leap; `owners` has it already. [`Shape::refresh`] both territories after the last of a move.
    pub fn leap(&mut self, leap: Leap) {
        let (unit, from, to) = (leap.unit as usize, leap.from as usize, leap.to as usize);
        let n = self.n;
        match &mut self.kind {
            Kind::Centroid { unit: units, territory } => {
                territory[from] = territory[from].minus(units[unit]);
                territory[to] = territory[to].plus(units[unit]);
            }
            Kind::Fixed { cost, sum } => {
                sum[from] -= cost[from * n + unit];
                sum[to] += cost[to * n + unit];
            }
            Kind::Unit { pull, weight, about, .. } => {
                let row = &pull[unit * n..(unit + 1) * n];
                add_row(&mut about[from * n..(from + 1) * n], row, -weight[unit]);
                add_row(&mut about[to * n..(to + 1) * n], row, weight[unit]);
            }
        }
        if !self.travel.is_empty() {
            self.traveled[from] -= self.travel[from * n + unit];
            self.traveled[to] += self.travel[to * n + unit];
        }
    }

    /// Brings the objective of a territory, and its center, up to date.
    pub fn refresh(&mut self, owners: &[u32], territory: u32) {
        let t = territory as usize;
        let compactness = match &mut self.kind {
            Kind::Centroid { territory: moments, .. } => moments[t].inertia(),
            Kind::Fixed { sum, .. } => sum[t],
            Kind::Unit { about, center, .. } => {
                let row = &about[t * self.n..(t + 1) * self.n];
                let mut best = f64::INFINITY;
                for (c, (&cost, &own)) in row.iter().zip(owners).enumerate() {
                    if own == territory && cost < best {
                        best = cost;
                        center[t] = c as u32;
                    }
                }
                if best.is_finite() { best } else { 0.0 }
            }
        };
        self.value[t] = self.compact[t] * compactness + self.traveled[t];
    }
}

fn slot<'a>(seen: &'a mut [(u32, Moments); 4], territory: &[Moments], t: u32) -> &'a mut (u32, Moments) {
    let at = seen.iter().position(|entry| entry.0 == t || entry.0 == u32::MAX).unwrap_or(0);
    if seen[at].0 == u32::MAX {
        seen[at] = (t, territory[t as usize]);
    }
    &mut seen[at]
}

fn add_row(sums: &mut [f64], row: &[f32], factor: f64) {
    for (sum, &value) in sums.iter_mut().zip(row) {
        *sum += factor * f64::from(value);
    }
}

fn squared_km(problem: &Problem) -> Vec<f32> {
    let n = problem.units();
    let mut table = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..i {
            // Exact up to 4,096 km: whole numbers below 2^24.
            let square = squared(problem, problem.position[i], problem.position[j]) as f32;
            table[i * n + j] = square;
            table[j * n + i] = square;
        }
    }
    table
}

/// Squared distance as the problem measures it, km squared.
#[must_use]
pub fn squared(problem: &Problem, a: [f64; 3], b: [f64; 3]) -> f64 {
    let [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    let square = x * x + y * y + z * z;
    match problem.measure {
        Measure::Centroid => square,
        Measure::UnitIntegerKm => {
            let whole = libm::round(square.sqrt());
            whole * whole
        }
    }
}

/// Moments by the true weights, about the problem's weighted centroid.
fn exact_moments(problem: &Problem) -> Vec<Moments> {
    let total: f64 = problem.inertia_weight.iter().sum();
    let mut center = [0.0; 3];
    for (position, weight) in problem.position.iter().zip(&problem.inertia_weight) {
        for axis in 0..3 {
            center[axis] += weight * position[axis] / total.max(f64::MIN_POSITIVE);
        }
    }
    let moments = problem.position.iter().zip(&problem.inertia_weight).map(|(position, &weight)| {
        let [x, y, z]: [f64; 3] = core::array::from_fn(|axis| position[axis] - center[axis]);
        Moments { weight, first: [weight * x, weight * y, weight * z], second: weight * (x * x + y * y + z * z) }
    });
    moments.collect()
}
