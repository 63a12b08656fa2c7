//! Every layout of a small problem judged by the definition: shares no code with the solvers nor with the checker.

#![allow(dead_code, reason = "each test binary uses some of them")]

use hexalign_core::problem::{Measure, NONE, Problem};

/// What trying every layout shows.
#[derive(Debug, Default)]
pub struct Truth {
    /// The least objective of a feasible layout, none where there is none.
    pub optimum: Option<f64>,
    /// Feasible layouts, and some of them.
    pub count: u64,
    pub some: Vec<Vec<u32>>,
}

/// Tries every layout.
pub fn every_layout(problem: &Problem) -> Truth {
    let (n, k) = (problem.units(), problem.territories as u32);
    let mut truth = Truth::default();
    let mut territory = vec![0u32; n];
    loop {
        if is_feasible(problem, &territory) {
            let objective = objective(problem, &territory);
            truth.optimum = Some(truth.optimum.map_or(objective, |best: f64| best.min(objective)));
            truth.count += 1;
            if truth.some.len() < 20 {
                truth.some.push(territory.clone());
            }
        }
        let Some(unit) = territory.iter().position(|&t| t + 1 < k) else { return truth };
        territory[..unit].fill(0);
        territory[unit] += 1;
    }
}

/// Whether every rule, bound and budget holds.
pub fn is_feasible(problem: &Problem, territory: &[u32]) -> bool {
    rules_hold(problem, territory) && bounds_hold(problem, territory) && pieces_hold(problem, territory)
}

fn rules_hold(problem: &Problem, territory: &[u32]) -> bool {
    let rules = &problem.rules;
    for (unit, &own) in territory.iter().enumerate() {
        let today = if problem.current.is_empty() { NONE } else { problem.current[unit] };
        if today == own {
            continue;
        }
        let unit_locked = !rules.locked.is_empty() && rules.locked[unit] && today != NONE;
        let locked = |t: u32| t != NONE && !rules.locked_territories.is_empty() && rules.locked_territories[t as usize];
        if unit_locked || locked(today) || locked(own) {
            return false;
        }
    }
    rules.allowed.iter().all(|(unit, list)| list.iter().any(|&t| t == territory[*unit as usize]))
        && rules.forbidden_pairs.iter().all(|&(a, b)| territory[a as usize] != territory[b as usize])
        && rules.groups.iter().flat_map(|group| group.windows(2)).all(|pair| {
            let (a, b) = (pair[0] as usize, pair[1] as usize);
            territory[a] == territory[b]
        })
}

fn bounds_hold(problem: &Problem, territory: &[u32]) -> bool {
    let m = problem.metrics;
    for metric in 0..m {
        let mut moved = 0.0;
        let mut total = 0.0;
        let mut sums = [0.0; 8];
        for (unit, &own) in territory.iter().enumerate() {
            let value = problem.weights[unit * m + metric];
            total += value;
            sums[own as usize] += value;
            if !problem.current.is_empty() && problem.current[unit] != NONE && problem.current[unit] != own {
                moved += value;
            }
        }
        if !problem.budget.is_empty() && moved - problem.budget[metric] > 1e-9 * total {
            return false;
        }
        for t in 0..problem.territories {
            let slack = 1e-9 * problem.bounds.target[t * m + metric];
            if problem.bounds.lower[t * m + metric] - sums[t] > slack
                || sums[t] - problem.bounds.upper[t * m + metric] > slack
            {
                return false;
            }
        }
    }
    true
}

fn pieces_hold(problem: &Problem, territory: &[u32]) -> bool {
    (0..problem.territories as u32).all(|t| {
        let Some(first) = territory.iter().position(|&own| own == t) else { return false };
        let mut seen = vec![false; territory.len()];
        seen[first] = true;
        let mut queue = vec![first as u32];
        while let Some(unit) = queue.pop() {
            for &other in problem.adjacency.of(unit) {
                if territory[other as usize] == t && !seen[other as usize] {
                    seen[other as usize] = true;
                    queue.push(other);
                }
            }
        }
        !problem.contiguity || (0..territory.len()).all(|unit| territory[unit] != t || seen[unit])
    })
}

/// What a layout costs by the problem's measure.
pub fn objective(problem: &Problem, territory: &[u32]) -> f64 {
    let mut sum = 0.0;
    for t in 0..problem.territories as u32 {
        let units: Vec<usize> = (0..territory.len()).filter(|&unit| territory[unit] == t).collect();
        let compact = match problem.measure {
            Measure::Centroid => about(problem, &units, centroid(problem, &units)),
            Measure::UnitIntegerKm => units
                .iter()
                .map(|&center| about(problem, &units, problem.position[center]))
                .fold(f64::INFINITY, f64::min),
        };
        let home = problem.homes.get(t as usize).copied().flatten();
        sum += match home {
            Some(home) => (1.0 - problem.home_weight) * compact + problem.home_weight * about(problem, &units, home),
            None => compact,
        };
        sum += imbalance(problem, &units, t as usize);
    }
    sum
}

/// What the dial between shape and balance adds: about the mean place of all weight, a typical territory's moment per quarter of a target squared.
fn imbalance(problem: &Problem, units: &[usize], t: usize) -> f64 {
    let all: Vec<usize> = (0..problem.units()).collect();
    let mean = centroid(problem, &all);
    let spread: f64 = all
        .iter()
        .map(|&unit| {
            let place = problem.position[unit];
            problem.inertia_weight[unit] * (0..3).map(|axis| (place[axis] - mean[axis]).powi(2)).sum::<f64>()
        })
        .sum();
    let typical = spread / (problem.territories as f64).powi(2);
    let mut cost = 0.0;
    for metric in 0..problem.metrics {
        let at = t * problem.metrics + metric;
        let (lower, target, upper) = (problem.bounds.lower[at], problem.bounds.target[at], problem.bounds.upper[at]);
        if target > 0.0 && (lower > 0.0 || upper.is_finite()) {
            let sum: f64 = units.iter().map(|&unit| problem.weights[unit * problem.metrics + metric]).sum();
            cost += ((sum - target) / target / 0.25).powi(2);
        }
    }
    (1.0 / problem.compactness - 1.0) * typical * cost
}

fn centroid(problem: &Problem, units: &[usize]) -> [f64; 3] {
    let weight: f64 = units.iter().map(|&unit| problem.inertia_weight[unit]).sum();
    let mut center = [0.0; 3];
    for &unit in units.iter().filter(|_| weight > 0.0) {
        for axis in 0..3 {
            center[axis] += problem.inertia_weight[unit] / weight * problem.position[unit][axis];
        }
    }
    center
}

fn about(problem: &Problem, units: &[usize], center: [f64; 3]) -> f64 {
    let mut sum = 0.0;
    for &unit in units {
        let place = problem.position[unit];
        let [dx, dy, dz] = [place[0] - center[0], place[1] - center[1], place[2] - center[2]];
        let square = match problem.measure {
            Measure::Centroid => dx * dx + dy * dy + dz * dz,
            Measure::UnitIntegerKm => (dx * dx + dy * dy + dz * dz).sqrt().round().powi(2),
        };
        sum += problem.inertia_weight[unit] * square;
    }
    sum
}
