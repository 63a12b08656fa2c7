use super::unit_centers::UnitCenters;
use crate::check::Verdict;
use crate::problem::{Measure, NONE, Problem};

/// The objective of each territory, ready to be asked for with one unit more or less.
pub(super) struct Objectives<'a> {
    problem: &'a Problem,
    /// `[k]` weight of the moment of inertia.
    weight: Vec<f64>,
    /// `[k]` weighted centroid.
    centroid: Vec<[f64; 3]>,
    /// `[k]` moment of inertia about it.
    moment: &'a [f64],
    /// `[k]` weight times squared distance from the home, 0 where there is none.
    travel: Vec<f64>,
    /// `[k]` the territory's part of the objective as it is.
    own: &'a [f64],
    /// `[k][m]` sums, and what a squared deviation costs.
    sums: &'a [f64],
    deviation_cost: f64,
    /// What parted pairs cost that the followed layout keeps together, all and each of them.
    parting: [f64; 2],
    territory: &'a [u32],
    /// Empty where compactness is measured about the centroid.
    centers: Vec<UnitCenters>,
}

impl<'a> Objectives<'a> {
    /// `moved` are the units that will be asked for.
    pub fn new(problem: &'a Problem, territory: &'a [u32], verdict: &'a Verdict, moved: &[u32]) -> Self {
        let k = problem.territories;
        let (mut weight, mut centroid, mut travel) = (vec![0.0; k], vec![[0.0; 3]; k], vec![0.0; k]);
        for (unit, &own) in territory.iter().enumerate() {
            let own = own as usize;
            weight[own] += problem.inertia_weight[unit];
            for axis in 0..3 {
                centroid[own][axis] += problem.inertia_weight[unit] * problem.position[unit][axis];
            }
            travel[own] += travel_of(problem, unit, own);
        }
        for (centroid, &weight) in centroid.iter_mut().zip(&weight) {
            *centroid = centroid.map(|sum| if weight > 0.0 { sum / weight } else { 0.0 });
        }
        let centers = match problem.measure {
            Measure::Centroid => Vec::new(),
            Measure::UnitIntegerKm => {
                let mut asked = vec![false; k];
                for &unit in moved {
                    asked[problem.current_of(unit) as usize] = true;
                    asked[territory[unit as usize] as usize] = true;
                }
                UnitCenters::of_each(problem, territory, &centroid, &asked)
            }
        };
        Self {
            problem,
            weight,
            centroid,
            moment: &verdict.moment_of_inertia,
            travel,
            own: &verdict.objective,
            sums: &verdict.sums,
            deviation_cost: problem.deviation_cost(),
            parting: [verdict.parting, problem.follow_cost()],
            territory,
            centers,
        }
    }

    /// The objective of the whole layout as it is.
    pub fn total(&self) -> f64 {
        self.own.iter().sum::<f64>() + self.parting[0]
    }

    /// The objective of the whole layout with `unit` in `from` instead of `to`, where it is.
    pub fn if_stayed(&self, unit: u32, from: u32, to: u32) -> f64 {
        let parting = self.parting_if(unit, from, to);
        let (unit, from, to) = (unit as usize, from as usize, to as usize);
        let others = self.total() - self.own[from] - self.own[to];
        others + self.with(unit, from) + self.without(unit, to) + parting
    }

    /// What more, or less, parted pairs would cost with a unit in `from` instead of `to`.
    fn parting_if(&self, unit: u32, from: u32, to: u32) -> f64 {
        if self.parting[1] <= 0.0 {
            return 0.0;
        }
        let follow = &self.problem.follow;
        let own = follow[unit as usize];
        let together =
            self.problem.adjacency.of(unit).iter().filter(|&&other| own != NONE && follow[other as usize] == own);
        let more = together.map(|&other| {
            let owner = self.territory[other as usize];
            f64::from(i8::from(owner == to) - i8::from(owner == from))
        });
        self.parting[1] * more.sum::<f64>()
    }

    fn with(&self, unit: usize, own: usize) -> f64 {
        let compact = match self.centers.get(own) {
            Some(centers) => centers.with(self.problem, unit),
            None => self.moment[own] + self.lever(unit, own, self.weight[own] + self.problem.inertia_weight[unit]),
        };
        self.blend(own, compact, self.travel[own] + travel_of(self.problem, unit, own)) + self.imbalance(unit, own, 1.0)
    }

    fn without(&self, unit: usize, own: usize) -> f64 {
        let compact = match self.centers.get(own) {
            Some(centers) => centers.without(self.problem, unit),
            None => {
                let left = self.weight[own] - self.problem.inertia_weight[unit];
                if left > 0.0 { (self.moment[own] - self.lever(unit, own, left)).max(0.0) } else { 0.0 }
            }
        };
        self.blend(own, compact, self.travel[own] - travel_of(self.problem, unit, own))
            + self.imbalance(unit, own, -1.0)
    }

    /// What a unit adds to the moment of a territory that weighs `after` with it, or takes from one that weighs `after` without it.
    fn lever(&self, unit: usize, own: usize, after: f64) -> f64 {
        let ratio = if after > 0.0 { self.weight[own] / after } else { 0.0 };
        self.problem.inertia_weight[unit] * ratio * self.offset(unit, own)
    }

    fn offset(&self, unit: usize, own: usize) -> f64 {
        let (a, b) = (self.problem.position[unit], self.centroid[own]);
        (0..3).map(|axis| (a[axis] - b[axis]) * (a[axis] - b[axis])).sum()
    }

    /// What deviations from the targets cost with the values of a unit added (`sign` 1) or taken away (-1).
    fn imbalance(&self, unit: usize, own: usize, sign: f64) -> f64 {
        if self.deviation_cost <= 0.0 {
            return 0.0;
        }
        let cells = (own * self.problem.metrics..).zip(self.problem.weights_of(unit as u32));
        let squares = cells.filter(|&(cell, _)| self.problem.is_balanced(cell)).map(|(cell, value)| {
            let deviation = (self.sums[cell] + sign * value) / self.problem.bounds.target[cell] - 1.0;
            deviation * deviation
        });
        self.deviation_cost * squares.sum::<f64>()
    }

    fn blend(&self, own: usize, compact: f64, travel: f64) -> f64 {
        match self.problem.home_of(own as u32) {
            Some(_) => (1.0 - self.problem.home_weight) * compact + self.problem.home_weight * travel,
            None => compact,
        }
    }
}

fn travel_of(problem: &Problem, unit: usize, own: usize) -> f64 {
    let Some(home) = problem.home_of(own as u32) else { return 0.0 };
    problem.inertia_weight[unit] * problem.measure.squared(problem.position[unit], home)
}
