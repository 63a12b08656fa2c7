//! What each territory costs, exact after every move: compactness by the problem's measure, travel from home, and units away from today's territory.

use crate::problem::{Measure, NONE, Problem};
use crate::solve::objective::stability::move_costs;
use crate::solve::tight::about_centroids::AboutCentroids;
use crate::solve::tight::about_units::AboutUnits;

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

/// What each territory costs.
#[derive(Clone, Debug)]
pub struct Shape {
    kind: Kind,
    /// `[k]`.
    value: Vec<f64>,
    /// `[k][n]` what a unit costs in a territory wherever its center is: travel from home by its weight, and a move; empty where neither counts.
    apart: Vec<f64>,
    /// `[k]` sum of `apart` over the territory.
    apart_sum: Vec<f64>,
    /// `[k]` how much of the objective is compactness.
    compact: Vec<f64>,
    n: usize,
}

#[derive(Clone, Debug)]
enum Kind {
    Centroids(AboutCentroids),
    Units(AboutUnits),
    /// A sum over units.
    Fixed {
        /// `[k][n]` what a unit costs in a territory.
        cost: Vec<f64>,
        /// `[k]` sum over the territory's units.
        sum: Vec<f64>,
    },
}

impl Shape {
    /// Memory for a problem; [`Shape::load`] fills it.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let (n, k) = (problem.units(), problem.territories);
        let kind = match problem.measure {
            Measure::Centroid => Kind::Centroids(AboutCentroids::new(problem)),
            Measure::UnitIntegerKm => Kind::Units(AboutUnits::new(problem)),
        };
        let moves = move_costs(problem);
        let counts = !moves.is_empty() || (0..k as u32).any(|t| problem.home_of(t).is_some());
        let mut apart = vec![0.0; if counts { n * k } else { 0 }];
        for (unit, cost) in moves.iter().enumerate() {
            let today = problem.current_of(unit as u32);
            for t in (0..k).filter(|&t| today != NONE && t != today as usize) {
                apart[t * n + unit] = *cost;
            }
        }
        let mut compact = vec![1.0; k];
        for t in 0..k {
            let Some(home) = problem.home_of(t as u32) else { continue };
            compact[t] = 1.0 - problem.home_weight;
            for unit in 0..n {
                let square = problem.measure.squared(problem.position[unit], home);
                apart[t * n + unit] += problem.home_weight * problem.inertia_weight[unit] * square;
            }
        }
        Self { kind, value: vec![0.0; k], apart, apart_sum: vec![0.0; k], compact, n }
    }

    /// An objective that is a sum over units: `cost[k][n]`.
    #[must_use]
    pub fn fixed(k: usize, cost: Vec<f64>) -> Self {
        Self {
            n: cost.len() / k.max(1),
            kind: Kind::Fixed { cost, sum: vec![0.0; k] },
            value: vec![0.0; k],
            apart: Vec::new(),
            apart_sum: vec![0.0; k],
            compact: vec![1.0; k],
        }
    }

    /// Whether centers are units.
    #[must_use]
    pub fn has_unit_centers(&self) -> bool {
        matches!(self.kind, Kind::Units(_))
    }

    /// What tells sets of centers apart: the units; or the bits of the centroids' weighted coordinates.
    #[must_use]
    pub fn center_key(&self) -> Vec<u32> {
        match &self.kind {
            Kind::Units(table) => table.center.clone(),
            Kind::Centroids(moments) => moments.key(),
            Kind::Fixed { .. } => Vec::new(),
        }
    }

    /// Sets the centers, where they are units.
    pub fn set_centers(&mut self, centers: &[u32]) {
        if let Kind::Units(table) = &mut self.kind {
            table.center.copy_from_slice(centers);
        }
    }

    /// `[k][n]` what each unit costs in each territory about the centers as they are.
    #[must_use]
    pub fn costs(&self) -> Vec<f64> {
        let (n, k) = (self.n, self.value.len());
        let mut costs = vec![0.0; n * k];
        for t in 0..k {
            for i in 0..n {
                let compactness = match &self.kind {
                    Kind::Centroids(moments) => moments.cost(t, i),
                    Kind::Units(table) => table.cost(table.center[t], i as u32),
                    Kind::Fixed { cost, .. } => cost[t * n + i],
                };
                costs[t * n + i] = self.compact[t] * compactness + self.apart.get(t * n + i).copied().unwrap_or(0.0);
            }
        }
        costs
    }

    /// Takes up a layout.
    pub fn load(&mut self, owners: &[u32]) {
        let (n, k) = (self.n, self.value.len());
        match &mut self.kind {
            Kind::Centroids(moments) => moments.load(owners),
            Kind::Units(table) => table.load(owners),
            Kind::Fixed { cost, sum } => {
                sum.fill(0.0);
                for (unit, &own) in owners.iter().enumerate() {
                    sum[own as usize] += cost[own as usize * n + unit];
                }
            }
        }
        self.apart_sum.fill(0.0);
        if !self.apart.is_empty() {
            for (unit, &own) in owners.iter().enumerate() {
                self.apart_sum[own as usize] += self.apart[own as usize * n + unit];
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
    #[inline]
    pub fn change(&self, owners: &[u32], leaps: &[Leap]) -> f64 {
        let mut change = match &self.kind {
            Kind::Centroids(moments) => moments.change(leaps, &self.compact),
            Kind::Units(table) => table.change(owners, leaps, &self.compact),
            Kind::Fixed { cost, .. } => difference(cost, self.n, leaps),
        };
        if !self.apart.is_empty() {
            change += difference(&self.apart, self.n, leaps);
        }
        change
    }

    /// Makes a leap. [`Shape::refresh`] both territories after the last of a move.
    pub fn leap(&mut self, leap: Leap) {
        let (from, to) = (leap.from as usize, leap.to as usize);
        let (left, joined) = (from * self.n + leap.unit as usize, to * self.n + leap.unit as usize);
        match &mut self.kind {
            Kind::Centroids(moments) => moments.leap(leap),
            Kind::Units(table) => table.leap(leap),
            Kind::Fixed { cost, sum } => {
                sum[from] -= cost[left];
                sum[to] += cost[joined];
            }
        }
        if !self.apart.is_empty() {
            self.apart_sum[from] -= self.apart[left];
            self.apart_sum[to] += self.apart[joined];
        }
    }

    /// Brings the objective of a territory, and its center, up to date.
    pub fn refresh(&mut self, owners: &[u32], territory: u32) {
        let t = territory as usize;
        let compactness = match &mut self.kind {
            Kind::Centroids(moments) => moments.refresh(t),
            Kind::Units(table) => table.refresh(owners, territory),
            Kind::Fixed { sum, .. } => sum[t],
        };
        self.value[t] = self.compact[t] * compactness + self.apart_sum[t];
    }
}

#[inline]
fn difference(cost: &[f64], n: usize, leaps: &[Leap]) -> f64 {
    let of = |t: u32, unit: u32| cost[t as usize * n + unit as usize];
    leaps.iter().map(|leap| of(leap.to, leap.unit) - of(leap.from, leap.unit)).sum()
}
