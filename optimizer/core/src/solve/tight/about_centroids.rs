//! Compactness about weighted centroids, by moments that a leap changes in O(1).

use crate::problem::{NONE, Problem};
use crate::solve::objective::inertia::Moments;
use crate::solve::tight::shape::Leap;

/// The moments of each territory.
#[derive(Clone, Debug)]
pub struct AboutCentroids {
    /// `[n]`.
    unit: Vec<Moments>,
    /// `[k]`.
    territory: Vec<Moments>,
    /// `[k]` moment of inertia about the centroid, as of the last [`AboutCentroids::refresh`].
    inertia: Vec<f64>,
}

impl AboutCentroids {
    /// Memory for a problem; [`AboutCentroids::load`] fills it.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let k = problem.territories;
        Self { unit: exact_moments(problem), territory: vec![Moments::default(); k], inertia: vec![0.0; k] }
    }

    /// The bits of the centroids' weighted coordinates: what tells sets of them apart.
    #[must_use]
    pub fn key(&self) -> Vec<u32> {
        let axes = self.territory.iter().flat_map(|moments| moments.first);
        axes.flat_map(|axis| [(axis.to_bits() >> 32) as u32, axis.to_bits() as u32]).collect()
    }

    /// What a unit costs about the centroid of a territory.
    #[must_use]
    pub fn cost(&self, territory: usize, unit: usize) -> f64 {
        let (own, center) = (self.unit[unit], self.territory[territory].centroid());
        let along: f64 = own.first.iter().zip(center).map(|(x, c)| x * c).sum();
        let square: f64 = center.iter().map(|c| c * c).sum();
        own.second - 2.0 * along + own.weight * square
    }

    /// Takes up a layout.
    pub fn load(&mut self, owners: &[u32]) {
        self.territory.fill(Moments::default());
        for (moments, &own) in self.unit.iter().zip(owners) {
            self.territory[own as usize] = self.territory[own as usize].plus(*moments);
        }
    }

    /// What leaps add, a territory at a time with its part of compactness.
    #[must_use]
    #[inline]
    pub fn change(&self, leaps: &[Leap], compact: &[f64]) -> f64 {
        let Some(first) = leaps.first() else { return 0.0 };
        // At most three territories: what passes on goes from the second to a third.
        let mut named = [first.from, first.to, NONE];
        let mut moments = [self.territory[first.from as usize], self.territory[first.to as usize], Moments::default()];
        for leap in leaps {
            let unit = self.unit[leap.unit as usize];
            for (t, joins) in [(leap.from, false), (leap.to, true)] {
                let slot = if t == named[0] {
                    0
                } else if t == named[1] {
                    1
                } else {
                    if named[2] == NONE {
                        (named[2], moments[2]) = (t, self.territory[t as usize]);
                    }
                    2
                };
                moments[slot] = if joins { moments[slot].plus(unit) } else { moments[slot].minus(unit) };
            }
        }
        let mut change = 0.0;
        for slot in 0..if named[2] == NONE { 2 } else { 3 } {
            let t = named[slot] as usize;
            change += compact[t] * (moments[slot].inertia() - self.inertia[t]);
        }
        change
    }

    /// Makes a leap.
    #[inline]
    pub fn leap(&mut self, Leap { unit, from, to }: Leap) {
        let moments = self.unit[unit as usize];
        self.territory[from as usize] = self.territory[from as usize].minus(moments);
        self.territory[to as usize] = self.territory[to as usize].plus(moments);
    }

    /// Moment of inertia of a territory as it is now.
    #[inline]
    pub fn refresh(&mut self, territory: usize) -> f64 {
        self.inertia[territory] = self.territory[territory].inertia();
        self.inertia[territory]
    }
}

/// Moments by the true weights, about the problem's weighted centroid.
fn exact_moments(problem: &Problem) -> Vec<Moments> {
    let center = problem.centroid();
    let moments = problem
        .position
        .iter()
        .zip(&problem.inertia_weight)
        .map(|(position, &weight)| Moments::of(weight, core::array::from_fn(|axis| position[axis] - center[axis])));
    moments.collect()
}
