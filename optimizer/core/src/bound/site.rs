//! A territory about one place: what it costs beyond what its units are worth.

use super::lanes::sum_of_negative;
use super::price::best_price;
use super::relaxation::Relaxation;

/// A place with the squared distances of all units, and the unit that is in any territory about it, where there is one.
#[derive(Clone, Copy)]
pub(super) struct Site<'c> {
    /// `[n]`, in the relaxation's scale.
    pub square: &'c [f32],
    /// The unit that is the place, where territories are about units.
    pub own: Option<u32>,
}

/// Working memory.
#[derive(Default)]
pub(super) struct Scratch {
    gain: Vec<f32>,
    reduced: Vec<f32>,
    queue: Vec<(f32, u32)>,
}

/// Rounds over the metrics in which each price is set to its best given the others, where there are several.
const ROUNDS: usize = 2;

impl Site<'_> {
    /// The least that a territory costs beyond what its units are worth, at given prices `[m]`.
    pub fn value(self, relaxation: &Relaxation, worth: &[f32], price: &[f32], scratch: &mut Scratch) -> f64 {
        scratch.gain.clear();
        scratch.gain.extend_from_slice(worth);
        let mut value = 0.0;
        for (metric, &price) in relaxation.metrics.iter().zip(price) {
            charge(&mut scratch.gain, &metric.value, -price);
            value -= metric.refund(f64::from(price));
        }
        value += f64::from(sum_of_negative(&relaxation.weight, self.square, &scratch.gain));
        if let Some(own) = self.own {
            let own = own as usize;
            value += f64::from((relaxation.weight[own] * self.square[own] - scratch.gain[own]).max(0.0));
        }
        value
    }

    /// Sets the prices `[m]` to their best, one after the other, and writes who is there, in shares, to `there` `[n]`.
    pub fn refine(
        self,
        relaxation: &Relaxation,
        worth: &[f32],
        price: &mut [f32],
        there: &mut [f32],
        scratch: &mut Scratch,
    ) {
        let Scratch { reduced, queue, .. } = scratch;
        reduced.clear();
        let costs = relaxation.weight.iter().zip(self.square).map(|(weight, square)| weight * square);
        reduced.extend(costs.zip(worth).map(|(cost, worth)| cost - worth));
        for (metric, &price) in relaxation.metrics.iter().zip(&*price) {
            charge(reduced, &metric.value, price);
        }
        let mut split = None;
        for _ in 0..if price.len() > 1 { ROUNDS } else { 1 } {
            for (metric, price) in relaxation.metrics.iter().zip(&mut *price) {
                charge(reduced, &metric.value, -*price);
                let best = best_price(reduced, &metric.value, self.own, (metric.lower, metric.upper), queue);
                (*price, split) = (best.value, best.split);
                charge(reduced, &metric.value, *price);
            }
        }
        for (there, cost) in there.iter_mut().zip(&*reduced) {
            *there = if *cost < 0.0 { 1.0 } else { 0.0 };
        }
        if let Some((unit, share)) = split {
            there[unit as usize] = share;
        }
        if let Some(own) = self.own {
            there[own as usize] = 1.0;
        }
    }
}

fn charge(reduced: &mut [f32], value: &[f32], price: f32) {
    if price != 0.0 {
        reduced.iter_mut().zip(value).for_each(|(cost, value)| *cost += price * value);
    }
}
