//! Raises the bound: what a unit is worth, step by step, until every unit is in one territory on average.

use super::bundle::Bundle;
use super::lanes::sum_of;

/// The bound as a function of what units are worth, and linear functions above it.
pub(super) trait Oracle {
    /// The bound at `worth` `[n]`, never too high by more than rounding. If it is clearly no more than `enough`, anything that is no more may be
    /// returned; it may be too low by `tolerance`.
    fn evaluate(&mut self, worth: &[f32], enough: f64, tolerance: f64) -> f64;

    /// Whether it has done as much as it may.
    fn is_spent(&self) -> bool;

    /// Calls with the value where the function was evaluated last and the slope `[n]` of each linear function found there.
    fn cuts(&mut self, add: &mut dyn FnMut(f64, &[f32]));
}

/// Part of the promised gain that makes a step worth taking.
const TAKEN: f64 = 0.1;
/// What the oracle may miss, as a part of the promised gain.
const TOLERATED: f64 = 0.02;
/// A step taken after at most so many that were not: the next may be longer.
const EAGER: u32 = 3;
const LONGER: f64 = 1.5;
/// So many steps in a row not taken: the next is shorter.
const PATIENCE: u32 = 4;
const SHORTER: f64 = 0.7;
/// First promise, as a part of the gap to the target.
const FIRST_PROMISE: f64 = 0.1;
/// Below this part of the gap a promise is too small to spend an evaluation on: the step becomes longer.
const LEAST_PROMISE: f64 = 1e-4;
const LONGEST: f64 = 1e9;
/// A gain, relative to the bound, that is none.
const NEGLIGIBLE: f64 = 1e-5;
/// A bound so far above the target that no layout can exist, or that the target says nothing.
const ABSURD: f64 = 100.0;

/// Improves `worth` `[n]` in at most `evaluations`. `spread` `[n]` says how far each may be off, about; `target` is positive, the objective of a layout or
/// a guess.
pub(super) fn ascend(oracle: &mut impl Oracle, worth: &mut Vec<f32>, spread: &[f32], target: f64, evaluations: u32) {
    let mut trial = worth.clone();
    let mut best = oracle.evaluate(&trial, f64::NEG_INFINITY, NEGLIGIBLE * target);
    let mut bundle = Bundle::new(scale(spread));
    oracle.cuts(&mut |value, slope| bundle.add(slope, value - best));
    let mut reach = FIRST_PROMISE * (target - best).max(NEGLIGIBLE * target) / bundle.agree(1.0).max(f64::MIN_POSITIVE);
    let mut refused = 0;
    for _ in 0..evaluations {
        let mut promise = bundle.agree(reach);
        let least = (LEAST_PROMISE * (target - best)).max(NEGLIGIBLE * best.abs());
        while promise < least && reach < LONGEST {
            reach *= 2.0;
            promise = bundle.agree(reach);
        }
        if promise < NEGLIGIBLE * best.abs() || best > ABSURD * target || oracle.is_spent() {
            break;
        }
        for ((trial, worth), step) in trial.iter_mut().zip(&*worth).zip(&bundle.step) {
            *trial = worth + reach as f32 * step;
        }
        let value = oracle.evaluate(&trial, best + TAKEN * promise, TOLERATED * promise);
        if !value.is_finite() {
            break;
        }
        let gain = value - best;
        if gain > TAKEN * promise {
            bundle.moved(reach, gain);
            let mut onward = false;
            oracle.cuts(&mut |cut, slope| {
                onward |= sum_of(slope, &bundle.step, |a, b| a * b) > 0.0;
                bundle.add(slope, cut - value);
            });
            best = value;
            worth.copy_from_slice(&trial);
            if onward || gain > 0.5 * promise || refused <= EAGER {
                reach *= LONGER;
            }
            refused = 0;
        } else {
            let mut farthest = f64::NEG_INFINITY;
            oracle.cuts(&mut |cut, slope| {
                let error = cut - reach * f64::from(sum_of(slope, &bundle.step, |a, b| a * b)) - best;
                farthest = farthest.max(error);
                bundle.add(slope, error);
            });
            refused += 1;
            if refused >= PATIENCE && farthest > promise {
                reach *= SHORTER;
                refused = 0;
            }
        }
    }
}

/// Least spread of a unit's worth, as a share of the mean.
const LEAST_SPREAD: f32 = 0.05;

/// What may be far off should move fast. The root lies between one pace for all and each its own, and was best on the published districting problems.
fn scale(spread: &[f32]) -> Vec<f32> {
    let mean = spread.iter().sum::<f32>() / spread.len() as f32;
    spread.iter().map(|spread| if mean > 0.0 { (spread / mean).max(LEAST_SPREAD).sqrt() } else { 1.0 }).collect()
}
