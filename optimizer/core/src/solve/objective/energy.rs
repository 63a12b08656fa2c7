//! What a territory costs the annealer: its inertia, and its broken bounds in units of that inertia.

use crate::problem::{Bounds, Problem};
use crate::solve::constraint::disruption::Disruption;
use crate::solve::objective::balance::{Penalties, excess};
use crate::solve::objective::deviation::squared_deviation;
use crate::solve::objective::inertia::{Moments, origin};
use crate::solve::objective::stability::move_costs;
use crate::solve::partition::Partition;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

/// Where sums cost much more than shape no unit moves: while shapes are still found, the dial does not go below this.
const LEAST_WHILE_HOT: f64 = 0.1;

/// Costs of territories under bounds and penalties that may change between epochs.
///
/// Square kilometres in Manhattan and Montana differ by a factor of 100,000: a broken bound is therefore charged in each territory's own inertia.
#[derive(Clone, Debug)]
pub struct Energy {
    bounds: Bounds,
    penalties: Penalties,
    /// `[k]` what an excess of one target costs at penalty 1.
    reference: Vec<f64>,
    /// `[n]` what it costs to take a unit from its current territory.
    move_cost: Vec<f64>,
    /// Positions of the metrics that have bounds.
    balanced: Vec<usize>,
    metrics: usize,
    /// `[k]` homes about the moments' origin; empty where travel from home does not count.
    homes: Vec<Option<[f64; 3]>>,
    home_weight: f64,
    /// What a squared deviation from a target costs.
    deviation_cost: f64,
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

/// A unit that comes or goes.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    /// Its moments.
    pub moments: Moments,
    /// Its metric values.
    pub weights: &'a [f64],
}

impl Energy {
    /// Costs of a partition under bounds.
    #[must_use]
    pub fn new(problem: &Problem, bounds: Bounds, partition: &Partition) -> Self {
        let (k, m) = (problem.territories, problem.metrics);
        let balanced = (0..m)
            .filter(|&metric| {
                (0..k).any(|t| bounds.upper[t * m + metric].is_finite() || bounds.lower[t * m + metric] > 0.0)
            })
            .collect();
        let penalties = Penalties::new(bounds.target.len());
        let move_cost = move_costs(problem);
        let mut energy = Self {
            bounds,
            penalties,
            reference: vec![0.0; k],
            move_cost,
            balanced,
            metrics: m,
            homes: homes(problem),
            home_weight: problem.home_weight,
            deviation_cost: problem.deviation_cost_at(problem.compactness.max(LEAST_WHILE_HOT)),
        };
        energy.refresh_reference(partition);
        energy
    }

    /// The same with penalties so high that no gain pays for a broken bound.
    #[must_use]
    pub fn strict(problem: &Problem, bounds: Bounds, partition: &Partition) -> Self {
        let mut energy = Self::new(problem, bounds, partition);
        energy.penalties = Penalties::strict(energy.penalties.weight.len());
        energy.deviation_cost = problem.deviation_cost();
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

    /// What a territory costs with these moments and sums.
    #[inline]
    #[must_use]
    pub fn of(&self, territory: u32, moments: &Moments, sums: &[f64]) -> Cost {
        self.cost(territory, moments, |metric| sums[metric])
    }

    /// What a territory would cost with one unit more and one less.
    #[inline]
    #[must_use]
    pub fn with(
        &self,
        territory: u32,
        partition: &Partition,
        enters: Option<Change<'_>>,
        leaves: Option<Change<'_>>,
    ) -> Cost {
        let mut moments = partition.moments[territory as usize];
        if let Some(change) = enters {
            moments = moments.plus(change.moments);
        }
        if let Some(change) = leaves {
            moments = moments.minus(change.moments);
        }
        let sums = partition.sums_of(territory);
        self.cost(territory, &moments, |metric| {
            sums[metric] + enters.map_or(0.0, |c| c.weights[metric]) - leaves.map_or(0.0, |c| c.weights[metric])
        })
    }

    #[inline]
    fn cost(&self, territory: u32, moments: &Moments, sum: impl Fn(usize) -> f64) -> Cost {
        let base = territory as usize * self.metrics;
        let (mut penalty, mut squares) = (0.0, 0.0);
        for &metric in &self.balanced {
            let cell = base + metric;
            let (lower, target, upper) = (self.bounds.lower[cell], self.bounds.target[cell], self.bounds.upper[cell]);
            let sum = sum(metric);
            penalty += self.penalties.weight[cell] * excess(sum, lower, target, upper);
            if self.deviation_cost > 0.0 {
                squares += squared_deviation(sum, lower, target, upper);
            }
        }
        let penalty = self.reference[territory as usize] * penalty + self.deviation_cost * squares;
        Cost { inertia: self.shape(territory, moments), penalty }
    }

    /// Compactness, and travel from home where there is one: `sum w |x - h|^2` by the moments.
    #[inline]
    fn shape(&self, territory: u32, moments: &Moments) -> f64 {
        let inertia = moments.inertia();
        let Some(home) = self.homes.get(territory as usize).copied().flatten() else { return inertia };
        let along: f64 = home.iter().zip(moments.first).map(|(h, f)| h * f).sum();
        let square: f64 = home.iter().map(|h| h * h).sum();
        let travel = moments.second - 2.0 * along + moments.weight * square;
        (1.0 - self.home_weight) * inertia + self.home_weight * travel
    }

    /// Adapts penalties and references to a partition as it is.
    pub fn adapt(&mut self, partition: &Partition) {
        self.penalties.adapt(&partition.sums, &self.bounds);
        self.refresh_reference(partition);
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        self.penalties.save(writer);
    }

    /// Penalties as they were; references come with the next [`Energy::adapt`].
    pub(crate) fn resume(&mut self, reader: &mut Reader) -> Result<(), ResumeError> {
        self.penalties.resume(reader)
    }

    fn refresh_reference(&mut self, partition: &Partition) {
        let mean = partition.inertia() / self.reference.len() as f64;
        for (reference, moments) in self.reference.iter_mut().zip(&partition.moments) {
            *reference = moments.inertia().max(mean * 1e-6).max(f64::MIN_POSITIVE);
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
