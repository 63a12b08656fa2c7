//! What a sum outside its bounds costs: the square of its excess, about bounds that yield until it is inside.
//!
//! A penalty in proportion to the excess has an edge at the bound: a territory on two of its bounds no longer moves, and passes nothing on. A square alone lets
//! every sum end a little outside. Here each bound that is broken draws back by what it is broken, again and again, so that the slope at the true bound
//! becomes the price that keeps it, and prices lead a surplus across many territories.
//!
//! # Source
//! Hestenes, "Multiplier and gradient methods", Journal of Optimization Theory and Applications 4, 1969, doi 10.1007/BF00927673; for inequalities
//! Rockafellar, "The multiplier method of Hestenes and Powell applied to convex programming", the same 12, 1973, doi 10.1007/BF00934777.

use crate::problem::Bounds;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

/// What a squared excess of one target costs in the territory's own inertia, at the start of a run and at its end. Tuned on the US business market within 5
/// and 10 %, which needs the end, and on hexagons, where a stiff start costs 3 % of inertia: heavy units no longer pass.
const STIFFNESS: (f64, f64) = (30.0, 200.0);
/// How far a bound may draw back, in targets: beyond, nothing is left to give way.
const MOST_SHIFT: f64 = 10.0;
/// Cost of an excess where nothing pays for it.
const STRICT: f64 = 1e6;

/// The penalties of all territories and metrics, in a territory's own inertia.
#[derive(Clone, Debug)]
pub struct Penalties {
    /// `[k][m]` what keeps a sum inside, in the metric's unit times stiffness, positive at an upper bound; empty where the bounds stand.
    price: Vec<f64>,
    stiffness: f64,
}

impl Penalties {
    /// Penalties that adapt.
    #[must_use]
    pub fn new(length: usize) -> Self {
        Self { price: vec![0.0; length], stiffness: STIFFNESS.0 }
    }

    /// Penalties that no gain in shape outweighs, and that do not adapt.
    #[must_use]
    pub fn strict() -> Self {
        Self { price: Vec::new(), stiffness: STIFFNESS.0 }
    }

    /// How far both bounds of a sum have moved down.
    #[must_use]
    pub fn shift(&self, cell: usize) -> f64 {
        self.price.get(cell).map_or(0.0, |price| price / self.stiffness)
    }

    /// What an excess of one target costs.
    #[must_use]
    pub fn rate(&self) -> f64 {
        if self.price.is_empty() { STRICT } else { 0.0 }
    }

    /// What a squared excess of one target costs.
    #[must_use]
    pub fn square_rate(&self) -> f64 {
        if self.price.is_empty() { 0.0 } else { self.stiffness }
    }

    /// Moves the bounds of a sum, as it is, by what it misses them.
    pub fn adapt(&mut self, cell: usize, sum: f64, bounds: &Bounds) {
        let Some(price) = self.price.get_mut(cell) else { return };
        let sum = sum + *price / self.stiffness;
        let most = MOST_SHIFT * bounds.target[cell];
        let shift = sum - sum.min(bounds.upper[cell]).max(bounds.lower[cell]);
        *price = self.stiffness * shift.min(most).max(-most);
    }

    /// Makes all as stiff as they are at this part of a run, 0 to 1.
    pub fn stiffen(&mut self, progress: f64) {
        self.stiffness = STIFFNESS.0 * libm::pow(STIFFNESS.1 / STIFFNESS.0, progress);
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.floats(&self.price);
        writer.floats(&[self.stiffness]);
    }

    pub(crate) fn resume(&mut self, reader: &mut Reader) -> Result<(), ResumeError> {
        self.price = reader.floats(self.price.len())?;
        self.stiffness = reader.floats(1)?[0];
        if self.stiffness < STIFFNESS.0 * 0.99 || self.stiffness > STIFFNESS.1 * 1.01 {
            return Err(ResumeError::Damaged);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::objective::balance::excess;

    fn bounds() -> Bounds {
        Bounds { lower: vec![90.0], target: vec![100.0], upper: vec![110.0] }
    }

    fn cost(penalties: &Penalties, sum: f64) -> f64 {
        let out = excess(sum + penalties.shift(0), 90.0, 100.0, 110.0);
        out * (penalties.rate() + penalties.square_rate() * out)
    }

    #[test]
    fn a_bound_that_stays_broken_costs_more_at_every_turn_and_one_that_holds_nothing_in_the_end() {
        let mut penalties = Penalties::new(1);
        let mut last = cost(&penalties, 112.0);
        for _ in 0..5 {
            penalties.adapt(0, 112.0, &bounds());
            assert!(cost(&penalties, 112.0) > last);
            last = cost(&penalties, 112.0);
        }
        assert!(cost(&penalties, 110.0) > 0.0, "a price is left at the bound");
        for _ in 0..2 {
            penalties.adapt(0, 100.0, &bounds());
        }
        assert!(cost(&penalties, 110.0).abs() < 1e-12);
    }

    #[test]
    fn what_falls_short_is_pulled_up_and_strict_penalties_stand() {
        let mut penalties = Penalties::new(1);
        penalties.adapt(0, 80.0, &bounds());
        assert!(cost(&penalties, 90.0) > 0.0 && cost(&penalties, 101.0).abs() < 1e-12);
        let mut strict = Penalties::strict();
        strict.adapt(0, 80.0, &bounds());
        assert!(cost(&strict, 90.0).abs() < 1e-12 && cost(&strict, 80.0) > 1e4);
    }
}
