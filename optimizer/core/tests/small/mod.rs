//! Small problems with every kind of bound and rule, made from a seed; about half of them have a layout, and none is known to the maker.

#![allow(dead_code, reason = "each test binary uses some of them")]

use hexalign_core::problem::{Adjacency, Measure, NONE, Problem, Rules};
use hexalign_core::solve::random::Random;

/// Layouts up to which every one is tried in no time; a few problems have more.
const ORDINARY_LAYOUTS: u64 = 70_000;

/// A problem of 4 to 12 units, 2 to 4 territories and 1 to 3 metrics.
pub fn small_problem(seed: u64) -> Problem {
    let mut random = Random::new(seed, 200);
    let k = 2 + random.below(3);
    let mut n = (4 + random.below(9)).max(k);
    while (k as u64).pow(n as u32) > ORDINARY_LAYOUTS && random.below(60) != 0 {
        n -= 1;
    }
    let m = 1 + random.below(3);
    let position: Vec<[f64; 3]> =
        (0..n).map(|_| [60.0 * random.unit_interval(), 60.0 * random.unit_interval(), 0.0]).collect();
    let edges = edges(&mut random, &position);
    let fine = random.below(3) == 0;
    let weights = (0..n * m).map(|_| weight(&mut random, fine)).collect();
    let mut problem = Problem {
        territories: k,
        metrics: m,
        position,
        weights,
        adjacency: Adjacency::from_edges(n, &edges).unwrap(),
        contiguity: random.below(5) != 0,
        measure: if random.below(2) == 0 { Measure::Centroid } else { Measure::UnitIntegerKm },
        ..Problem::default()
    };
    problem.inertia_weight = match random.below(4) {
        0 => (0..n).map(|_| random.below(4) as f64).collect(),
        _ => problem.weights.iter().step_by(m).copied().collect(),
    };
    let plan = plan(&mut random, &problem);
    add_bounds(&mut random, &mut problem, &plan);
    if random.below(2) == 0 {
        add_current(&mut random, &mut problem, &plan);
    }
    add_rules(&mut random, &mut problem, &plan);
    if random.below(3) == 0 {
        problem.homes = (0..k)
            .map(|_| {
                let home = [60.0 * random.unit_interval(), 60.0 * random.unit_interval(), 0.0];
                (random.below(4) != 0).then_some(home)
            })
            .collect();
        problem.home_weight = [0.0, 0.3, 0.8, 1.0][random.below(4)];
    }
    problem.compactness = [1.0, 1.0, 0.7, 0.1][random.below(4)];
    problem.validate().unwrap();
    problem
}

fn weight(random: &mut Random, fine: bool) -> f64 {
    match random.below(12) {
        0 => 0.0,
        1 => 20.0,
        _ if fine => 0.1 * (1 + random.below(90)) as f64,
        _ => 1.0 + random.below(9) as f64,
    }
}

/// A random tree with some edges more, a row, or whatever is near: the last often in pieces.
fn edges(random: &mut Random, position: &[[f64; 3]]) -> Vec<(u32, u32)> {
    let n = position.len() as u32;
    let kind = random.below(4);
    let mut edges = Vec::new();
    match kind {
        0 => {
            edges.extend((1..n).map(|unit| (random.below(unit as usize) as u32, unit)));
            edges.extend((0..n / 2).map(|_| (random.below(n as usize) as u32, random.below(n as usize) as u32)));
        }
        1 => edges.extend((1..n).map(|unit| (unit - 1, unit))),
        _ => {
            let reach = if kind == 2 { 30.0 } else { 20.0 };
            for a in 0..n {
                for b in 0..a {
                    let [dx, dy, _]: [f64; 3] =
                        core::array::from_fn(|axis| position[a as usize][axis] - position[b as usize][axis]);
                    if dx.hypot(dy) < reach {
                        edges.push((a, b));
                    }
                }
            }
        }
    }
    edges
}

/// A layout that bounds and rules are hung on, so that not too many problems are impossible: territories grown from random units.
fn plan(random: &mut Random, problem: &Problem) -> Vec<u32> {
    let (n, k) = (problem.units(), problem.territories);
    let mut territory = vec![NONE; n];
    for t in 0..k as u32 {
        let mut unit = random.below(n);
        while territory[unit] != NONE {
            unit = (unit + 1) % n;
        }
        territory[unit] = t;
    }
    for _ in 0..40 * n {
        let unit = random.below(n);
        let neighbors = problem.adjacency.of(unit as u32);
        if territory[unit] == NONE && !neighbors.is_empty() {
            territory[unit] = territory[neighbors[random.below(neighbors.len())] as usize];
        }
    }
    territory.iter().map(|&t| if t == NONE { random.below(k) as u32 } else { t }).collect()
}

fn add_bounds(random: &mut Random, problem: &mut Problem, plan: &[u32]) {
    let (m, k) = (problem.metrics, problem.territories);
    let totals = problem.totals();
    let mut planned = vec![0.0; k * m];
    for (unit, &t) in plan.iter().enumerate() {
        for metric in 0..m {
            planned[t as usize * m + metric] += problem.weights[unit * m + metric];
        }
    }
    let kind = random.below(4);
    let tolerance: Vec<f64> = (0..m).map(|_| [0.0, 0.02, 0.1, 0.3, 0.6, 1.0][random.below(6)]).collect();
    let is_bound: Vec<bool> = (0..m).map(|metric| metric == 0 || random.below(2) == 0).collect();
    for t in 0..k {
        for metric in 0..m {
            let target = match kind {
                0 | 1 => planned[t * m + metric],
                2 => totals[metric] / k as f64,
                _ => totals[metric] * (t + 1) as f64 / (k * (k + 1) / 2) as f64,
            };
            let around = if kind == 2 { tolerance[metric].max(0.1) } else { tolerance[metric] };
            problem.bounds.target.push(target);
            problem.bounds.lower.push(if is_bound[metric] { (target * (1.0 - around)).max(0.0) } else { 0.0 });
            problem.bounds.upper.push(if is_bound[metric] { target * (1.0 + around) } else { f64::INFINITY });
        }
    }
}

fn add_current(random: &mut Random, problem: &mut Problem, plan: &[u32]) {
    let (n, k) = (problem.units(), problem.territories);
    problem.current = plan
        .iter()
        .map(|&t| match random.below(8) {
            0 => NONE,
            1 | 2 => random.below(k) as u32,
            _ => t,
        })
        .collect();
    if random.below(2) == 0 {
        let totals = problem.totals();
        problem.budget = totals
            .iter()
            .map(|total| match random.below(4) {
                0 => f64::INFINITY,
                1 => 0.0,
                _ => 0.5 * random.unit_interval() * total,
            })
            .collect();
    }
    if random.below(2) == 0 {
        problem.rules.locked = (0..n).map(|_| random.below(4) == 0).collect();
    }
    if random.below(4) == 0 {
        problem.rules.locked_territories = (0..k).map(|_| random.below(4) == 0).collect();
    }
}

/// Rules that the plan keeps, mostly.
fn add_rules(random: &mut Random, problem: &mut Problem, plan: &[u32]) {
    let (n, k) = (problem.units(), problem.territories);
    let strict = random.below(4) != 0;
    let rules: &mut Rules = &mut problem.rules;
    for _ in 0..random.below(6).saturating_sub(3) {
        let first = random.below(n);
        let size = 1 + random.below(3);
        let mut group = vec![first as u32];
        for _ in 0..size {
            let other = random.below(n);
            if !strict || plan[other] == plan[first] {
                group.push(other as u32);
            }
        }
        rules.groups.push(group);
    }
    for _ in 0..random.below(7).saturating_sub(3) {
        let (a, b) = (random.below(n), random.below(n));
        if !strict || plan[a] != plan[b] {
            rules.forbidden_pairs.push((a as u32, b as u32));
        }
    }
    for _ in 0..random.below(7).saturating_sub(3) {
        let unit = random.below(n);
        let mut list: Vec<u32> = (0..k as u32).filter(|_| random.below(2) == 0).collect();
        if strict {
            list.push(plan[unit]);
        }
        rules.allowed.push((unit as u32, list));
    }
}
