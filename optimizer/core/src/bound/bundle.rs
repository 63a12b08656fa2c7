//! What is known of a concave function: linear functions above it, and the step on which they agree.
//!
//! # Source
//! Lemaréchal, "An extension of Davidon methods to non differentiable problems", Mathematical Programming Study 3, 1975, doi 10.1007/BFb0120700;
//! Kiwiel, "Proximity control in bundle methods for convex nondifferentiable minimization", Mathematical Programming 46, 1990,
//! doi 10.1007/BF01585731.

use super::lanes::sum_of;
use crate::lesser::{greater, lesser};

/// Linear functions kept: on the published districting problems 40 need up to three times the steps, and 200 save none.
const CUTS: usize = 100;
/// Exchanges of share between two cuts when they seek agreement.
const EXCHANGES: usize = 400;

/// A model of the function about its best point: the least of some linear functions.
pub(super) struct Bundle {
    /// `n`.
    axes: usize,
    /// `[n]` how far a step along each axis goes.
    scale: Vec<f32>,
    /// `[cuts][n]`.
    slope: Vec<f32>,
    /// `[cuts]` by how much each lies above the function at the best point.
    error: Vec<f64>,
    /// `[CUTS][CUTS]` products of slopes in the scale.
    product: Vec<f64>,
    /// `[cuts]` share of each in the step.
    share: Vec<f64>,
    /// `[n]` the step of length 1.
    pub step: Vec<f32>,
    scaled: Vec<f32>,
}

impl Bundle {
    /// A model that knows nothing yet.
    pub fn new(scale: Vec<f32>) -> Self {
        let axes = scale.len();
        Self {
            axes,
            scale,
            slope: Vec::new(),
            error: Vec::new(),
            product: vec![0.0; CUTS * CUTS],
            share: Vec::new(),
            step: vec![0.0; axes],
            scaled: vec![0.0; axes],
        }
    }

    /// Adds a linear function by its slope `[n]` and its error.
    pub fn add(&mut self, slope: &[f32], error: f64) {
        let error = error.max(0.0);
        if self.error.len() < CUTS {
            self.slope.extend_from_slice(slope);
            self.error.push(error);
            self.share.push(if self.share.is_empty() { 1.0 } else { 0.0 });
            self.multiply(self.error.len() - 1);
            return;
        }
        let (least, next) = self.least_two();
        if self.share[least] > 0.0 {
            self.merge(least, next);
        }
        self.slope[least * self.axes..(least + 1) * self.axes].copy_from_slice(slope);
        self.error[least] = error;
        self.multiply(least);
    }

    /// The two cuts that are least in the step, of equals those farthest above the function.
    fn least_two(&self) -> (usize, usize) {
        let before = |a: usize, b: usize| {
            self.share[a].total_cmp(&self.share[b]).then(self.error[b].total_cmp(&self.error[a])).is_lt()
        };
        let (mut least, mut next) = if before(1, 0) { (1, 0) } else { (0, 1) };
        for cut in 2..self.error.len() {
            if before(cut, least) {
                (least, next) = (cut, least);
            } else if before(cut, next) {
                next = cut;
            }
        }
        (least, next)
    }

    /// Puts the mean of two cuts, by their shares, in place of the second: the step stays possible without the first.
    fn merge(&mut self, gone: usize, kept: usize) {
        let sum = self.share[gone] + self.share[kept];
        let (a, b) = (self.share[gone] / sum, self.share[kept] / sum);
        for axis in 0..self.axes {
            let from = self.slope[gone * self.axes + axis];
            let slope = &mut self.slope[kept * self.axes + axis];
            *slope = a as f32 * from + b as f32 * *slope;
        }
        self.error[kept] = a * self.error[gone] + b * self.error[kept];
        (self.share[kept], self.share[gone]) = (sum, 0.0);
        self.multiply(kept);
    }

    fn multiply(&mut self, cut: usize) {
        let own = &self.slope[cut * self.axes..(cut + 1) * self.axes];
        self.scaled.iter_mut().zip(&self.scale).zip(own).for_each(|((scaled, scale), slope)| *scaled = scale * slope);
        for (other, slope) in self.slope.chunks_exact(self.axes).enumerate() {
            let product = f64::from(sum_of(&self.scaled, slope, |a, b| a * b));
            self.product[cut * CUTS + other] = product;
            self.product[other * CUTS + cut] = product;
        }
    }

    /// The slope of a cut along the step of length 1.
    fn along(&self, cut: usize) -> f64 {
        self.product[cut * CUTS..].iter().zip(&self.share).map(|(product, share)| product * share).sum()
    }

    /// Finds the step: the shares whose mean slope, at a step of length `reach`, and mean error are least together. Returns what the step promises.
    pub fn agree(&mut self, reach: f64) -> f64 {
        let cuts = self.error.len();
        let mut rise: Vec<f64> = (0..cuts).map(|cut| reach * self.along(cut) + self.error[cut]).collect();
        for _ in 0..EXCHANGES {
            let Some((low, high)) = self.farthest_apart(&rise) else { break };
            if rise[high] - rise[low] <= 1e-7 * (rise[high].abs() + rise[low].abs()) {
                break;
            }
            let product = |a: usize, b: usize| self.product[a * CUTS + b];
            let curve = reach * (product(high, high) + product(low, low) - 2.0 * product(high, low));
            let most = self.share[high];
            let moved = if curve > 0.0 { ((rise[high] - rise[low]) / curve).min(most) } else { most };
            self.share[high] = if moved < most { most - moved } else { 0.0 };
            self.share[low] += moved;
            let row = |cut: usize| &self.product[cut * CUTS..(cut + 1) * CUTS];
            for ((rise, to_low), to_high) in rise.iter_mut().zip(row(low)).zip(row(high)) {
                *rise += reach * moved * (to_low - to_high);
            }
        }
        self.write_step();
        (0..cuts).map(|cut| self.share[cut] * (reach * self.along(cut) + self.error[cut])).sum()
    }

    /// The cut of least rise, and that of most among those with a share; the first of equals.
    fn farthest_apart(&self, rise: &[f64]) -> Option<(usize, usize)> {
        let (rises, rest) = rise.as_chunks::<4>();
        let (shares, share_rest) = self.share.as_chunks::<4>();
        let (mut least, mut most) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4]);
        let with_share = |rise: f64, share: f64| if share > 0.0 { rise } else { f64::NEG_INFINITY };
        for (rise, share) in rises.iter().zip(shares) {
            for lane in 0..4 {
                least[lane] = lesser(least[lane], rise[lane]);
                most[lane] = greater(most[lane], with_share(rise[lane], share[lane]));
            }
        }
        let least = least.iter().chain(rest).copied().fold(f64::INFINITY, lesser);
        let rest = rest.iter().zip(share_rest).map(|(&rise, &share)| with_share(rise, share));
        let most = most.into_iter().chain(rest).fold(f64::NEG_INFINITY, greater);
        let low = rise.iter().position(|&rise| rise == least)?;
        let high = rise.iter().zip(&self.share).position(|(&rise, &share)| share > 0.0 && rise == most)?;
        Some((low, high))
    }

    fn write_step(&mut self) {
        self.step.fill(0.0);
        for (slope, &share) in self.slope.chunks_exact(self.axes).zip(&self.share) {
            if share > 0.0 {
                self.step.iter_mut().zip(slope).for_each(|(step, slope)| *step += share as f32 * slope);
            }
        }
        self.step.iter_mut().zip(&self.scale).for_each(|(step, scale)| *step *= scale);
    }

    /// Moves the best point by `reach` times the step, to where the function is higher by `gain`.
    pub fn moved(&mut self, reach: f64, gain: f64) {
        for cut in 0..self.error.len() {
            self.error[cut] = (self.error[cut] + reach * self.along(cut) - gain).max(0.0);
        }
    }
}
