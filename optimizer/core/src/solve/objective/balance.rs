//! How far a territory's sums are outside their bounds, and what the search makes of it.

use crate::problem::Bounds;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

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

/// One adaptive weight per territory and metric: it grows while the bound is broken and shrinks while it holds.
#[derive(Clone, Debug)]
pub struct Penalties {
    /// `[k][m]`.
    pub weight: Vec<f64>,
    adaptive: bool,
}

/// Tuned on the US business market at 50 territories and on planes of 10,000 units with three metrics.
const GROWTH: f64 = 1.06;
const DECAY: f64 = 0.985;
const LEAST: f64 = 0.3;
const MOST: f64 = 1000.0;

impl Penalties {
    /// Equal weights for all.
    #[must_use]
    pub fn new(length: usize) -> Self {
        Self { weight: vec![2.0; length], adaptive: true }
    }

    /// Weights that no gain in shape outweighs, and that do not adapt.
    #[must_use]
    pub fn strict(length: usize) -> Self {
        Self { weight: vec![1e6; length], adaptive: false }
    }

    /// Adapts every weight to the sums as they are.
    pub fn adapt(&mut self, sums: &[f64], bounds: &Bounds) {
        if !self.adaptive {
            return;
        }
        for cell in 0..self.weight.len() {
            let out = excess(sums[cell], bounds.lower[cell], bounds.target[cell], bounds.upper[cell]) > 0.0;
            let weight = self.weight[cell] * if out { GROWTH } else { DECAY };
            self.weight[cell] = weight.clamp(LEAST, MOST);
        }
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        if self.adaptive {
            writer.floats(&self.weight);
        }
    }

    pub(crate) fn resume(&mut self, reader: &mut Reader) -> Result<(), ResumeError> {
        if self.adaptive {
            self.weight = reader.floats(self.weight.len())?;
        }
        Ok(())
    }
}
