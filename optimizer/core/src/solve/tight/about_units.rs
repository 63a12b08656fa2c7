//! Compactness about the best unit of each territory in whole kilometres, by a table of what it would be about every unit.

use crate::lesser::lesser;
use crate::problem::Problem;
use crate::solve::tight::shape::Leap;

/// The table, and the centers as they are.
#[derive(Clone, Debug)]
pub struct AboutUnits {
    n: usize,
    /// `[n][n]` squared distance in whole km; 32 bits keep it exact up to 4,096 km, whole numbers below 2^24.
    square: Vec<f32>,
    /// `[n]`.
    weight: Vec<f64>,
    /// `[k][n]` objective of a territory about each unit.
    about: Vec<f64>,
    /// `[k]` the best unit of each.
    pub center: Vec<u32>,
}

impl AboutUnits {
    /// Memory for a problem; [`AboutUnits::load`] fills it.
    ///
    /// # Cost
    /// `4 n^2` bytes.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let (n, k) = (problem.units(), problem.territories);
        let mut square = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..i {
                let between = problem.measure.squared(problem.position[i], problem.position[j]) as f32;
                square[i * n + j] = between;
                square[j * n + i] = between;
            }
        }
        Self { n, square, weight: problem.inertia_weight.clone(), about: vec![0.0; n * k], center: vec![0; k] }
    }

    /// What a unit costs about a center.
    #[must_use]
    #[inline]
    pub fn cost(&self, center: u32, unit: u32) -> f64 {
        self.weight[unit as usize] * f64::from(self.square[unit as usize * self.n + center as usize])
    }

    /// Takes up a layout.
    pub fn load(&mut self, owners: &[u32]) {
        self.about.fill(0.0);
        // A territory without units keeps this one: nothing must depend on what was loaded before.
        self.center.fill(0);
        for (unit, &own) in owners.iter().enumerate() {
            self.add(own as usize, unit, self.weight[unit]);
        }
    }

    /// What leaps of different units add about the centers as they are, so never less than the truth.
    #[must_use]
    #[inline]
    pub fn change(&self, owners: &[u32], leaps: &[Leap], compact: &[f64]) -> f64 {
        let mut change = 0.0;
        for &Leap { unit, from, to } in leaps {
            let center = self.center[from as usize];
            let left = if center == unit { self.lost_center(owners, unit, from) } else { self.cost(center, unit) };
            change += compact[to as usize] * self.cost(self.center[to as usize], unit) - compact[from as usize] * left;
        }
        change
    }

    /// What a territory costs less once its center leaves and the next best takes its place.
    fn lost_center(&self, owners: &[u32], unit: u32, from: u32) -> f64 {
        let row = &self.about[from as usize * self.n..][..self.n];
        let mut best = f64::INFINITY;
        for (c, (&about, &own)) in row.iter().zip(owners).enumerate() {
            if own == from && c as u32 != unit {
                best = lesser(best, about - self.cost(c as u32, unit));
            }
        }
        row[unit as usize] - best
    }

    /// Makes a leap.
    #[inline]
    pub fn leap(&mut self, Leap { unit, from, to }: Leap) {
        let weight = self.weight[unit as usize];
        self.add(from as usize, unit as usize, -weight);
        self.add(to as usize, unit as usize, weight);
    }

    /// Finds the best center of a territory; what it costs about that.
    pub fn refresh(&mut self, owners: &[u32], territory: u32) -> f64 {
        let row = &self.about[territory as usize * self.n..][..self.n];
        let mut best = f64::INFINITY;
        for (c, (&cost, &own)) in row.iter().zip(owners).enumerate() {
            if own == territory && cost < best {
                best = cost;
                self.center[territory as usize] = c as u32;
            }
        }
        if best.is_finite() { best } else { 0.0 }
    }

    #[inline]
    fn add(&mut self, territory: usize, unit: usize, weight: f64) {
        let sums = &mut self.about[territory * self.n..][..self.n];
        let row = &self.square[unit * self.n..][..self.n];
        for (sum, &square) in sums.iter_mut().zip(row) {
            *sum += weight * f64::from(square);
        }
    }
}
