//! The cheapest territory about any place: branch and bound over boxes of space.
//!
//! A territory's inertia about its centroid is that about any place less its weight times the squared distance between the two (Steiner). For a centroid in a
//! box it is therefore at least that about the box's middle less weight times the half diagonal squared. The box where that is least is halved.

use core::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::certificate::Certificate;
use super::relaxation::Relaxation;
use super::site::{Scratch, Site};
use crate::problem::{Problem, squared};

/// A box in space, and what a territory whose centroid lies in it costs at least.
pub(super) struct Region {
    low: [f64; 3],
    high: [f64; 3],
    /// `[m]`.
    pub price: Vec<f32>,
    /// At least so much, beyond what its units are worth; the problem's own units.
    pub least: f64,
    /// About what the half diagonal takes off.
    slack: f64,
    /// Units that may be in such a territory while no price falls below the floor.
    units: Rc<[u32]>,
    /// `[m]`.
    floor: Rc<[f32]>,
}

impl Region {
    pub fn middle(&self) -> [f64; 3] {
        core::array::from_fn(|axis| 0.5 * (self.low[axis] + self.high[axis]))
    }

    /// Half the diagonal, squared, rounded up.
    fn half_square(&self) -> f64 {
        squared(self.low, self.high) * (0.25 + 1e-12)
    }

    /// The least squared distance of a place from the box.
    fn squared_from(&self, place: [f64; 3]) -> f64 {
        let nearest = core::array::from_fn(|axis| place[axis].clamp(self.low[axis], self.high[axis]));
        squared(place, nearest)
    }

    fn halves(&self) -> [([f64; 3], [f64; 3]); 2] {
        let extent = |axis: &usize| self.high[*axis] - self.low[*axis];
        let axis = (0..3).max_by(|a, b| extent(a).total_cmp(&extent(b))).unwrap_or(0);
        let (mut left, mut right) = (self.high, self.low);
        left[axis] = self.middle()[axis];
        right[axis] = left[axis];
        [(self.low, left), (right, self.high)]
    }
}

impl Ord for Region {
    /// The cheapest is the greatest: first out of a heap.
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |region: &Self| region.low.map(f64::to_bits);
        other.least.total_cmp(&self.least).then_with(|| place(self).cmp(&place(other)))
    }
}

impl PartialOrd for Region {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Region {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Region {}

/// Looks for the cheapest place.
pub(super) struct Regions<'p> {
    problem: &'p Problem,
    relaxation: &'p Relaxation,
    low: [f64; 3],
    high: [f64; 3],
    /// The relaxation of the units of a region.
    part: Relaxation,
    worth: Vec<f32>,
    square: Vec<f32>,
    there: Vec<f32>,
    scratch: Scratch,
    /// Units looked at so far, over all regions.
    pub looks: u64,
}

/// What numbers of 32 bits may be off, and more.
const ROUNDING_32: f64 = 1e-5;
/// Regions of a search, at most: a few dozen suffice where units are worth what they should be, more where all places are alike.
const MOST: usize = 4_000;
/// How far prices may fall from a region to those within it before units elsewhere would have to be looked at again; mean cost per mean quantity.
const FALL: f32 = 1.0;

impl<'p> Regions<'p> {
    pub fn new(problem: &'p Problem, relaxation: &'p Relaxation) -> Self {
        let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
        for position in &problem.position {
            for axis in 0..3 {
                low[axis] = low[axis].min(position[axis]);
                high[axis] = high[axis].max(position[axis]);
            }
        }
        Self {
            problem,
            relaxation,
            low,
            high,
            part: relaxation.clone(),
            worth: Vec::new(),
            square: Vec::new(),
            there: Vec::new(),
            scratch: Scratch::default(),
            looks: 0,
        }
    }

    /// The region of the cheapest place; what it costs is exact to `tolerance`, and no territory anywhere costs less than the region's least. Ends early where
    /// that is below `enough`.
    pub fn cheapest(
        &mut self,
        certificate: &Certificate,
        worth: &[f32],
        enough: f64,
        tolerance: f64,
    ) -> Option<Region> {
        let m = self.relaxation.metrics.len();
        // With several metrics prices are not quite their best and no such conclusion holds.
        let exact = m < 2;
        let mut all = Region {
            low: self.low,
            high: self.high,
            price: vec![0.0; m],
            least: f64::NEG_INFINITY,
            slack: f64::INFINITY,
            units: (0..worth.len() as u32).collect(),
            floor: vec![f32::NEG_INFINITY; m].into(),
        };
        self.assess(certificate, worth, &mut all);
        let mut heap = BinaryHeap::from([all]);
        loop {
            let parent = heap.pop()?;
            let known = parent.slack <= tolerance || (exact && parent.least + parent.slack < enough);
            if known || heap.len() >= MOST {
                return Some(parent);
            }
            let (units, floor) = self.narrow(worth, &parent);
            for (low, high) in parent.halves() {
                let (units, floor) = (Rc::clone(&units), Rc::clone(&floor));
                let mut region = Region { low, high, price: parent.price.clone(), units, floor, ..parent };
                self.assess(certificate, worth, &mut region);
                heap.push(region);
            }
        }
    }

    /// Finds prices for a region and what it costs at least; looks at all units where a price is below the floor.
    fn assess(&mut self, certificate: &Certificate, worth: &[f32], region: &mut Region) {
        let (middle, half) = (region.middle(), region.half_square());
        let units = || region.units.iter().map(|&unit| unit as usize);
        let square = |unit: usize| squared(self.problem.position[unit], middle) - half;
        self.looks += region.units.len() as u64;
        refill(&mut self.worth, units().map(|unit| worth[unit]));
        refill(&mut self.square, units().map(|unit| (square(unit) / self.relaxation.square_scale) as f32));
        refill(&mut self.part.weight, units().map(|unit| self.relaxation.weight[unit]));
        for (part, whole) in self.part.metrics.iter_mut().zip(&self.relaxation.metrics) {
            refill(&mut part.value, units().map(|unit| whole.value[unit]));
        }
        self.there.resize(region.units.len(), 0.0);
        let site = Site { square: &self.square, own: None };
        site.refine(&self.part, &self.worth, &mut region.price, &mut self.there, &mut self.scratch);
        if region.price.iter().zip(&*region.floor).any(|(price, floor)| price < floor) {
            region.units = (0..worth.len() as u32).collect();
            region.floor = vec![f32::NEG_INFINITY; region.price.len()].into();
            return self.assess(certificate, worth, region);
        }
        let shares = self.there.iter().zip(units());
        region.slack =
            half * shares.map(|(share, unit)| f64::from(*share) * self.problem.inertia_weight[unit]).sum::<f64>();
        region.least = certificate.least(&region.price, units(), None, square).max(region.least);
    }

    /// The units that may be in a territory with its centroid in the region, and the prices down to which that holds.
    fn narrow(&self, worth: &[f32], region: &Region) -> (Rc<[u32]>, Rc<[f32]>) {
        let half = region.half_square();
        // What the half diagonal takes off each cost, prices put back on: they fall with it.
        let fall = FALL + (half / self.relaxation.square_scale) as f32;
        let floor: Rc<[f32]> =
            region.price.iter().zip(&*region.floor).map(|(price, floor)| floor.max(price - fall)).collect();
        let may_be = |&&unit: &&u32| {
            let unit = unit as usize;
            let square = (region.squared_from(self.problem.position[unit]) - half) / self.relaxation.square_scale;
            let weight = f64::from(self.relaxation.weight[unit]);
            let charge: f64 = self
                .relaxation
                .metrics
                .iter()
                .zip(&*floor)
                .map(|(metric, floor)| f64::from(metric.value[unit] * floor))
                .sum();
            let parts = weight * square.abs() + f64::from(worth[unit].abs()) + charge.abs();
            weight * square - f64::from(worth[unit]) + charge <= ROUNDING_32 * parts
        };
        (region.units.iter().filter(may_be).copied().collect(), floor)
    }

    /// Who is in the cheapest territory of a region, in shares `[n]`.
    pub fn shares(&mut self, region: &Region, worth: &[f32], there: &mut [f32]) {
        self.write_squares(region.middle(), region.half_square());
        let site = Site { square: &self.square, own: None };
        site.refine(self.relaxation, worth, &mut region.price.clone(), there, &mut self.scratch);
    }

    fn write_squares(&mut self, middle: [f64; 3], half: f64) {
        let scale = self.relaxation.square_scale;
        self.square.clear();
        self.square.extend(self.problem.position.iter().map(|&place| ((squared(place, middle) - half) / scale) as f32));
    }
}

fn refill(values: &mut Vec<f32>, with: impl Iterator<Item = f32>) {
    values.clear();
    values.extend(with);
}
