use super::bits::{Set, first};
use super::model::Model;
use crate::problem::Measure;

/// What the units of each territory cost so far, kept by adding one unit at a time: only sums of positive terms, so nothing cancels.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// `[k]` weight, weighted centroid and moment of inertia about it.
    pub weight: Vec<f64>,
    pub centroid: Vec<[f64; 3]>,
    pub inertia: Vec<f64>,
    /// `[k]` travel from home.
    pub travel: Vec<f64>,
    /// `[k][n]` moment about each unit, and `[k]` the units that may still be the center; empty where the center is the centroid.
    pub about: Vec<f64>,
    pub centers: Vec<Set>,
}

impl Shape {
    pub fn new(model: &Model) -> Self {
        let k = model.k;
        let about = if model.about.is_empty() { 0 } else { k };
        Self {
            weight: vec![0.0; k],
            centroid: vec![[0.0; 3]; k],
            inertia: vec![0.0; k],
            travel: vec![0.0; k],
            about: vec![0.0; about * model.n],
            centers: vec![first(model.n); about],
        }
    }

    pub fn copy_from(&mut self, other: &Self) {
        self.weight.clone_from(&other.weight);
        self.centroid.clone_from(&other.centroid);
        self.inertia.clone_from(&other.inertia);
        self.travel.clone_from(&other.travel);
        self.about.clone_from(&other.about);
        self.centers.clone_from(&other.centers);
    }

    /// Adds a unit to a territory.
    pub fn add(&mut self, model: &Model, territory: usize, unit: usize) {
        self.travel[territory] += model.travel[unit * model.k + territory];
        if model.problem.measure == Measure::UnitIntegerKm {
            let row = &mut self.about[territory * model.n..(territory + 1) * model.n];
            for (sum, more) in row.iter_mut().zip(&model.about[unit * model.n..(unit + 1) * model.n]) {
                *sum += more;
            }
            return;
        }
        let (weight, place) = (model.problem.inertia_weight[unit], model.problem.position[unit]);
        let before = self.weight[territory];
        let after = before + weight;
        if after <= 0.0 {
            return;
        }
        let centroid = &mut self.centroid[territory];
        let mut square = 0.0;
        for axis in 0..3 {
            let step = place[axis] - centroid[axis];
            square += step * step;
            centroid[axis] += step * weight / after;
        }
        self.inertia[territory] += square * before / after * weight;
        self.weight[territory] = after;
    }
}
