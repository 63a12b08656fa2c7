use super::{Measure, Problem};

/// Squared distance of two places in km.
#[inline]
#[must_use]
pub fn squared(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|axis| (a[axis] - b[axis]) * (a[axis] - b[axis])).sum()
}

impl Problem {
    /// The weighted centroid of all units; the origin where nothing weighs.
    #[must_use]
    pub fn centroid(&self) -> [f64; 3] {
        let total: f64 = self.inertia_weight.iter().sum();
        let mut center = [0.0; 3];
        for (place, weight) in self.position.iter().zip(&self.inertia_weight) {
            for axis in 0..3 {
                center[axis] += weight * place[axis] / total.max(f64::MIN_POSITIVE);
            }
        }
        center
    }
}

impl Measure {
    /// Squared distance as the measure takes it: of whole km where it rounds.
    #[inline]
    #[must_use]
    pub fn squared(self, a: [f64; 3], b: [f64; 3]) -> f64 {
        let square = squared(a, b);
        match self {
            Self::Centroid => square,
            Self::UnitIntegerKm => {
                let whole = libm::round(square.sqrt());
                whole * whole
            }
        }
    }
}
