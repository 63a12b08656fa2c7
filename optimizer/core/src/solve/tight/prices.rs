//! What a bound is worth: prices per territory and metric at which sending every unit where it is cheapest meets the bounds best.

use crate::lesser::{greater, lesser};
use crate::problem::Problem;

/// Transport prices and their memory.
#[derive(Clone, Debug, Default)]
pub struct Transport {
    /// `[k][m]` prices of the best bound, positive where a lower bound holds a territory up, negative where an upper bound holds it down. A unit's priced
    /// cost is its cost less the sum of price times metric.
    pub price: Vec<f64>,
    /// That bound: no layout that keeps the bounds costs less.
    pub bound: f64,
    /// `[n]` where each unit was cheapest at the last prices, as whole numbers: one width makes the loop over units a loop over vectors.
    pub cheapest: Vec<f64>,
    least: Vec<f64>,
    sums: Vec<f64>,
    slope: Vec<f64>,
    trial: Vec<f64>,
}

impl Transport {
    /// Dual ascent on the transport problem with costs `[k][n]`, from prices `from` or none, towards the cost `target` of a layout.
    ///
    /// # Source
    /// Held, Wolfe, Crowder, "Validation of subgradient optimization", Mathematical Programming 6, 1974, doi 10.1007/BF01580223.
    pub fn raise(&mut self, problem: &Problem, cost: &[f64], target: f64, passes: usize, from: &[f64]) {
        let (m, k) = (problem.metrics, problem.territories);
        let bounds = &problem.bounds;
        self.trial.clear();
        self.trial.extend_from_slice(from);
        self.trial.resize(k * m, 0.0);
        self.price.clone_from(&self.trial);
        self.bound = f64::NEG_INFINITY;
        self.sums.resize(k * m, 0.0);
        self.slope.clear();
        self.slope.resize(k * m, 0.0);
        let (mut agility, mut stale) = (1.0, 0);
        for _ in 0..passes {
            let mut value = self.send(problem, cost);
            let mut norm = 0.0;
            for cell in 0..k * m {
                let (lower, upper, price) = (bounds.lower[cell], bounds.upper[cell], self.trial[cell]);
                // The bound that the sign of the price names; at 0 whichever is broken.
                let pull = if price > 0.0 {
                    value += price * lower;
                    lower - self.sums[cell]
                } else if price < 0.0 {
                    value += price * upper;
                    upper - self.sums[cell]
                } else {
                    greater(0.0, lower - self.sums[cell]) + lesser(0.0, upper - self.sums[cell])
                };
                self.slope[cell] = 0.7 * pull + 0.3 * self.slope[cell];
                let part = self.slope[cell] / greater(bounds.target[cell], f64::MIN_POSITIVE);
                norm += part * part;
            }
            if value > self.bound {
                self.bound = value;
                self.price.copy_from_slice(&self.trial);
                stale = 0;
            } else {
                stale += 1;
                if stale >= 8 {
                    agility *= 0.7;
                    stale = 0;
                }
            }
            if norm <= 0.0 {
                break;
            }
            let step = agility * (target - value).max(1e-6 * target.abs()) / norm;
            for cell in 0..k * m {
                let scale = greater(bounds.target[cell], f64::MIN_POSITIVE);
                let old = self.trial[cell];
                let new = old + step * self.slope[cell] / (scale * scale);
                // A price does not jump from one bound to the other.
                self.trial[cell] = if old * new < 0.0 { 0.0 } else { new };
                if !bounds.upper[cell].is_finite() {
                    self.trial[cell] = self.trial[cell].max(0.0);
                }
            }
        }
    }

    /// Sends every unit where it is cheapest, and takes the sums; what they cost together, priced.
    fn send(&mut self, problem: &Problem, cost: &[f64]) -> f64 {
        let (n, m) = (problem.units(), problem.metrics);
        self.least.clear();
        self.least.resize(n, f64::INFINITY);
        self.cheapest.resize(n, 0.0);
        for (t, (row, price)) in cost.chunks_exact(n).zip(self.trial.chunks_exact(m)).enumerate() {
            let (least, cheapest, t) = (&mut self.least, &mut self.cheapest, t as f64);
            match *price {
                [a] => send_to(least, cheapest, t, row, &problem.weights, |&[w]: &[f64; 1]| w * a),
                [a, b] => send_to(least, cheapest, t, row, &problem.weights, |&[v, w]: &[f64; 2]| v * a + w * b),
                [a, b, c] => {
                    send_to(least, cheapest, t, row, &problem.weights, |&[u, v, w]: &[f64; 3]| u * a + v * b + w * c);
                }
                _ => {
                    let rows = problem.weights.chunks_exact(m);
                    for (((least, cheapest), &cost), weights) in least.iter_mut().zip(cheapest).zip(row).zip(rows) {
                        let priced = cost - weights.iter().zip(price).map(|(w, p)| w * p).sum::<f64>();
                        if priced < *least {
                            (*least, *cheapest) = (priced, t);
                        }
                    }
                }
            }
        }
        self.sums.fill(0.0);
        for (&t, weights) in self.cheapest.iter().zip(problem.weights.chunks_exact(m)) {
            let sums = &mut self.sums[t as usize * m..][..m];
            sums.iter_mut().zip(weights).for_each(|(sum, w)| *sum += w);
        }
        self.least.iter().sum()
    }
}

#[inline]
fn send_to<const M: usize>(
    least: &mut [f64],
    cheapest: &mut [f64],
    t: f64,
    cost: &[f64],
    weights: &[f64],
    earned: impl Fn(&[f64; M]) -> f64,
) {
    let rows = weights.as_chunks::<M>().0;
    for (((least, cheapest), cost), row) in least.iter_mut().zip(cheapest).zip(cost).zip(rows) {
        let priced = cost - earned(row);
        let is_less = priced < *least;
        *least = if is_less { priced } else { *least };
        *cheapest = if is_less { t } else { *cheapest };
    }
}
