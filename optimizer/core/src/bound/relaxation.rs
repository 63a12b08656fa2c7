//! What a territory may be, whichever it is: the same weights, and bounds that every territory keeps.

use crate::problem::Problem;

/// A metric of which a territory's sum has a bound.
#[derive(Clone)]
pub(super) struct Metric {
    /// Its position in the problem.
    pub index: usize,
    /// Its mean over units.
    pub scale: f64,
    /// `[n]`.
    pub value: Vec<f32>,
    /// The least that a territory may hold.
    pub lower: f64,
    /// The most that a territory may hold, finite.
    pub upper: f64,
}

impl Metric {
    /// What a territory gets back of a price: the bound that binds at a price of this sign.
    pub fn refund(&self, price: f64) -> f64 {
        price * if price > 0.0 { self.upper } else { self.lower }
    }
}

/// A problem that knows no names of territories: each keeps the least of the lower and the greatest of the upper bounds.
///
/// # Units
/// Weights and metric values are shares of their mean, squared distances of [`Relaxation::square_scale`], so that 32 bits hold any problem alike.
#[derive(Clone)]
pub(super) struct Relaxation {
    /// `k`.
    pub territories: usize,
    /// `[n]`.
    pub weight: Vec<f32>,
    /// Those with a bound.
    pub metrics: Vec<Metric>,
    /// Mean weight of a unit.
    pub weight_scale: f64,
    /// km squared.
    pub square_scale: f64,
}

/// What the checker lets pass as inside, as a share of the target.
pub(super) const SLACK: f64 = 2e-9;

impl Relaxation {
    /// Relaxes a problem in which squared distances are about `square_scale` km squared.
    pub fn new(problem: &Problem, square_scale: f64) -> Self {
        let (n, m, k) = (problem.units(), problem.metrics, problem.territories);
        let weight_scale = positive_or_one(problem.inertia_weight.iter().sum::<f64>() / n as f64);
        let totals = problem.totals();
        let mut metrics = Vec::new();
        for metric in 0..m {
            let mean = totals[metric] / n as f64;
            let of = |bounds: &[f64], t: usize| bounds[t * m + metric];
            let slack = (0..k).map(|t| SLACK * of(&problem.bounds.target, t)).fold(0.0, f64::max);
            let lower = (0..k).map(|t| of(&problem.bounds.lower, t)).fold(f64::INFINITY, f64::min) - slack;
            let upper = (0..k).map(|t| of(&problem.bounds.upper, t)).fold(0.0, f64::max) + slack;
            let binds = lower > 0.0 || upper < totals[metric];
            if mean > 0.0 && binds {
                metrics.push(Metric {
                    index: metric,
                    scale: mean,
                    value: (0..n).map(|unit| (problem.weights[unit * m + metric] / mean) as f32).collect(),
                    lower: (lower / mean).max(0.0),
                    upper: (upper / mean).min(n as f64),
                });
            }
        }
        Self {
            territories: k,
            weight: problem.inertia_weight.iter().map(|weight| (weight / weight_scale) as f32).collect(),
            metrics,
            weight_scale,
            square_scale: positive_or_one(square_scale),
        }
    }

    /// What a cost of 1 is in the problem's own units.
    pub fn cost_scale(&self) -> f64 {
        self.weight_scale * self.square_scale
    }

    /// `n`.
    pub fn units(&self) -> usize {
        self.weight.len()
    }
}

fn positive_or_one(value: f64) -> f64 {
    if value > 0.0 && value.is_finite() { value } else { 1.0 }
}
