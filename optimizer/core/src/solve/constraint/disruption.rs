//! The budget of a rebalance: how much of each metric may leave its current territory.

use crate::problem::{NONE, Problem};

/// What moved so far.
#[derive(Clone, Debug)]
pub struct Disruption {
    /// `[m]`.
    pub moved: Vec<f64>,
    /// `[m]` what may move, as much wider as the checker's, and all there is; empty without budget.
    limit: Vec<f64>,
    total: Vec<f64>,
}

/// Part of a metric that moves beyond the budget by rounding.
const SLACK: f64 = 1e-9;

impl Disruption {
    /// What an assignment moved.
    #[must_use]
    pub fn of(problem: &Problem, territory: &[u32]) -> Self {
        let mut moved = vec![0.0; problem.metrics];
        for unit in 0..problem.units() as u32 {
            let today = problem.current_of(unit);
            if today != NONE && today != territory[unit as usize] {
                for (sum, value) in moved.iter_mut().zip(problem.weights_of(unit)) {
                    *sum += value;
                }
            }
        }
        let total = if problem.budget.is_empty() { Vec::new() } else { problem.totals() };
        let limit = problem.budget.iter().zip(&total).map(|(limit, total)| limit + SLACK * total).collect();
        Self { moved, limit, total }
    }

    /// Fractions of metrics that moved beyond the budget; 0 within it.
    #[inline]
    #[must_use]
    pub fn excess(&self) -> f64 {
        let limits = self.moved.iter().zip(&self.limit).zip(&self.total);
        limits.filter(|((moved, limit), _)| moved > limit).map(|((moved, limit), total)| (moved - limit) / total).sum()
    }

    /// -1, 0 or 1: whether a change of territory brings the unit home, changes nothing, or takes it away.
    #[inline]
    #[must_use]
    pub fn direction(problem: &Problem, unit: u32, from: u32, to: u32) -> i8 {
        let today = problem.current_of(unit);
        if today == NONE {
            return 0;
        }
        i8::from(to != today) - i8::from(from != today)
    }

    /// Whether the budget allows a change; one that moves nothing more is always allowed.
    #[must_use]
    pub fn allows(&self, problem: &Problem, unit: u32, direction: i8) -> bool {
        if direction <= 0 || problem.budget.is_empty() {
            return true;
        }
        let weights = problem.weights_of(unit);
        (0..problem.metrics).all(|metric| self.moved[metric] + weights[metric] <= problem.budget[metric])
    }

    /// Whether changes that are recorded, a unit and its direction each, keep to the budget; such as move no more of a metric always do.
    #[must_use]
    pub fn allowed(&self, problem: &Problem, changes: impl Iterator<Item = (u32, i8)> + Clone) -> bool {
        (0..problem.budget.len()).all(|metric| {
            let weight = |unit: u32| problem.weights[unit as usize * problem.metrics + metric];
            let added: f64 = changes.clone().map(|(unit, direction)| f64::from(direction) * weight(unit)).sum();
            added <= 0.0 || self.moved[metric] <= problem.budget[metric]
        })
    }

    /// Records a change.
    pub fn record(&mut self, problem: &Problem, unit: u32, direction: i8) {
        if direction != 0 {
            for (sum, value) in self.moved.iter_mut().zip(problem.weights_of(unit)) {
                *sum += f64::from(direction) * value;
            }
        }
    }
}
