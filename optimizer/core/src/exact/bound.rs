//! What a partial layout costs at least, and what it rules out.
//!
//! A territory of weight `W` about `c` that can gain at most `R` pays at least `W / (W + R) * w |x - c|^2` for each unit of weight `w` at `x` it takes in:
//! the moment of inertia is the least over all centers, and each unit answers for its part `w / R` of the center's shift. About units the same holds
//! with the table of moments in place of `W |x - c|^2`. Every open block pays the least of these over its territories; then the sums must fit.

use super::balance_bound::BalanceBound;
use super::bits::{bits, has, one};
use super::center_bound::{CenterBound, Costs};
use super::deviation_bound::DeviationBound;
use super::model::Model;
use super::node::Node;
use crate::lesser::{greater, lesser};
use crate::problem::{Measure, squared};

/// What became of a partial layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    /// Every layout that it holds costs the limit or more.
    Ruled,
    /// Some choices were struck: propagate again.
    Struck,
    /// No layout that it holds costs less than this.
    AtLeast(f64),
}

/// Scratch of the bound, and what branching reads of it.
#[derive(Debug, Default)]
pub(super) struct Bound {
    /// `[blocks][k]` least cost of an open block in a territory, infinite where it may not be.
    pub gain: Vec<f64>,
    /// `[blocks]` least, and next to least of it.
    pub least: Vec<f64>,
    pub next: Vec<f64>,
    base: Vec<f64>,
    balance: BalanceBound,
    deviation: DeviationBound,
    center: CenterBound,
    /// `[n]` what a unit costs at least about the centers of a territory.
    near: Vec<f64>,
}

impl Bound {
    pub fn new(model: &Model) -> Self {
        let blocks = model.blocks.len();
        Self {
            gain: vec![f64::INFINITY; blocks * model.k],
            least: vec![0.0; blocks],
            next: vec![0.0; blocks],
            base: vec![0.0; model.k],
            balance: BalanceBound::default(),
            deviation: DeviationBound::default(),
            center: CenterBound::new(model.n),
            near: vec![0.0; model.n],
        }
    }

    /// Bounds a node from below and strikes what costs `limit` or more.
    pub fn apply(&mut self, model: &Model, node: &mut Node, limit: f64) -> Outcome {
        self.fill(model, node);
        // Shape and deviations are bounded apart, and what shape may cost is what deviations leave.
        let deviation = self.deviation.of(model, node);
        let limit = limit - deviation;
        let mut bound: f64 =
            self.base.iter().sum::<f64>() + bits(node.open).map(|block| self.least[block]).sum::<f64>();
        if bound >= limit {
            return Outcome::Ruled;
        }
        let mut struck = false;
        if limit.is_finite() {
            for block in bits(node.open) {
                for t in bits(node.domain[block]) {
                    if bound - self.least[block] + self.gain[block * model.k + t] >= limit {
                        node.domain[block] &= !one(t);
                        struck = true;
                    }
                }
            }
            if !node.shape.centers.is_empty() {
                let costs = Costs { base: &self.base, gain: &self.gain, least: &self.least, next: &self.next };
                let Some(better) = self.center.strike(model, node, costs, limit, &mut struck) else {
                    return Outcome::Ruled;
                };
                bound = greater(bound, better);
            }
        }
        if struck {
            return Outcome::Struck;
        }
        let fit = self.balance.extra(model, node, &self.gain, &self.least, &self.next);
        let whole = self.base.iter().sum::<f64>() + bits(node.open).map(|block| self.least[block]).sum::<f64>() + fit;
        bound = greater(bound, whole);
        if bound >= limit { Outcome::Ruled } else { Outcome::AtLeast(bound + deviation) }
    }

    fn fill(&mut self, model: &Model, node: &mut Node) {
        for t in 0..model.k {
            let home = model.home_share[t];
            let room = room(model, node, t);
            let compact = if model.problem.measure == Measure::Centroid {
                self.fill_about_centroid(model, node, t, room)
            } else {
                self.fill_about_units(model, node, t, room)
            };
            self.base[t] = (1.0 - home) * compact + home * node.shape.travel[t];
        }
        for block in bits(node.open) {
            let (mut least, mut next) = (f64::INFINITY, f64::INFINITY);
            for t in bits(node.domain[block]) {
                let gain = self.gain[block * model.k + t];
                next = lesser(next, greater(gain, least));
                least = lesser(least, gain);
            }
            (self.least[block], self.next[block]) = (least, next);
        }
    }

    fn fill_about_centroid(&mut self, model: &Model, node: &Node, t: usize, room: f64) -> f64 {
        let (weight, home) = (node.shape.weight[t], model.home_share[t]);
        let share = if weight > 0.0 { (1.0 - home) * weight / (weight + room) } else { 0.0 };
        let center = node.shape.centroid[t];
        self.fill_gains(model, node, t, |unit| {
            let square = squared(model.problem.position[unit], center);
            share * model.problem.inertia_weight[unit] * square + home * model.travel[unit * model.k + t]
        });
        node.shape.inertia[t]
    }

    fn fill_about_units(&mut self, model: &Model, node: &mut Node, t: usize, room: f64) -> f64 {
        let (n, home) = (model.n, model.home_share[t]);
        node.shape.centers[t] &= node.own[t] | node.may[t];
        let about = &node.shape.about[t * n..(t + 1) * n];
        let least = bits(node.shape.centers[t]).map(|center| about[center]).fold(f64::INFINITY, lesser);
        let part = if room > 0.0 { 1.0 / room } else { 0.0 };
        let mut near = core::mem::take(&mut self.near);
        near.fill(f64::INFINITY);
        for center in bits(node.shape.centers[t]) {
            let to_center = &model.about_center[center * n..(center + 1) * n];
            let more = part * (about[center] - least);
            for ((near, cost), weight) in near.iter_mut().zip(to_center).zip(&model.problem.inertia_weight) {
                *near = lesser(*near, cost + weight * more);
            }
        }
        self.fill_gains(model, node, t, |unit| (1.0 - home) * near[unit] + home * model.travel[unit * model.k + t]);
        self.near = near;
        least
    }

    fn fill_gains(&mut self, model: &Model, node: &Node, t: usize, gain: impl Fn(usize) -> f64) {
        for block in bits(node.open) {
            self.gain[block * model.k + t] = if has(node.domain[block], t) {
                model.units_of(block).iter().map(|&unit| gain(unit)).sum()
            } else {
                f64::INFINITY
            };
        }
    }
}

/// The most weight in the moment of inertia that a territory may still gain.
fn room(model: &Model, node: &Node, t: usize) -> f64 {
    let may: f64 = bits(node.may[t]).map(|unit| model.problem.inertia_weight[unit]).sum();
    model.inertia_metric.map_or(may, |metric| {
        let entry = t * model.m + metric;
        greater(0.0, lesser(may, model.upper[entry] - node.sums[entry]))
    })
}
