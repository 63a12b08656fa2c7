//! How good a layout is: rules before bounds, bounds before the objective.

use crate::check::check;
use crate::problem::Problem;
use crate::solve::constraint::disruption::Disruption;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::objective::balance::territory_excess;
use crate::solve::start::connect::faults;

/// Less is better, field by field.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Standing {
    /// Rules that are broken.
    pub broken: u32,
    /// Fractions of targets by which sums are outside of their bounds, and of metrics that move beyond the budget.
    pub excess: f64,
    /// Objective, with what it costs to leave borders that are followed.
    pub objective: f64,
}

impl Standing {
    /// How good a layout is by the checker's measures, for running sums drift in the last bits; none where it is no layout of the problem.
    #[must_use]
    pub fn measured(problem: &Problem, book: &Rulebook, territory: &[u32]) -> Option<Self> {
        let verdict = check(problem, territory).ok()?;
        let sums = |t: u32| &verdict.sums[t as usize * problem.metrics..(t as usize + 1) * problem.metrics];
        let outside = (0..problem.territories as u32).map(|t| territory_excess(problem, t, sums(t).iter().copied()));
        Some(Self {
            broken: faults(problem, book, territory),
            excess: outside.sum::<f64>() + Disruption::of(problem, territory).excess(),
            objective: verdict.objective.iter().sum::<f64>() + verdict.parting,
        })
    }

    /// Whether rules, bounds and budget hold.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.broken == 0 && self.excess <= 0.0
    }

    /// One figure to compare starts by, whose bounds can still be met: the objective, dearer the more of them are broken.
    #[must_use]
    pub fn merit(&self, problem: &Problem) -> f64 {
        let out = self.excess / problem.territories as f64;
        (self.objective + f64::MIN_POSITIVE) * (1.0 + 3.0 * out + f64::from(self.broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Adjacency, Bounds};

    #[test]
    fn a_layout_beyond_the_budget_ranks_below_one_within_it() {
        let problem = Problem {
            territories: 2,
            metrics: 1,
            position: (0..4).map(|unit| [f64::from(unit), 0.0, 0.0]).collect(),
            inertia_weight: vec![1.0; 4],
            weights: vec![1.0; 4],
            adjacency: Adjacency::from_edges(4, &[(0, 1), (1, 2), (2, 3)]).unwrap_or_default(),
            bounds: Bounds::equal_shares(&[4.0], 2, &[Some(0.5)]),
            current: vec![0, 0, 0, 1],
            budget: vec![0.0],
            ..Problem::default()
        };
        let book = Rulebook::new(&problem);
        let today = Standing::measured(&problem, &book, &problem.current);
        let rounder = Standing::measured(&problem, &book, &[0, 0, 1, 1]);
        assert!(today.is_some_and(|today| today.is_feasible()));
        assert!(rounder.is_some_and(|rounder| !rounder.is_feasible() && (rounder.excess - 0.25).abs() < 1e-6));
        assert!(today < rounder);
    }
}
