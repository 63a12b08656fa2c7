//! Territories about units: the model of Hess, relaxed.
//!
//! # Source
//! Hess, Weaver, Siegfeldt, Whelan, Zitlau, "Nonpartisan political redistricting by computer", Operations Research 13(6), 1965, doi 10.1287/opre.13.6.998;
//! relaxed as by Validi, Buchanan, Lykhovyd, "Imposing contiguity constraints in political districting models", Operations Research 70(2), 2022,
//! doi 10.1287/opre.2021.2141, but with the prices of quantities always at their best.

use super::ascent::Oracle;
use super::relaxation::Relaxation;
use super::site::{Scratch, Site};

/// Evaluates the relaxation. Most centers never come near the cheapest: a look at the few that were is enough to see that a step was bad.
pub(super) struct UnitCenters<'r> {
    relaxation: &'r Relaxation,
    /// `[n][n]` squared distances in the relaxation's scale.
    square: Vec<f32>,
    /// `[n][m]` prices of quantities at each center.
    pub price: Vec<f32>,
    /// `[n]` value of each center when it was last looked at; the likely ones first.
    ranking: Vec<(f64, u32)>,
    /// `[n]` where the shares of a center refined in this evaluation are, or [`STALE`].
    slot: Vec<u32>,
    /// `[slots][n]`.
    shares: Vec<f32>,
    /// `[n]` 1 less the shares of a unit in all chosen centers.
    missing: Vec<f32>,
    value: f64,
    scratch: Scratch,
}

const STALE: u32 = u32::MAX;
/// Centers in a short look: a part of all, and so many per territory.
const NEAR_PART: usize = 8;
const NEAR_PER_TERRITORY: usize = 6;

impl<'r> UnitCenters<'r> {
    /// `square` `[n][n]` in km squared; quantities cost nothing to begin with.
    pub fn new(relaxation: &'r Relaxation, square: impl Fn(usize, usize) -> f64) -> Self {
        let n = relaxation.units();
        let mut table = Vec::with_capacity(n * n);
        for center in 0..n {
            table.extend((0..n).map(|unit| (square(unit, center) / relaxation.square_scale) as f32));
        }
        Self {
            relaxation,
            square: table,
            price: vec![0.0; n * relaxation.metrics.len()],
            ranking: (0..n as u32).map(|center| (0.0, center)).collect(),
            slot: vec![STALE; n],
            shares: Vec::new(),
            missing: vec![1.0; n],
            value: 0.0,
            scratch: Scratch::default(),
        }
    }

    fn look(&mut self, worth: &[f32], from: usize, to: usize) {
        let m = self.relaxation.metrics.len();
        for (value, center) in &mut self.ranking[from..to] {
            let price = &self.price[*center as usize * m..][..m];
            *value = site(&self.square, *center, worth.len()).value(self.relaxation, worth, price, &mut self.scratch);
        }
    }

    /// Brings the `k` cheapest of the first `among` to the front, each at its best prices.
    fn choose(&mut self, worth: &[f32], among: usize) -> f64 {
        let (n, m, k) = (worth.len(), self.relaxation.metrics.len(), self.relaxation.territories);
        loop {
            if k < among {
                self.ranking[..among].select_nth_unstable_by(k - 1, by_value);
            }
            let mut settled = true;
            for (value, center) in &mut self.ranking[..k] {
                if self.slot[*center as usize] == STALE {
                    let from = self.shares.len();
                    self.slot[*center as usize] = (from / n) as u32;
                    self.shares.resize(from + n, 0.0);
                    let price = &mut self.price[*center as usize * m..][..m];
                    let site = site(&self.square, *center, n);
                    site.refine(self.relaxation, worth, price, &mut self.shares[from..], &mut self.scratch);
                    *value = site.value(self.relaxation, worth, price, &mut self.scratch);
                    settled = false;
                }
            }
            if settled {
                let all: f64 = worth.iter().map(|&worth| f64::from(worth)).sum();
                return all + self.ranking[..k].iter().map(|entry| entry.0).sum::<f64>();
            }
        }
    }
}

impl Oracle for UnitCenters<'_> {
    fn evaluate(&mut self, worth: &[f32], enough: f64, _tolerance: f64) -> f64 {
        let (n, k) = (worth.len(), self.relaxation.territories);
        let near = (n / NEAR_PART).max(NEAR_PER_TERRITORY * k).min(n);
        self.slot.fill(STALE);
        self.shares.clear();
        self.look(worth, 0, near);
        self.value = self.choose(worth, near);
        let look_at_all = self.value > enough && near < n;
        if look_at_all {
            self.look(worth, near, n);
            self.value = self.choose(worth, n);
        }
        self.missing.fill(1.0);
        for &(_, center) in &self.ranking[..k] {
            let shares = &self.shares[self.slot[center as usize] as usize * n..][..n];
            self.missing.iter_mut().zip(shares).for_each(|(missing, share)| *missing -= share);
        }
        if look_at_all {
            self.ranking.select_nth_unstable_by(near - 1, by_value);
        }
        self.value
    }

    fn is_spent(&self) -> bool {
        false
    }

    fn cuts(&mut self, add: &mut dyn FnMut(f64, &[f32])) {
        add(self.value, &self.missing);
    }
}

fn site(square: &[f32], center: u32, units: usize) -> Site<'_> {
    Site { square: &square[center as usize * units..][..units], own: Some(center) }
}

fn by_value(a: &(f64, u32), b: &(f64, u32)) -> core::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
}
