//! How far a territory's sums are outside their bounds.

use crate::problem::{Bounds, Problem};
use crate::solve::partition::Partition;

/// Fraction of a target by which a sum is outside its bounds; 0 inside.
#[must_use]
#[inline]
pub fn excess(sum: f64, lower: f64, target: f64, upper: f64) -> f64 {
    let outside = if sum > upper {
        sum - upper
    } else if sum < lower {
        lower - sum
    } else {
        return 0.0;
    };
    if target > 0.0 { outside / target } else { outside }
}

/// Fraction of targets by which a territory is outside its bounds, all metrics together.
#[must_use]
pub fn territory_excess(problem: &Problem, territory: u32, sums: impl Iterator<Item = f64>) -> f64 {
    let base = territory as usize * problem.metrics;
    sums.enumerate()
        .map(|(metric, sum)| {
            let bounds = &problem.bounds;
            let cell = base + metric;
            excess(sum, bounds.lower[cell], bounds.target[cell], bounds.upper[cell])
        })
        .sum()
}

/// The same for a territory as it is.
#[must_use]
pub fn excess_of(problem: &Problem, partition: &Partition, territory: u32) -> f64 {
    territory_excess(problem, territory, partition.sums_of(territory).iter().copied())
}

/// The same for all territories of a partition.
#[must_use]
pub fn total_excess(problem: &Problem, partition: &Partition) -> f64 {
    (0..problem.territories as u32).map(|territory| excess_of(problem, partition, territory)).sum()
}

/// Bounds drawn in from both sides, so that a search that ends a little outside of them is still inside the true ones.
///
/// `share` is the part of the width taken off in all.
#[must_use]
pub fn shrink(bounds: &Bounds, share: f64) -> Bounds {
    let mut shrunk = bounds.clone();
    for cell in 0..bounds.target.len() {
        let (lower, upper) = (bounds.lower[cell], bounds.upper[cell]);
        if upper.is_finite() {
            let margin = (upper - lower).max(0.0) * share * 0.5;
            shrunk.lower[cell] = lower + margin;
            shrunk.upper[cell] = upper - margin;
        }
    }
    shrunk
}
