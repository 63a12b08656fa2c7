//! What units cost at given centers, one for each territory.

use super::relaxation::SLACK;
use crate::problem::{Measure, Problem, squared};

/// Centers, and what a unit costs at each.
pub(super) struct Service<'p> {
    pub problem: &'p Problem,
    /// `[k]` where a squared distance counts from.
    pub center: Vec<[f64; 3]>,
    /// `[k]` km squared that every unit pays beside it.
    pub surcharge: Vec<f64>,
    /// What a km squared costs per weight.
    rate: f64,
    /// `[k]` where a part of the squared distance counts from, where distances are rounded and so two places do not make one.
    homes: Vec<Option<[f64; 3]>>,
    /// `[n]` the territories in which a unit may be, none where in any; empty: no unit is restricted.
    allowed: Vec<Option<Vec<u32>>>,
}

impl<'p> Service<'p> {
    /// The problem's objective about `center` `[k]`: travel from homes included.
    pub fn objective(problem: &'p Problem, mut center: Vec<[f64; 3]>) -> Self {
        let (share, k) = (problem.home_weight, problem.territories);
        let mut surcharge = vec![0.0; k];
        let homes: Vec<_> = (0..k as u32).map(|territory| problem.home_of(territory)).collect();
        let exact = problem.measure == Measure::Centroid;
        if exact {
            for ((center, surcharge), home) in center.iter_mut().zip(&mut surcharge).zip(&homes) {
                // Two weighted squared distances are one from the place between, and a constant.
                if let Some(home) = home {
                    *surcharge = share * (1.0 - share) * squared(*center, *home);
                    *center = core::array::from_fn(|axis| (1.0 - share) * center[axis] + share * home[axis]);
                }
            }
        }
        let homes = if exact || homes.iter().all(Option::is_none) { Vec::new() } else { homes };
        Self { problem, center, surcharge, rate: 1.0, homes, allowed: allowed(problem) }
    }

    /// Travel from homes alone, by its weight in the objective; none where a territory has no home.
    pub fn travel(problem: &'p Problem) -> Option<Self> {
        let center = (0..problem.territories as u32).map(|t| problem.home_of(t)).collect::<Option<Vec<_>>>()?;
        let surcharge = vec![0.0; center.len()];
        Some(Self {
            problem,
            center,
            surcharge,
            rate: problem.home_weight,
            homes: Vec::new(),
            allowed: allowed(problem),
        })
    }

    /// Whether costs are linear in position but for a term that all centers share.
    pub fn is_power_diagram(&self) -> bool {
        self.problem.measure == Measure::Centroid
    }

    /// Cost of a unit at a center, without prices.
    pub fn cost(&self, unit: u32, center: u32) -> f64 {
        let (problem, territory) = (self.problem, center as usize);
        let place = problem.position[unit as usize];
        let mut square = problem.measure.squared(place, self.center[territory]);
        if let Some(home) = self.homes.get(territory).copied().flatten() {
            square = (1.0 - problem.home_weight) * square + problem.home_weight * problem.measure.squared(place, home);
        }
        self.rate * problem.inertia_weight[unit as usize] * (square + self.surcharge[territory])
    }

    /// What a km squared costs for a unit of weight 1.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Squared distance of a place from a center, and what its units pay beside.
    pub fn square(&self, place: [f64; 3], center: u32) -> f64 {
        squared(place, self.center[center as usize]) + self.surcharge[center as usize]
    }

    /// The territories in which a unit may be, where not all.
    pub fn allowed(&self, unit: u32) -> Option<&[u32]> {
        self.allowed.get(unit as usize)?.as_deref()
    }

    /// Lower and upper bound of an entry of `[k][m]`, with what the checker lets pass.
    pub fn bounds(&self, entry: usize) -> (f64, f64) {
        let bounds = &self.problem.bounds;
        let slack = SLACK * bounds.target[entry];
        ((bounds.lower[entry] - slack).max(0.0), bounds.upper[entry] + slack)
    }

    /// What a territory gets back of a price.
    pub fn refund(&self, entry: usize, price: f64) -> f64 {
        let (lower, upper) = self.bounds(entry);
        match price {
            0.0 => 0.0,
            _ if price > 0.0 => price * upper,
            _ => price * lower,
        }
    }

    /// `[m]` price of a quantity that weighs as much as a km squared, shared by the metrics with a bound; 0 for the others.
    pub fn price_of_square(&self) -> Vec<f64> {
        let (problem, m) = (self.problem, self.problem.metrics);
        let weight: f64 = problem.inertia_weight.iter().sum::<f64>() * self.rate;
        let totals = problem.totals();
        let binds = |metric: usize| {
            let at = |t: usize| t * m + metric;
            (0..problem.territories)
                .any(|t| problem.bounds.lower[at(t)] > 0.0 || problem.bounds.upper[at(t)] < totals[metric])
        };
        let bound: Vec<bool> = (0..m).map(|metric| totals[metric] > 0.0 && binds(metric)).collect();
        let count = bound.iter().filter(|&&bound| bound).count() as f64;
        (0..m).map(|metric| if bound[metric] { weight / totals[metric] / count } else { 0.0 }).collect()
    }
}

/// Units that may not be anywhere: by name, or because they are locked where they are.
pub(super) fn allowed(problem: &Problem) -> Vec<Option<Vec<u32>>> {
    let rules = &problem.rules;
    if rules.allowed.is_empty() && !rules.locked.contains(&true) && !rules.locked_territories.contains(&true) {
        return Vec::new();
    }
    let mut lists: Vec<Option<Vec<u32>>> = vec![None; problem.units()];
    for (unit, named) in &rules.allowed {
        let list = &mut lists[*unit as usize];
        *list = Some(match list.take() {
            None => named.clone(),
            Some(known) => known.into_iter().filter(|territory| named.contains(territory)).collect(),
        });
    }
    for (unit, list) in lists.iter_mut().enumerate() {
        if problem.is_locked(unit as u32) {
            *list = Some(vec![problem.current[unit]]);
        }
    }
    lists
}
