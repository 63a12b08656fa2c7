//! An assignment of units to territories with everything that a move changes kept up to date.

use crate::problem::Problem;
use crate::solve::border::Border;
use crate::solve::constraint::disruption::Disruption;
use crate::solve::objective::inertia::{Moments, unit_moments};
use crate::solve::sums::{pass_on, take_sums};

/// The state of a search: who owns what, and the sums that follow from it. Every method that takes a problem takes the one it was made of.
#[derive(Clone, Debug)]
pub struct Partition {
    metrics: usize,
    /// `[n]`.
    pub territory: Vec<u32>,
    /// `[k][m]`.
    pub sums: Vec<f64>,
    /// `[k]`.
    pub moments: Vec<Moments>,
    /// `[k]` number of units.
    pub count: Vec<u32>,
    /// `[n]` moments of each unit.
    pub unit: Vec<Moments>,
    /// What moved from today's layout.
    pub disruption: Disruption,
    border: Border,
}

impl Partition {
    /// The state of an assignment, whose values are below `k`.
    #[must_use]
    pub fn new(problem: &Problem, territory: Vec<u32>) -> Self {
        let (m, k) = (problem.metrics, problem.territories);
        let mut partition = Self {
            metrics: m,
            sums: vec![0.0; k * m],
            moments: vec![Moments::default(); k],
            count: vec![0; k],
            unit: unit_moments(problem),
            disruption: Disruption::of(problem, &territory),
            border: Border::new(&problem.adjacency, &territory, k),
            territory,
        };
        partition.sum_up(problem);
        partition
    }

    /// Makes all that follows from the assignment anew, to the bits and the order of [`Partition::new`]: what a search is from here on does not depend on
    /// how it came to be.
    pub fn remake(&mut self, problem: &Problem) {
        self.disruption = Disruption::of(problem, &self.territory);
        self.border.remake(&problem.adjacency, &self.territory);
        self.sum_up(problem);
    }

    fn sum_up(&mut self, problem: &Problem) {
        take_sums(problem, &self.territory, &mut self.sums, &mut self.count);
        self.moments.fill(Moments::default());
        for (&own, &unit) in self.territory.iter().zip(&self.unit) {
            self.moments[own as usize] = self.moments[own as usize].plus(unit);
        }
    }

    /// Units that touch another territory.
    #[must_use]
    pub fn border(&self) -> &[u32] {
        self.border.all()
    }

    /// Units of a territory that touch another.
    #[must_use]
    pub fn border_of(&self, territory: u32) -> &[u32] {
        self.border.of(territory)
    }

    /// The sums of a territory.
    #[must_use]
    pub fn sums_of(&self, territory: u32) -> &[f64] {
        &self.sums[territory as usize * self.metrics..(territory as usize + 1) * self.metrics]
    }

    /// Moment of inertia of all territories.
    #[must_use]
    pub fn inertia(&self) -> f64 {
        self.moments.iter().map(Moments::inertia).sum()
    }

    /// Gives a unit to another territory.
    pub fn shift(&mut self, problem: &Problem, unit: u32, to: u32) {
        let index = unit as usize;
        let from = self.territory[index];
        if from == to {
            return;
        }
        let direction = Disruption::direction(problem, unit, from, to);
        self.disruption.record(problem, unit, direction);
        pass_on(problem, unit, from, to, &mut self.sums);
        self.moments[from as usize] = self.moments[from as usize].minus(self.unit[index]);
        self.moments[to as usize] = self.moments[to as usize].plus(self.unit[index]);
        self.count[from as usize] -= 1;
        self.count[to as usize] += 1;
        self.territory[index] = to;
        self.border.follow(&problem.adjacency, &self.territory, unit, from);
    }
}
