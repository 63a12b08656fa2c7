//! The bound in 64 bits, less what rounding may have added: what the ascent found in 32 is only a choice of multipliers.

use super::relaxation::Relaxation;
use crate::problem::Problem;

/// Multipliers in the problem's own units.
pub(super) struct Certificate<'p> {
    problem: &'p Problem,
    relaxation: &'p Relaxation,
    /// `[n]`.
    worth: Vec<f64>,
    /// Sum of what all units are worth, rounded down.
    pub total: f64,
}

/// Far above the rounding of a sum of some thousand terms, far below what anyone reads.
const ROUNDING: f64 = 1e-12;

impl<'p> Certificate<'p> {
    pub fn new(problem: &'p Problem, relaxation: &'p Relaxation, worth: &[f32]) -> Self {
        let unit = relaxation.cost_scale();
        let worth: Vec<f64> = worth.iter().map(|&worth| f64::from(worth) * unit).collect();
        let total = worth.iter().sum::<f64>() - ROUNDING * worth.iter().map(|worth| worth.abs()).sum::<f64>();
        Self { problem, relaxation, worth, total }
    }

    /// No territory of which a unit costs its weight times `square(unit)` costs less than this beyond what its units are worth, nor one about `own`.
    pub fn least(
        &self,
        price: &[f32],
        units: impl Iterator<Item = usize>,
        own: Option<usize>,
        square: impl Fn(usize) -> f64,
    ) -> f64 {
        let (m, scale) = (self.problem.metrics, self.relaxation.cost_scale());
        let metrics = || self.relaxation.metrics.iter().zip(price).filter(|(_, price)| **price != 0.0);
        let mut value = 0.0;
        let mut magnitude = 0.0;
        for (metric, &price) in metrics() {
            let refund = metric.refund(f64::from(price)) * scale;
            value -= refund;
            magnitude += refund.abs();
        }
        for unit in units {
            let worth = self.worth[unit];
            let cost = self.problem.inertia_weight[unit] * square(unit);
            let mut reduced = cost - worth;
            let mut terms = cost.abs() + worth.abs();
            for (metric, &price) in metrics() {
                let charge = f64::from(price) * scale / metric.scale * self.problem.weights[unit * m + metric.index];
                reduced += charge;
                terms += charge.abs();
            }
            if reduced < 0.0 || own == Some(unit) {
                value += reduced;
                magnitude += terms;
            }
        }
        value - ROUNDING * magnitude
    }

    /// The bound over centers that are units, at prices `[n][m]`: each is the center of one territory at most, and in it.
    pub fn over_units(&self, price: &[f32], square: impl Fn(usize, usize) -> f64) -> f64 {
        let (m, n) = (self.relaxation.metrics.len(), self.worth.len());
        let least =
            |center: usize| self.least(&price[center * m..][..m], 0..n, Some(center), |unit| square(unit, center));
        let mut least: Vec<f64> = (0..n).map(least).collect();
        least.sort_unstable_by(f64::total_cmp);
        self.total + least[..self.relaxation.territories].iter().sum::<f64>()
    }
}
