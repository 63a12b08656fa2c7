//! Territories about their centroids, which may be anywhere.
//!
//! All territories are alike, so the bound is what all units are worth and `k` times the cheapest territory there is, wherever it is. That the cheapest are near
//! each other says little about the others: the best places found so far are kept, one near each territory, and each gives a linear function of its own.

use super::ascent::Oracle;
use super::certificate::Certificate;
use super::regions::Regions;
use super::relaxation::Relaxation;
use super::site::{Scratch, Site};
use crate::problem::{Problem, squared};

/// Evaluates the relaxation.
pub(super) struct FreeCenters<'p> {
    problem: &'p Problem,
    relaxation: &'p Relaxation,
    regions: Regions<'p>,
    /// Units that regions may look at.
    looks: u64,
    seeds: Vec<Seed>,
    square: Vec<f32>,
    slope: Vec<f32>,
    /// What all units are worth.
    total: f64,
    /// The value that the search gave where no seed is as low, and who is there `[n]`.
    unseeded: Option<f64>,
    there: Vec<f32>,
    scratch: Scratch,
}

/// A place where territories are cheap.
struct Seed {
    place: [f64; 3],
    /// `[m]`.
    price: Vec<f32>,
    /// `[n]` who is there, in shares.
    there: Vec<f32>,
    value: f64,
}

/// Moves of a seed to the centroid of who is there, in an evaluation.
const MOVES: usize = 2;
/// Places kept per territory, at most, and in all.
const SEEDS_PER_TERRITORY: usize = 2;
const MOST_SEEDS: usize = 24;

impl<'p> FreeCenters<'p> {
    /// Begins with the centers `[k]` of a layout; is spent when regions have looked at `looks` units.
    pub fn new(problem: &'p Problem, relaxation: &'p Relaxation, centers: &[[f64; 3]], looks: u64) -> Self {
        let n = problem.units();
        let mut free = Self {
            problem,
            relaxation,
            regions: Regions::new(problem, relaxation),
            looks,
            seeds: Vec::new(),
            square: vec![0.0; n],
            slope: vec![0.0; n],
            total: 0.0,
            unseeded: None,
            there: vec![0.0; n],
            scratch: Scratch::default(),
        };
        for &place in centers.iter().take(MOST_SEEDS) {
            free.plant(place, vec![0.0; relaxation.metrics.len()]);
        }
        free
    }

    fn plant(&mut self, place: [f64; 3], price: Vec<f32>) {
        self.seeds.push(Seed { place, price, there: vec![0.0; self.slope.len()], value: 0.0 });
    }

    /// Moves a seed to where a territory near it is cheapest.
    fn settle(&mut self, index: usize, worth: &[f32]) {
        let seed = &mut self.seeds[index];
        for round in 0..=MOVES {
            for (square, position) in self.square.iter_mut().zip(&self.problem.position) {
                *square = (squared(*position, seed.place) / self.relaxation.square_scale) as f32;
            }
            let site = Site { square: &self.square, own: None };
            site.refine(self.relaxation, worth, &mut seed.price, &mut seed.there, &mut self.scratch);
            if round == MOVES {
                seed.value = site.value(self.relaxation, worth, &seed.price, &mut self.scratch);
                break;
            }
            let (mut weight, mut first) = (0.0, [0.0; 3]);
            for (unit, &share) in seed.there.iter().enumerate() {
                if share > 0.0 {
                    let part = f64::from(share) * self.problem.inertia_weight[unit];
                    weight += part;
                    first.iter_mut().zip(self.problem.position[unit]).for_each(|(sum, axis)| *sum += part * axis);
                }
            }
            if weight > 0.0 {
                seed.place = first.map(|sum| sum / weight);
            }
        }
    }

    /// Of seeds that came together one remains; of too many, the cheapest.
    fn thin(&mut self) {
        self.seeds.sort_by(|a, b| a.value.total_cmp(&b.value));
        let apart = 1e-6 * self.relaxation.square_scale;
        let mut kept: Vec<Seed> = Vec::new();
        let most = (SEEDS_PER_TERRITORY * self.relaxation.territories).clamp(4, MOST_SEEDS);
        for seed in self.seeds.drain(..) {
            if kept.len() < most && kept.iter().all(|other| squared(seed.place, other.place) > apart) {
                kept.push(seed);
            }
        }
        self.seeds = kept;
    }
}

impl Oracle for FreeCenters<'_> {
    fn evaluate(&mut self, worth: &[f32], enough: f64, tolerance: f64) -> f64 {
        for index in 0..self.seeds.len() {
            self.settle(index, worth);
        }
        self.thin();
        let (k, unit) = (self.relaxation.territories as f64, self.relaxation.cost_scale());
        self.total = worth.iter().map(|&worth| f64::from(worth)).sum();
        self.unseeded = None;
        let known = self.seeds.first().map_or(f64::INFINITY, |seed| seed.value);
        let value = self.total + k * known;
        if value <= enough {
            return value;
        }
        let certificate = Certificate::new(self.problem, self.relaxation, worth);
        let least = (enough - self.total) / k * unit;
        let Some(region) = self.regions.cheapest(&certificate, worth, least, tolerance / k * unit) else {
            return f64::NEG_INFINITY;
        };
        let found = region.least / unit;
        if found < known - tolerance / k {
            // With several metrics a seed's prices may be better than the region's, and the next step would be the same.
            if self.relaxation.metrics.len() > 1 {
                self.unseeded = Some(self.total + k * found);
                self.regions.shares(&region, worth, &mut self.there);
            }
            self.plant(region.middle(), region.price);
            self.settle(self.seeds.len() - 1, worth);
            self.thin();
        }
        self.total + k * found
    }

    fn is_spent(&self) -> bool {
        self.regions.looks > self.looks
    }

    fn cuts(&mut self, add: &mut dyn FnMut(f64, &[f32])) {
        let k = self.relaxation.territories as f32;
        let mut add = |value: f64, there: &[f32]| {
            self.slope.iter_mut().zip(there).for_each(|(slope, share)| *slope = 1.0 - k * share);
            add(value, &self.slope);
        };
        for seed in self.seeds.iter().rev() {
            add(self.total + f64::from(k) * seed.value, &seed.there);
        }
        if let Some(value) = self.unseeded {
            add(value, &self.there);
        }
    }
}
