//! What a bound is worth: prices per territory and metric at which sending every unit where it is cheapest meets the bounds best.

use crate::problem::Problem;

/// Prices by dual ascent on the transport problem with costs `[k][n]`; `[k][m]`, positive where a lower bound holds a territory up, negative where an
/// upper bound holds it down. A unit's priced cost is its cost less the sum of price times metric.
///
/// # Source
/// Held, Wolfe, Crowder, "Validation of subgradient optimization", Mathematical Programming 6, 1974, doi 10.1007/BF01580223.
#[must_use]
pub fn transport_prices(problem: &Problem, cost: &[f64], target: f64, passes: usize, from: &[f64]) -> (f64, Vec<f64>) {
    let (n, m, k) = (problem.units(), problem.metrics, problem.territories);
    let bounds = &problem.bounds;
    let mut price = from.to_vec();
    price.resize(k * m, 0.0);
    let mut best = (f64::NEG_INFINITY, price.clone());
    let mut sums = vec![0.0; k * m];
    let mut slope = vec![0.0; k * m];
    let mut agility = 1.0;
    let mut stale = 0;
    for _ in 0..passes {
        sums.fill(0.0);
        let mut value = 0.0;
        for unit in 0..n {
            let row = problem.weights_of(unit as u32);
            let (mut least, mut to) = (f64::INFINITY, 0);
            for t in 0..k {
                let earned: f64 = row.iter().zip(&price[t * m..]).map(|(w, p)| w * p).sum();
                let priced = cost[t * n + unit] - earned;
                if priced < least {
                    (least, to) = (priced, t);
                }
            }
            value += least;
            for (sum, w) in sums[to * m..].iter_mut().zip(row) {
                *sum += w;
            }
        }
        let mut norm = 0.0;
        for cell in 0..k * m {
            let (lower, upper) = (bounds.lower[cell], bounds.upper[cell]);
            // The bound that the sign of the price names; at 0 whichever is broken.
            let pull = if price[cell] > 0.0 {
                value += price[cell] * lower;
                lower - sums[cell]
            } else if price[cell] < 0.0 {
                value += price[cell] * upper;
                upper - sums[cell]
            } else {
                (lower - sums[cell]).max(0.0) + (upper - sums[cell]).min(0.0)
            };
            slope[cell] = 0.7 * pull + 0.3 * slope[cell];
            let scale = bounds.target[cell].max(f64::MIN_POSITIVE);
            norm += (slope[cell] / scale) * (slope[cell] / scale);
        }
        if value > best.0 {
            best = (value, price.clone());
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
            let scale = bounds.target[cell].max(f64::MIN_POSITIVE);
            let old = price[cell];
            let new = old + step * slope[cell] / (scale * scale);
            // A price does not jump from one bound to the other.
            price[cell] = if old * new < 0.0 { 0.0 } else { new };
            if !bounds.upper[cell].is_finite() {
                price[cell] = price[cell].max(0.0);
            }
        }
    }
    best
}
