//! The centers of a layout, by the problem's measure.

use crate::problem::{Measure, Problem, squared};

/// Units tried as a territory's center, nearest to its centroid first: as many as the checker tries.
const CENTERS_TRIED: usize = 5_000;

/// `[k]` weighted centroids, or the best of each territory's units; the first unit's place for a territory of none.
pub(super) fn layout_centers(problem: &Problem, territory: &[u32]) -> Vec<[f64; 3]> {
    let mut members = vec![Vec::new(); problem.territories];
    for (unit, &own) in territory.iter().enumerate() {
        members[own as usize].push(unit);
    }
    members
        .iter()
        .map(|units| {
            let centroid = centroid(problem, units);
            match problem.measure {
                Measure::Centroid => centroid,
                Measure::UnitIntegerKm => best_unit(problem, units, centroid),
            }
        })
        .collect()
}

/// The weighted centroid of some units; where they weigh nothing, the place of the first.
pub(super) fn centroid(problem: &Problem, units: &[usize]) -> [f64; 3] {
    let weight: f64 = units.iter().map(|&unit| problem.inertia_weight[unit]).sum();
    if weight <= 0.0 {
        return problem.position[units.first().copied().unwrap_or(0)];
    }
    core::array::from_fn(|axis| {
        units.iter().map(|&unit| problem.inertia_weight[unit] * problem.position[unit][axis]).sum::<f64>() / weight
    })
}

fn best_unit(problem: &Problem, units: &[usize], centroid: [f64; 3]) -> [f64; 3] {
    let position = |unit: usize| problem.position[unit];
    let mut tried = units.to_vec();
    tried.sort_by(|&a, &b| squared(position(a), centroid).total_cmp(&squared(position(b), centroid)).then(a.cmp(&b)));
    tried.truncate(CENTERS_TRIED);
    let about = |center: usize| -> f64 {
        units
            .iter()
            .map(|&unit| problem.inertia_weight[unit] * problem.measure.squared(position(unit), position(center)))
            .sum()
    };
    let costs: Vec<f64> = tried.iter().map(|&center| about(center)).collect();
    let best = (0..tried.len()).min_by(|&a, &b| costs[a].total_cmp(&costs[b]));
    best.map_or(centroid, |best| position(tried[best]))
}
