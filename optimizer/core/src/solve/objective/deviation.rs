//! How far a sum is from its target, where the dial between shape and balance asks for more than the bounds do.

/// The square of `sum / target - 1`; 0 where the metric has no bound.
#[inline]
#[must_use]
pub fn squared_deviation(sum: f64, lower: f64, target: f64, upper: f64) -> f64 {
    if target <= 0.0 || (lower <= 0.0 && upper == f64::INFINITY) {
        return 0.0;
    }
    let deviation = sum / target - 1.0;
    deviation * deviation
}
