//! What it costs to take a unit from its current territory: relationships are worth more than a little compactness.

use crate::problem::{NONE, Problem};
use crate::solve::objective::inertia::{Moments, unit_moments};

/// `[n]` cost of a unit away from its current territory; empty where there is no layout today.
#[must_use]
pub fn move_costs(problem: &Problem) -> Vec<f64> {
    if problem.current.is_empty() || problem.move_cost == 0.0 {
        return Vec::new();
    }
    let units = unit_moments(problem);
    let mut territories = vec![Moments::default(); problem.territories];
    for (unit, moments) in units.iter().enumerate() {
        let today = problem.current_of(unit as u32);
        if today != NONE {
            territories[today as usize] = territories[today as usize].plus(*moments);
        }
    }
    units
        .iter()
        .enumerate()
        .map(|(unit, moments)| match problem.current_of(unit as u32) {
            NONE => 0.0,
            today => {
                let territory = &territories[today as usize];
                problem.move_cost * moments.weight * territory.inertia() / territory.weight
            }
        })
        .collect()
}
