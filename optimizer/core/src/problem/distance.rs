use super::Measure;

/// Squared distance of two places in km.
#[inline]
#[must_use]
pub fn squared(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|axis| (a[axis] - b[axis]) * (a[axis] - b[axis])).sum()
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
