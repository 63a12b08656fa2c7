//! What it costs to serve all units from given centers within all bounds, units divided at will: a linear program, bounded by its dual.
//!
//! Whatever quantities cost at the centers, the units' cheapest centers together, less what the bounds refund, cost no more than any layout within its
//! bounds about those centers. Prices rise where too much is served and fall where too little is.
//!
//! # Source
//! Aurenhammer, Hoffmann, Aronov, "Minkowski-type theorems and least-squares clustering", Algorithmica 20, 1998, doi 10.1007/PL00009187, for the
//! duality; Riedmiller, Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", IEEE International Conference on Neural
//! Networks, 1993, doi 10.1109/ICNN.1993.298623, for a step length of its own for each price.

use super::service::Service;
use super::shortlists::Shortlists;

/// Prices and the bound they give.
pub(super) struct Transport {
    /// `[k][m]`.
    pub price: Vec<f64>,
    pub value: f64,
}

/// Evaluations that may go by without a better value: then back to the best, with shorter steps.
const PATIENCE: u32 = 20;
/// Far above what rounding adds to a sum of some hundred thousand terms, far below what anyone reads.
const ROUNDING: f64 = 1e-12;

/// The best that `evaluations`, at least one, reach from each of the `starts`, `[k][m]`.
pub(super) fn transport(service: &Service, starts: &[Vec<f64>], evaluations: u32) -> Transport {
    let mut lists = Shortlists::new(service);
    let mut best = Transport { price: Vec::new(), value: f64::NEG_INFINITY };
    let mut best_load = Vec::new();
    for start in starts {
        let (value, load) = evaluate(service, &mut lists, start);
        if value > best.value || best.price.is_empty() {
            (best, best_load) = (Transport { price: start.clone(), value }, load);
        }
    }
    let mut steps = Steps::new(service);
    let mut price = best.price.clone();
    steps.take(service, &best_load, &mut price);
    let mut idle = 0;
    for _ in starts.len() as u32..evaluations {
        let (value, load) = evaluate(service, &mut lists, &price);
        idle += 1;
        if value > best.value {
            best.value = value;
            best.price.copy_from_slice(&price);
            best_load.clone_from(&load);
            idle = 0;
        }
        if idle < PATIENCE && value.is_finite() {
            steps.take(service, &load, &mut price);
        } else {
            idle = 0;
            price.copy_from_slice(&best.price);
            steps.shorten();
            steps.take(service, &best_load, &mut price);
        }
    }
    best
}

/// The dual's value, less what rounding may have added, and the quantities `[k][m]` that the cheapest centers serve.
fn evaluate(service: &Service, lists: &mut Shortlists, price: &[f64]) -> (f64, Vec<f64>) {
    lists.update(service, price);
    let m = service.problem.metrics;
    let mut load = vec![0.0; price.len()];
    let (mut value, mut magnitude) = (0.0, 0.0);
    for (units, centers) in lists.blocks() {
        for &unit in units {
            let quantities = service.problem.weights_of(unit);
            let centers = service.allowed(unit).unwrap_or(centers);
            let (mut winner, mut least) = (0, f64::INFINITY);
            for &center in centers {
                let mut cost = service.cost(unit, center);
                for (price, quantity) in price[center as usize * m..].iter().zip(quantities) {
                    cost += price * quantity;
                }
                if cost < least {
                    (winner, least) = (center as usize, cost);
                }
            }
            if least < f64::INFINITY {
                value += least;
                magnitude += least.abs();
                load[winner * m..].iter_mut().zip(quantities).for_each(|(load, quantity)| *load += quantity);
            }
        }
    }
    for (entry, &price) in price.iter().enumerate() {
        let refund = service.refund(entry, price);
        value -= refund;
        magnitude += refund.abs();
    }
    (value - ROUNDING * magnitude, load)
}

/// First step, as a part of the squared distance to the nearest center, for a territory off by its target.
const FIRST: f64 = 0.05;
const LONGER: f64 = 1.1;
const SHORTER: f64 = 0.7;
const SHORTEN: f64 = 0.5;

/// How far each price goes.
struct Steps {
    length: Vec<f64>,
    last: Vec<f64>,
}

impl Steps {
    fn new(service: &Service) -> Self {
        let k = service.center.len() as u32;
        let rates = service.price_of_square();
        let mut length = Vec::with_capacity(k as usize * rates.len());
        for own in 0..k {
            let place = service.center[own as usize];
            let away = (0..k).filter(|&other| other != own).map(|other| service.square(place, other));
            let nearest = away.filter(|&away| away > 0.0).fold(f64::INFINITY, f64::min);
            let reach = if nearest.is_finite() { FIRST * nearest } else { 0.0 };
            length.extend(rates.iter().map(|rate| reach * rate));
        }
        Self { last: vec![0.0; length.len()], length }
    }

    fn shorten(&mut self) {
        self.length.iter_mut().for_each(|length| *length *= SHORTEN);
        self.last.fill(0.0);
    }

    fn take(&mut self, service: &Service, load: &[f64], price: &mut [f64]) {
        for entry in 0..price.len() {
            let (load, old) = (load[entry], price[entry]);
            let (lower, upper) = service.bounds(entry);
            let off = if old > 0.0 || (old == 0.0 && load > upper) {
                load - upper
            } else if old < 0.0 || load < lower {
                load - lower
            } else {
                0.0
            };
            let span = service.problem.bounds.target[entry];
            if off == 0.0 || span <= 0.0 {
                continue;
            }
            let off = (off / span).clamp(-1.0, 1.0);
            let turned = off * self.last[entry];
            if turned != 0.0 {
                self.length[entry] *= if turned < 0.0 { SHORTER } else { LONGER };
            }
            self.last[entry] = off;
            let new = old + self.length[entry] * off;
            // At 0 neither bound refunds anything: a price stops there before it changes its sign.
            price[entry] = if new * old < 0.0 { 0.0 } else { new };
        }
    }
}
