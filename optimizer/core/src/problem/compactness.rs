use super::{Problem, squared};

/// The least value of the dial: there sums are within some thousandths of their targets, and further down no unit would move.
pub const LEAST_COMPACTNESS: f64 = 0.1;

/// At the middle of the dial a territory that is this far from a target, as a part of it, costs as much as its shape.
const REFERENCE_DEVIATION: f64 = 0.25;

impl Problem {
    /// What a squared deviation from a target costs, in the unit of the objective; 0 where only shape counts.
    ///
    /// `(1 - c) / c` of the moment of inertia that one of `k` like parts of the whole would have, for each `0.25^2`: a figure that depends on no layout.
    #[must_use]
    pub fn deviation_cost(&self) -> f64 {
        if self.compactness >= 1.0 {
            return 0.0;
        }
        let center = self.centroid();
        let placed = self.position.iter().zip(&self.inertia_weight);
        let inertia: f64 = placed.map(|(place, weight)| weight * squared(*place, center)).sum();
        let k = self.territories as f64;
        let dial = (1.0 - self.compactness) / self.compactness;
        dial * inertia / (k * k) / (REFERENCE_DEVIATION * REFERENCE_DEVIATION)
    }

    /// Whether the sum of a metric in a territory, an entry of `[k][m]`, is bounded and so has a target to be near to.
    #[must_use]
    pub fn is_balanced(&self, entry: usize) -> bool {
        let bounds = &self.bounds;
        bounds.target[entry] > 0.0 && (bounds.upper[entry].is_finite() || bounds.lower[entry] > 0.0)
    }
}
