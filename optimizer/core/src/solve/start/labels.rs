//! Which part of a fresh layout becomes which territory, where that matters: homes, bounds of its own, rules, today's layout.

use crate::problem::{NONE, Problem, squared};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::objective::balance::excess;

/// Renames the parts of a layout so that they fit their territories, by exchanges of two names until none helps.
pub fn assign_labels(problem: &Problem, book: &Rulebook, territory: &mut [u32]) {
    let k = problem.territories;
    if k < 2 || !matter(problem, book) {
        return;
    }
    let cost = costs(problem, book, territory);
    let mut label: Vec<usize> = (0..k).collect();
    loop {
        let mut changed = false;
        for a in 0..k {
            for b in 0..a {
                let (x, y) = (label[a], label[b]);
                let now = cost[a * k + x] + cost[b * k + y];
                if cost[a * k + y] + cost[b * k + x] < now - 1e-9 * now.abs() {
                    label.swap(a, b);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    for own in territory {
        *own = label[*own as usize] as u32;
    }
}

fn matter(problem: &Problem, book: &Rulebook) -> bool {
    let m = problem.metrics;
    let bounds = &problem.bounds;
    let differ = |values: &[f64]| values.chunks(m.max(1)).any(|row| row != &values[..m]);
    !book.is_empty()
        || problem.current.iter().any(|&today| today != NONE)
        || (0..problem.territories as u32).any(|t| problem.home_of(t).is_some())
        || differ(&bounds.lower)
        || differ(&bounds.upper)
}

/// `[k][k]` what it would cost to call a part by a name: broken rules weigh most, then bounds, then travel and moves.
fn costs(problem: &Problem, book: &Rulebook, territory: &[u32]) -> Vec<f64> {
    let (k, m, n) = (problem.territories, problem.metrics, problem.units());
    let mut sums = vec![0.0; k * m];
    let mut stays = vec![0.0; k * k];
    let mut barred = vec![0.0; k * k];
    let mut travel = vec![0.0; k * k];
    let totals = problem.totals();
    let share = |unit: usize| -> f64 {
        let row = &problem.weights[unit * m..(unit + 1) * m];
        row.iter().zip(&totals).map(|(w, total)| if *total > 0.0 { w / total } else { 0.0 }).sum()
    };
    let homes: Vec<Option<[f64; 3]>> = (0..k as u32).map(|t| problem.home_of(t)).collect();
    for unit in 0..n {
        let part = territory[unit] as usize;
        for (sum, value) in sums[part * m..].iter_mut().zip(&problem.weights[unit * m..(unit + 1) * m]) {
            *sum += value;
        }
        let today = problem.current_of(unit as u32);
        if today != NONE {
            stays[part * k + today as usize] += share(unit);
        }
        for t in 0..k {
            if !book.is_empty() && !book.admits(unit as u32, t as u32) {
                barred[part * k + t] += 1.0;
            }
            if let Some(home) = homes[t] {
                travel[part * k + t] += problem.inertia_weight[unit] * squared(problem.position[unit], home);
            }
        }
    }
    let most = travel.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let bounds = &problem.bounds;
    let mut cost = vec![0.0; k * k];
    for part in 0..k {
        for t in 0..k {
            let cell = part * k + t;
            let out: f64 = (0..m)
                .map(|metric| {
                    let at = t * m + metric;
                    excess(sums[part * m + metric], bounds.lower[at], bounds.target[at], bounds.upper[at])
                })
                .sum();
            cost[cell] = 1e6 * barred[cell] + 1e3 * out + travel[cell] / most - stays[cell];
        }
    }
    cost
}
