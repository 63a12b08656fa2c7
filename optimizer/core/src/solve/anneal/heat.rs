//! What a change may cost: temperatures are in the mean change of cost of the territories concerned.

use crate::solve::random::Random;

/// Weight of a new observation in a territory's mean change of cost.
const SCALE_MEMORY: f64 = 0.01;

/// `-ln` of the least number that is drawn: what costs more than so many temperatures is never accepted.
pub(super) const MOST_HEAT: f64 = 22.2;

/// How much proposals change a territory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// Mean absolute change of inertia.
    pub change: f64,
    /// Mean weight that changes its territory.
    pub weight: f64,
}

impl Scale {
    #[inline]
    pub fn after(self, change: f64, weight: f64) -> Self {
        Self {
            change: self.change + SCALE_MEMORY * (change - self.change),
            weight: self.weight + SCALE_MEMORY * (weight - self.weight),
        }
    }
}

/// Whether a change of cost is taken at a temperature: below `-ln` of a number in (0, 1].
///
/// `1 - u <= -ln u <= (1 - u) / u` mostly tells without the logarithm.
#[inline]
pub(super) fn is_accepted(random: &mut Random, delta: f64, heat: f64) -> bool {
    if delta <= 0.0 {
        return true;
    }
    let u = random.unit_interval();
    let least = (1.0 - u) * heat;
    delta < least || (delta * u < least && delta < -libm::log(u) * heat)
}
