//! Problems that tests share, made from a seed.

#![allow(dead_code, reason = "each test binary uses some of them")]

use hexalign_core::problem::{Adjacency, Bounds, NONE, Problem};
use hexalign_core::solve::random::Random;

/// A honeycomb of `columns` by `rows` cells 1 km apart, with random metric values and equal shares.
pub fn honeycomb(columns: usize, rows: usize, territories: usize, tolerances: &[Option<f64>], seed: u64) -> Problem {
    let n = columns * rows;
    let at = |column: usize, row: usize| (row * columns + column) as u32;
    let mut edges = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if column + 1 < columns {
                edges.push((at(column, row), at(column + 1, row)));
            }
            if row + 1 < rows {
                edges.push((at(column, row), at(column, row + 1)));
                let diagonal = if row % 2 == 0 { column.checked_sub(1) } else { Some(column + 1) };
                if let Some(diagonal) = diagonal.filter(|&c| c < columns) {
                    edges.push((at(column, row), at(diagonal, row + 1)));
                }
            }
        }
    }
    let position = (0..n)
        .map(|unit| {
            let (column, row) = (unit % columns, unit / columns);
            [column as f64 + 0.5 * (row % 2) as f64, row as f64 * 0.866, 0.0]
        })
        .collect();
    with_random_weights(position, &edges, territories, tolerances, seed)
}

/// A connected random graph: a random tree and some edges more, at random places of a 10 km square.
pub fn random_graph(units: usize, territories: usize, tolerances: &[Option<f64>], seed: u64) -> Problem {
    let mut random = Random::new(seed, 100);
    let mut edges: Vec<(u32, u32)> = (1..units).map(|unit| (random.below(unit) as u32, unit as u32)).collect();
    for _ in 0..units / 2 {
        edges.push((random.below(units) as u32, random.below(units) as u32));
    }
    let position = (0..units).map(|_| [10.0 * random.unit_interval(), 10.0 * random.unit_interval(), 0.0]).collect();
    with_random_weights(position, &edges, territories, tolerances, seed)
}

fn with_random_weights(
    position: Vec<[f64; 3]>,
    edges: &[(u32, u32)],
    territories: usize,
    tolerances: &[Option<f64>],
    seed: u64,
) -> Problem {
    let (n, m) = (position.len(), tolerances.len());
    let mut random = Random::new(seed, 101);
    let weights: Vec<f64> = (0..n * m).map(|_| 1.0 + random.below(9) as f64).collect();
    let mut problem = Problem {
        territories,
        metrics: m,
        inertia_weight: weights.iter().step_by(m).copied().collect(),
        position,
        adjacency: Adjacency::from_edges(n, edges).unwrap(),
        weights,
        move_cost: 0.5,
        ..Problem::default()
    };
    problem.bounds = Bounds::equal_shares(&problem.totals(), territories, tolerances);
    problem
}

/// Whether the units for which `inside` holds form one piece; true for none.
pub fn is_one_piece(problem: &Problem, inside: impl Fn(u32) -> bool) -> bool {
    let units: Vec<u32> = (0..problem.units() as u32).filter(|&unit| inside(unit)).collect();
    let Some(&first) = units.first() else { return true };
    let mut reached = vec![first];
    let mut head = 0;
    while head < reached.len() {
        for &other in problem.adjacency.of(reached[head]) {
            if inside(other) && !reached.contains(&other) {
                reached.push(other);
            }
        }
        head += 1;
    }
    reached.len() == units.len()
}

/// The least moment of inertia over all connected, non-empty, balanced layouts within the budget, by trying every one.
pub fn brute_force(problem: &Problem) -> Option<f64> {
    let (n, k, m) = (problem.units(), problem.territories, problem.metrics);
    let mut best: Option<f64> = None;
    for code in 0..(k as u64).pow(n as u32) {
        let mut rest = code;
        let territory: Vec<u32> = (0..n)
            .map(|_| {
                let own = (rest % k as u64) as u32;
                rest /= k as u64;
                own
            })
            .collect();
        // Without a layout today territories are alike: unit 0 may as well be in the first.
        if problem.current.is_empty() && territory[0] != 0 {
            continue;
        }
        if let Some(inertia) = feasible_inertia(problem, &territory, m)
            && best.is_none_or(|incumbent| inertia < incumbent)
        {
            best = Some(inertia);
        }
    }
    best
}

fn feasible_inertia(problem: &Problem, territory: &[u32], m: usize) -> Option<f64> {
    let mut inertia = 0.0;
    let mut moved = vec![0.0; m];
    for (unit, &own) in territory.iter().enumerate() {
        let today = problem.current_of(unit as u32);
        if today != NONE && today != own {
            if problem.is_locked(unit as u32) {
                return None;
            }
            for (sum, value) in moved.iter_mut().zip(problem.weights_of(unit as u32)) {
                *sum += value;
            }
        }
    }
    if problem.budget.iter().zip(&moved).any(|(limit, moved)| moved > limit) {
        return None;
    }
    for own in 0..problem.territories as u32 {
        let units: Vec<usize> = (0..territory.len()).filter(|&unit| territory[unit] == own).collect();
        if units.is_empty() {
            return None;
        }
        for metric in 0..m {
            let sum: f64 = units.iter().map(|&unit| problem.weights[unit * m + metric]).sum();
            let entry = own as usize * m + metric;
            if sum < problem.bounds.lower[entry] - 1e-9 || sum > problem.bounds.upper[entry] + 1e-9 {
                return None;
            }
        }
        let weight: f64 = units.iter().map(|&unit| problem.inertia_weight[unit]).sum();
        for axis in 0..3 {
            let mean: f64 =
                units.iter().map(|&u| problem.inertia_weight[u] * problem.position[u][axis]).sum::<f64>() / weight;
            inertia += units
                .iter()
                .map(|&u| problem.inertia_weight[u] * (problem.position[u][axis] - mean).powi(2))
                .sum::<f64>();
        }
        if !is_one_piece(problem, |unit| territory[unit as usize] == own) {
            return None;
        }
    }
    Some(inertia)
}
