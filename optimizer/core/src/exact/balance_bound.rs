//! What it costs at least that sums fit their bounds, once every open block has gone where it costs least.
//!
//! A territory above its upper bound must lose blocks, a part of a block if need be, those that lose least per weight first; one below its lower bound must
//! gain. Territories lose different blocks, so losses add up, and so do gains; the two do not. The larger over all metrics holds.

use super::bits::{bits, has};
use super::model::Model;
use super::node::Node;
use crate::lesser::greater;

#[derive(Debug, Default)]
pub(super) struct BalanceBound {
    loads: Vec<f64>,
    home: Vec<usize>,
    offers: Vec<Offer>,
}

impl BalanceBound {
    /// The cost on top of the least cost of every open block; infinite where sums cannot fit.
    pub fn extra(&mut self, model: &Model, node: &Node, gain: &[f64], least: &[f64], next: &[f64]) -> f64 {
        let (m, k) = (model.m, model.k);
        self.loads.clone_from(&node.sums);
        self.home.clear();
        self.home.resize(model.blocks.len(), 0);
        for block in bits(node.open) {
            let home = bits(node.domain[block]).find(|t| gain[block * k + t] <= least[block]).unwrap_or(0);
            self.home[block] = home;
            for metric in 0..m {
                self.loads[home * m + metric] += model.weights[block * m + metric];
            }
        }
        let mut extra = 0.0f64;
        for metric in 0..m {
            let (mut losses, mut gains) = (0.0, 0.0);
            for t in 0..k {
                let entry = t * m + metric;
                let weight = |block: usize| model.weights[block * m + metric];
                let over = self.loads[entry] - model.upper[entry];
                if over > 0.0 {
                    self.offers.clear();
                    let blocks = bits(node.open).filter(|&b| self.home[b] == t && weight(b) > 0.0);
                    self.offers.extend(blocks.map(|b| Offer::new(next[b] - least[b], weight(b))));
                    losses += cheapest(&mut self.offers, over);
                }
                let under = model.lower[entry] - self.loads[entry];
                if under > 0.0 {
                    self.offers.clear();
                    let blocks =
                        bits(node.open).filter(|&b| self.home[b] != t && has(node.domain[b], t) && weight(b) > 0.0);
                    self.offers.extend(blocks.map(|b| Offer::new(gain[b * k + t] - least[b], weight(b))));
                    gains += cheapest(&mut self.offers, under);
                }
            }
            extra = greater(extra, greater(losses, gains));
        }
        extra
    }
}

/// Weight that may be had for a price, in part if need be.
#[derive(Clone, Copy, Debug)]
struct Offer {
    price: f64,
    weight: f64,
    /// Price per weight.
    rate: f64,
}

impl Offer {
    fn new(price: f64, weight: f64) -> Self {
        Self { price, weight, rate: price / weight }
    }
}

/// The least cost of a given weight; a shortfall by rounding is none.
fn cheapest(offers: &mut [Offer], weight: f64) -> f64 {
    offers.sort_unstable_by(|a, b| a.rate.total_cmp(&b.rate));
    let (mut left, mut cost) = (weight, 0.0);
    for offer in offers.iter() {
        if left <= offer.weight {
            return cost + offer.price * (left / offer.weight);
        }
        cost += offer.price;
        left -= offer.weight;
    }
    if left > 1e-9 * weight { f64::INFINITY } else { cost }
}

#[cfg(test)]
mod tests {
    use super::{Offer, cheapest};

    #[test]
    fn takes_the_cheapest_per_weight_and_a_part_of_the_last() {
        let mut offers = [(4.0, 2.0), (1.0, 1.0), (9.0, 3.0)].map(|(price, weight)| Offer::new(price, weight));
        assert_eq!(cheapest(&mut offers, 2.0), 3.0);
        assert_eq!(cheapest(&mut offers, 7.0), f64::INFINITY);
    }
}
