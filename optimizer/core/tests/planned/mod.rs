//! Problems of some hundred or thousand units with every kind of rule, each kept by a layout that its maker knows.

#![allow(dead_code, reason = "each test binary uses some of them")]

use hexalign_core::problem::{Adjacency, NONE, Problem};
use hexalign_core::solve::random::Random;

use crate::problems::honeycomb;

/// A problem, and a layout that is feasible but for the budget, where there is one.
pub struct Planned {
    pub problem: Problem,
    pub plan: Vec<u32>,
}

/// A honeycomb with bounds, today's layout and rules hung on a layout grown at random; by its seed in two pieces, or without contiguity.
pub fn planned(columns: usize, rows: usize, territories: usize, seed: u64) -> Planned {
    let mut random = Random::new(seed, 600);
    let tolerances = [Some(0.1), Some(0.2)];
    let mut problem = honeycomb(columns, rows, territories, &tolerances[..1 + random.below(2)], seed);
    if random.below(4) == 0 {
        cut_in_two(&mut problem, columns, columns / 3 + random.below(columns / 3));
    }
    problem.contiguity = random.below(5) != 0;
    let plan = grow(&problem, &mut random);
    hang_bounds(&mut problem, &plan, 0.1);
    let kinds = 1 + random.below(31);
    if kinds & 1 != 0 {
        problem.rules.groups = groups(&problem, &plan, &mut random);
    }
    if kinds & 2 != 0 {
        problem.rules.forbidden_pairs = forbidden_pairs(&problem, &plan, &mut random);
    }
    if kinds & 4 != 0 {
        problem.rules.allowed = allowed(&problem, &plan, &mut random);
    }
    if kinds & 8 != 0 || kinds & 16 != 0 {
        add_today(&mut problem, &plan, &mut random, (kinds & 8 != 0, kinds & 16 != 0));
    }
    problem.validate().unwrap();
    Planned { problem, plan }
}

/// Takes out every edge across a column.
fn cut_in_two(problem: &mut Problem, columns: usize, at: usize) {
    let is_left = |unit: u32| (unit as usize) % columns < at;
    let edges: Vec<(u32, u32)> = (0..problem.units() as u32)
        .flat_map(|unit| problem.adjacency.of(unit).iter().map(move |&other| (unit, other)))
        .filter(|&(a, b)| is_left(a) == is_left(b))
        .collect();
    problem.adjacency = Adjacency::from_edges(problem.units(), &edges).unwrap();
}

/// Territories grown from random units, the lightest next, so that they come out about even and in one piece each; a territory may be in any piece
/// of the graph, and each piece has one.
fn grow(problem: &Problem, random: &mut Random) -> Vec<u32> {
    let (n, k) = (problem.units(), problem.territories);
    let mut plan = vec![NONE; n];
    let mut frontier: Vec<Vec<u32>> = vec![Vec::new(); k];
    let mut sums = vec![0.0; k];
    // The first and the last unit are on either side of a cut.
    let first = [0, n - 1];
    for t in 0..k {
        let mut unit = if t < 2 { first[t] } else { random.below(n) };
        while plan[unit] != NONE {
            unit = (unit + 1) % n;
        }
        plan[unit] = t as u32;
        sums[t] = problem.weights[unit * problem.metrics];
        frontier[t].extend(problem.adjacency.of(unit as u32));
    }
    while let Some(t) = (0..k).filter(|&t| !frontier[t].is_empty()).min_by(|&a, &b| sums[a].total_cmp(&sums[b])) {
        let index = random.below(frontier[t].len());
        let unit = frontier[t].swap_remove(index) as usize;
        if plan[unit] == NONE {
            plan[unit] = t as u32;
            sums[t] += problem.weights[unit * problem.metrics];
            frontier[t].extend(problem.adjacency.of(unit as u32));
        }
    }
    plan
}

/// Bounds about the sums of a layout.
pub fn hang_bounds(problem: &mut Problem, plan: &[u32], tolerance: f64) {
    let m = problem.metrics;
    let mut sums = vec![0.0; problem.territories * m];
    for (unit, &t) in plan.iter().enumerate() {
        for metric in 0..m {
            sums[t as usize * m + metric] += problem.weights[unit * m + metric];
        }
    }
    problem.bounds.lower = sums.iter().map(|sum| sum * (1.0 - tolerance)).collect();
    problem.bounds.upper = sums.iter().map(|sum| sum * (1.0 + tolerance)).collect();
    problem.bounds.target = sums;
}

/// Units side by side, and units far apart, of one territory.
fn groups(problem: &Problem, plan: &[u32], random: &mut Random) -> Vec<Vec<u32>> {
    let n = problem.units();
    let mut groups = Vec::new();
    for index in 0..n / 40 + 1 {
        let first = random.below(n) as u32;
        let mut group = vec![first];
        for _ in 0..1 + random.below(3) {
            let other = if index % 2 == 0 {
                let neighbors = problem.adjacency.of(group[random.below(group.len())]);
                neighbors[random.below(neighbors.len())]
            } else {
                random.below(n) as u32
            };
            if plan[other as usize] == plan[first as usize] {
                group.push(other);
            }
        }
        groups.push(group);
    }
    groups
}

/// Units side by side, and units far apart, of two territories.
fn forbidden_pairs(problem: &Problem, plan: &[u32], random: &mut Random) -> Vec<(u32, u32)> {
    let n = problem.units();
    let mut pairs = Vec::new();
    for index in 0..n / 10 {
        let a = random.below(n) as u32;
        let neighbors = problem.adjacency.of(a);
        let b = if index % 2 == 0 { neighbors[random.below(neighbors.len())] } else { random.below(n) as u32 };
        if plan[a as usize] != plan[b as usize] {
            pairs.push((a, b));
        }
    }
    pairs
}

/// Lists of half of the territories or of one. A layout that is not near to the plan must follow them across the map: with many such lists none is found.
fn allowed(problem: &Problem, plan: &[u32], random: &mut Random) -> Vec<(u32, Vec<u32>)> {
    let (n, k) = (problem.units(), problem.territories as u32);
    (0..n.min(400) / 20)
        .map(|_| {
            let unit = random.below(n);
            let only = random.below(8) == 0;
            let list = (0..k).filter(|&t| t == plan[unit] || !only && random.below(2) == 0).collect();
            (unit as u32, list)
        })
        .collect()
}

/// Today's layout: the plan, frayed at its borders and with units that have no territory; of what is as planned some is locked.
fn add_today(problem: &mut Problem, plan: &[u32], random: &mut Random, (units, territories): (bool, bool)) {
    let (n, k) = (problem.units(), problem.territories);
    let locked: Vec<bool> = (0..k).map(|_| territories && random.below(4) == 0).collect();
    problem.current = (0..n)
        .map(|unit| {
            let neighbors = problem.adjacency.of(unit as u32);
            let other = plan[neighbors[random.below(neighbors.len())] as usize];
            let (own, kind) = (plan[unit], random.below(10));
            if locked[own as usize] || kind > 2 {
                own
            } else if kind == 0 || locked[other as usize] {
                NONE
            } else {
                other
            }
        })
        .collect();
    if units {
        problem.rules.locked = (0..n).map(|unit| problem.current[unit] == plan[unit] && random.below(8) == 0).collect();
    }
    if territories {
        problem.rules.locked_territories = locked;
    }
}
