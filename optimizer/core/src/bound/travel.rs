//! What travel from the reps' homes costs at least.

use super::service::{Service, allowed};
use super::transport::transport;
use crate::problem::Problem;

const EVALUATIONS: u32 = 200;

/// A lower bound on the part of the objective that is travel from homes, for any layout within its bounds.
pub(super) fn travel_bound(problem: &Problem) -> f64 {
    if problem.home_weight <= 0.0 {
        return 0.0;
    }
    if let Some(service) = Service::travel(problem) {
        let start = vec![0.0; problem.territories * problem.metrics];
        return transport(&service, &[start], EVALUATIONS).value.max(0.0);
    }
    // In a territory without a home travel costs nothing: only units that may be in none of those have any.
    let allowed = allowed(problem);
    let nearest = |(unit, list): (usize, &Option<Vec<u32>>)| -> Option<f64> {
        let homes = list.as_ref()?.iter().map(|&territory| problem.home_of(territory));
        let away = homes.map(|home| home.map_or(0.0, |home| problem.measure.squared(problem.position[unit], home)));
        Some(problem.inertia_weight[unit] * away.reduce(f64::min)?)
    };
    let sum: f64 = allowed.iter().enumerate().filter_map(nearest).sum();
    problem.home_weight * sum * (1.0 - 1e-12)
}
