//! How good a layout is: rules before bounds, bounds before the objective.

use crate::problem::Problem;

/// Less is better, field by field.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Standing {
    /// Rules that are broken.
    pub broken: u32,
    /// Fractions of targets by which sums are outside of their bounds, and of metrics that move beyond the budget.
    pub excess: f64,
    /// Objective.
    pub objective: f64,
}

impl Standing {
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
