//! Moment of inertia about the weighted centroid, kept as running moments so that a change costs O(1).
//!
//! # Source
//! Hess, Weaver, Siegfeldt, Whelan, Zitlau, "Nonpartisan political redistricting by computer", Operations Research 13(6), 1965,
//! doi 10.1287/opre.13.6.998; the centroid form follows from Huygens' and Steiner's theorem.

use crate::problem::Problem;

/// Weight, first and second moment of a set of units.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moments {
    /// Sum of weights.
    pub weight: f64,
    /// Sum of weight times position, about the problem's own centroid.
    pub first: [f64; 3],
    /// Sum of weight times squared distance from the problem's own centroid.
    pub second: f64,
}

impl Moments {
    /// Those of a weight at a place.
    #[inline]
    #[must_use]
    pub fn of(weight: f64, place: [f64; 3]) -> Self {
        let [x, y, z] = place;
        Self { weight, first: [weight * x, weight * y, weight * z], second: weight * (x * x + y * y + z * z) }
    }

    /// Adds a set that is not in this one.
    #[inline]
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            weight: self.weight + other.weight,
            first: [self.first[0] + other.first[0], self.first[1] + other.first[1], self.first[2] + other.first[2]],
            second: self.second + other.second,
        }
    }

    /// Takes out a set that is in this one.
    #[inline]
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self {
            weight: self.weight - other.weight,
            first: [self.first[0] - other.first[0], self.first[1] - other.first[1], self.first[2] - other.first[2]],
            second: self.second - other.second,
        }
    }

    /// Moment of inertia about the weighted centroid: weight times km squared.
    #[inline]
    #[must_use]
    pub fn inertia(&self) -> f64 {
        if self.weight <= 0.0 {
            return 0.0;
        }
        let [x, y, z] = self.first;
        let inertia = self.second - (x * x + y * y + z * z) / self.weight;
        // In wasm `f64::max` is a call, and this runs four times for every move that is judged.
        if inertia > 0.0 { inertia } else { 0.0 }
    }

    /// The weighted centroid, about the problem's own.
    #[inline]
    #[must_use]
    pub fn centroid(&self) -> [f64; 3] {
        if self.weight <= 0.0 { [0.0; 3] } else { self.first.map(|axis| axis / self.weight) }
    }
}

/// Share of the mean weight that a lighter unit is raised to, in starts and in the search for large problems. Tuned on the US business market: units that
/// cost nothing wherever they are get strung out for their other metrics, and ten times as much would bend the shape by the true weights.
const LEAST_SHARE: f64 = 0.02;

/// Where positions are taken from, which keeps the difference of two large numbers exact enough; and the weight that lighter units are raised to, 1 where
/// nothing weighs.
#[must_use]
pub fn origin(problem: &Problem) -> ([f64; 3], f64) {
    let n = problem.units();
    let total: f64 = problem.inertia_weight.iter().sum();
    let least = if total > 0.0 { total / n as f64 * LEAST_SHARE } else { 1.0 };
    let mut center = [0.0; 3];
    for (position, weight) in problem.position.iter().zip(&problem.inertia_weight) {
        for axis in 0..3 {
            center[axis] += weight.max(least) * position[axis];
        }
    }
    let sum: f64 = problem.inertia_weight.iter().map(|weight| weight.max(least)).sum();
    (center.map(|axis| axis / sum), least)
}

/// The moments of each unit alone, about the [`origin`], light ones raised to a least weight; the checker measures by the true weights.
#[must_use]
pub fn unit_moments(problem: &Problem) -> Vec<Moments> {
    let (center, least) = origin(problem);
    problem
        .position
        .iter()
        .zip(&problem.inertia_weight)
        .map(|(position, weight)| {
            Moments::of(weight.max(least), core::array::from_fn(|axis| position[axis] - center[axis]))
        })
        .collect()
}
