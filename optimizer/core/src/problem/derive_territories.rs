/// Sums in another order differ in the last bits.
const SLACK: f64 = 1e-9;

/// The number of territories that bounds on a territory's size ask for: of all `k` up to `units` whose equal shares lie inside the bounds of every metric,
/// the one whose share is nearest to the middle of the bounds of the first metric that has both; without such a metric, or between two as near, the fewest.
///
/// # Shape
/// `totals`, `lower` (0 where there is none) and `upper` (infinite where there is none) are `[m]`.
///
/// # Errors
/// None where no number fits.
#[must_use]
pub fn derive_territories(totals: &[f64], lower: &[f64], upper: &[f64], units: usize) -> Option<usize> {
    let fits = |k: usize| {
        totals.iter().zip(lower).zip(upper).all(|((total, lower), upper)| {
            let share = total / k as f64;
            share * (1.0 + SLACK) >= *lower && share * (1.0 - SLACK) <= *upper
        })
    };
    let middle = (0..totals.len())
        .find(|&metric| lower[metric] > 0.0 && upper[metric].is_finite())
        .map(|metric| (totals[metric], f64::midpoint(lower[metric], upper[metric])));
    let distance = |k: usize| middle.map_or(0.0, |(total, middle)| (total / k as f64 - middle).abs());
    (1..=units).filter(|&k| fits(k)).min_by(|&a, &b| distance(a).total_cmp(&distance(b)))
}
