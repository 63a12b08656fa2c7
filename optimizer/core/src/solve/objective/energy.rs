//! What a territory costs the annealer: its inertia, and its broken bounds in units of that inertia.

use crate::problem::{Bounds, Problem};
use crate::solve::constraint::disruption::Disruption;
use crate::solve::objective::deviation::squared_deviation;
use crate::solve::objective::inertia::{Moments, origin};
use crate::solve::objective::penalties::Penalties;
use crate::solve::objective::stability::move_costs;
use crate::solve::partition::Partition;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

/// Costs of territories under bounds and penalties that may change between epochs.
///
/// Square kilometres in Manhattan and Montana differ by a factor of 100,000: a broken bound is therefore charged in each territory's own inertia.
#[derive(Clone, Debug)]
pub struct Energy {
    bounds: Bounds,
    penalties: Penalties,
    /// `[k][m]` what the last adaptation made of both.
    limits: Vec<Limit>,
    /// `[n]` what it costs to take a unit from its current territory.
    move_cost: Vec<f64>,
    metrics: usize,
    /// `[k]` homes about the moments' origin; empty where travel from home does not count.
    homes: Vec<Option<[f64; 3]>>,
    home_weight: f64,
    /// What a squared deviation from a target costs.
    deviation_cost: f64,
    /// What it costs to part two units that the followed layout keeps together.
    follow_cost: f64,
}

/// Bounds of a sum, and what it costs to be outside of them, in weight times km squared: per unit of the metric, and per square of it.
#[derive(Clone, Copy, Debug, Default)]
struct Limit {
    lower: f64,
    upper: f64,
    rate: f64,
    square_rate: f64,
}

/// The parts of a territory's cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Moment of inertia: weight times km squared.
    pub inertia: f64,
    /// Broken bounds and deviations, in the same unit.
    pub penalty: f64,
}

impl Cost {
    /// Both parts.
    #[inline]
    #[must_use]
    pub fn total(self) -> f64 {
        self.inertia + self.penalty
    }
}

impl Energy {
    /// Costs of a partition under bounds.
    #[must_use]
    pub fn new(problem: &Problem, bounds: Bounds, partition: &Partition) -> Self {
        let (k, m) = (problem.territories, problem.metrics);
        let mut energy = Self {
            penalties: Penalties::new(bounds.target.len()),
            bounds,
            limits: vec![Limit::default(); k * m],
            move_cost: move_costs(problem),
            metrics: m,
            homes: homes(problem),
            home_weight: problem.home_weight,
            deviation_cost: problem.deviation_cost(),
            follow_cost: problem.follow_cost(),
        };
        energy.refresh_limits(partition);
        energy
    }

    /// The same with penalties so high that no gain pays for a broken bound.
    #[must_use]
    pub fn strict(problem: &Problem, bounds: Bounds, partition: &Partition) -> Self {
        let mut energy = Self::new(problem, bounds, partition);
        energy.penalties = Penalties::strict();
        energy.refresh_limits(partition);
        energy
    }

    /// What a change of territory costs beside inertia and bounds: a unit taken from where it is today, or brought home.
    #[inline]
    #[must_use]
    pub fn of_move(&self, problem: &Problem, unit: u32, from: u32, to: u32) -> f64 {
        match self.move_cost.get(unit as usize) {
            Some(cost) => f64::from(Disruption::direction(problem, unit, from, to)) * cost,
            None => 0.0,
        }
    }

    /// What it costs that so many more pairs are parted that the followed layout keeps together; they are counted only where it costs anything.
    #[inline]
    #[must_use]
    pub fn of_parting(&self, parted: impl FnOnce() -> i64) -> f64 {
        if self.follow_cost > 0.0 { self.follow_cost * parted() as f64 } else { 0.0 }
    }

    /// What a territory costs with these moments and sums.
    #[must_use]
    pub fn of(&self, territory: u32, moments: &Moments, sums: &[f64]) -> Cost {
        Cost { inertia: self.shape(territory, moments), penalty: self.penalty(territory, sums.iter().copied()) }
    }

    /// What broken bounds and deviations cost a territory with these sums, `[m]`.
    #[inline]
    #[must_use]
    pub fn penalty(&self, territory: u32, sums: impl Iterator<Item = f64> + Clone) -> f64 {
        let limits = self.limits[territory as usize * self.metrics..].iter();
        let mut penalty = 0.0;
        for (limit, sum) in limits.zip(sums.clone()) {
            let (over, under) = (sum - limit.upper, limit.lower - sum);
            let outside = if over > under { over } else { under };
            if outside > 0.0 {
                penalty += outside * (limit.rate + limit.square_rate * outside);
            }
        }
        if self.deviation_cost > 0.0 {
            penalty += self.deviation_cost * self.squared_deviations(territory, sums);
        }
        penalty
    }

    fn squared_deviations(&self, territory: u32, sums: impl Iterator<Item = f64>) -> f64 {
        let Bounds { lower, target, upper } = &self.bounds;
        let cells = territory as usize * self.metrics..;
        cells.zip(sums).map(|(cell, sum)| squared_deviation(sum, lower[cell], target[cell], upper[cell])).sum()
    }

    /// Compactness, and travel from home where there is one: `sum w |x - h|^2` by the moments.
    #[inline]
    #[must_use]
    pub fn shape(&self, territory: u32, moments: &Moments) -> f64 {
        let inertia = moments.inertia();
        let Some(home) = self.homes.get(territory as usize).copied().flatten() else { return inertia };
        let along: f64 = home.iter().zip(moments.first).map(|(h, f)| h * f).sum();
        let square: f64 = home.iter().map(|h| h * h).sum();
        let travel = moments.second - 2.0 * along + moments.weight * square;
        (1.0 - self.home_weight) * inertia + self.home_weight * travel
    }

    /// Adapts the penalties of a territory to its sums as they are.
    pub fn adapt(&mut self, territory: u32, partition: &Partition) {
        let cells = territory as usize * self.metrics..(territory as usize + 1) * self.metrics;
        for cell in cells {
            let before = self.penalties.shift(cell);
            self.penalties.adapt(cell, partition.sums[cell], &self.bounds);
            let down = self.penalties.shift(cell) - before;
            self.limits[cell].lower -= down;
            self.limits[cell].upper -= down;
        }
    }

    /// Brings all that penalties count in a territory up to date with a partition as it is; `progress` of the run is 0 to 1.
    pub fn refresh(&mut self, partition: &Partition, progress: f64) {
        self.penalties.stiffen(progress);
        self.refresh_limits(partition);
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        self.penalties.save(writer);
    }

    /// Penalties as they were; limits come with the next [`Energy::refresh`].
    pub(crate) fn resume(&mut self, reader: &mut Reader) -> Result<(), ResumeError> {
        self.penalties.resume(reader)
    }

    fn refresh_limits(&mut self, partition: &Partition) {
        let mean = partition.inertia() / partition.moments.len() as f64;
        for (territory, moments) in partition.moments.iter().enumerate() {
            let reference = moments.inertia().max(mean * 1e-6).max(f64::MIN_POSITIVE);
            for cell in territory * self.metrics..(territory + 1) * self.metrics {
                let target = self.bounds.target[cell];
                let target = if target > 0.0 { target } else { 1.0 };
                let shift = self.penalties.shift(cell);
                self.limits[cell] = Limit {
                    lower: self.bounds.lower[cell] - shift,
                    upper: self.bounds.upper[cell] - shift,
                    rate: reference * self.penalties.rate() / target,
                    square_rate: reference * self.penalties.square_rate() / (target * target),
                };
            }
        }
    }
}

fn homes(problem: &Problem) -> Vec<Option<[f64; 3]>> {
    let k = problem.territories as u32;
    if (0..k).all(|t| problem.home_of(t).is_none()) {
        return Vec::new();
    }
    let (origin, _) = origin(problem);
    let about = |home: [f64; 3]| core::array::from_fn(|axis| home[axis] - origin[axis]);
    (0..k).map(|t| problem.home_of(t).map(about)).collect()
}
