//! The same problem in other words: units in another order, the plane moved, turned or scaled, a metric given twice.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod districting;
mod problems;

use districting::{LOUISIANA, NEW_MEXICO, districting};
use hexalign_core::check::check;
use hexalign_core::problem::{Adjacency, Problem};
use hexalign_core::solve::random::Random;
use hexalign_core::solve::search::{Effort, Proof, Search, SearchOptions};
use problems::honeycomb;

/// How far the objectives of the same problem in other words may lie apart, where none of them is proven: Louisiana has layouts 0.76 and 0.84 % above its
/// optimum that one search in sixteen ends at.
const APART: f64 = 0.009;

/// Objective, whether it is feasible, and whether it is proven.
fn solve(problem: &Problem, seed: u64) -> (f64, bool, bool) {
    let mut search = Search::new(problem.clone(), SearchOptions { seed, effort: Effort::Normal }).unwrap();
    search.advance(u64::MAX);
    let verdict = check(problem, search.territory()).unwrap();
    let proven = search.proof() == Some(Proof::Optimal);
    (verdict.objective.iter().sum(), verdict.is_feasible(problem), proven)
}

/// Unit `order[i]` of the problem as unit `i`.
fn relabelled(problem: &Problem, seed: u64) -> Problem {
    let (n, m) = (problem.units(), problem.metrics);
    let mut random = Random::new(seed, 400);
    let mut order: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        order.swap(i, random.below(i + 1));
    }
    let mut name = vec![0u32; n];
    order.iter().enumerate().for_each(|(new, &old)| name[old] = new as u32);
    let edges: Vec<(u32, u32)> = (0..n as u32)
        .flat_map(|unit| problem.adjacency.of(unit).iter().map(move |&other| (unit, other)))
        .map(|(a, b)| (name[a as usize], name[b as usize]))
        .collect();
    Problem {
        position: order.iter().map(|&old| problem.position[old]).collect(),
        inertia_weight: order.iter().map(|&old| problem.inertia_weight[old]).collect(),
        weights: order.iter().flat_map(|&old| problem.weights[old * m..(old + 1) * m].iter().copied()).collect(),
        adjacency: Adjacency::from_edges(n, &edges).unwrap(),
        ..problem.clone()
    }
}

fn scaled(problem: &Problem, factor: f64) -> Problem {
    let mut scaled = problem.clone();
    scaled.position.as_flattened_mut().iter_mut().for_each(|axis| *axis *= factor);
    scaled
}

fn moved_and_turned(problem: &Problem) -> Problem {
    let mut moved = problem.clone();
    let (sine, cosine) = libm::sincos(0.7);
    for place in &mut moved.position {
        let [x, y, _] = *place;
        *place = [cosine * x - sine * y + 5_000.0, sine * x + cosine * y - 300.0, 40.0];
    }
    moved
}

fn quarter_turned(problem: &Problem) -> Problem {
    let mut turned = problem.clone();
    turned.position.iter_mut().for_each(|place| *place = [-place[1], place[0], place[2]]);
    turned
}

fn first_metric_twice(problem: &Problem) -> Problem {
    let m = problem.metrics;
    let twice = |values: &[f64]| values.chunks(m).flat_map(|row| row.iter().chain(&row[..1]).copied()).collect();
    let mut doubled = Problem { metrics: m + 1, weights: twice(&problem.weights), ..problem.clone() };
    doubled.bounds.lower = twice(&problem.bounds.lower);
    doubled.bounds.target = twice(&problem.bounds.target);
    doubled.bounds.upper = twice(&problem.bounds.upper);
    doubled
}

/// Solves all of them, each with what one of its objectives is worth in the first one's, and compares.
fn expect_same_quality(name: &str, seed: u64, problems: &[(&str, f64, Problem)]) {
    let answers: Vec<(f64, bool, bool)> = problems
        .iter()
        .map(|(_, worth, problem)| {
            let (objective, feasible, proven) = solve(problem, seed);
            (objective * worth, feasible, proven)
        })
        .collect();
    let least = answers.iter().map(|answer| answer.0).fold(f64::INFINITY, f64::min);
    for ((words, ..), &(objective, feasible, proven)) in problems.iter().zip(&answers) {
        let apart = if proven { 1e-9 } else { APART };
        println!(
            "{name}, seed {seed}, {words}: {:.4} % above the least, proven: {proven}",
            100.0 * (objective / least - 1.0)
        );
        assert!(feasible, "{name}, seed {seed}, {words}: not feasible");
        assert!(objective <= least * (1.0 + apart), "{name}, seed {seed}, {words}: {objective} and {least}");
    }
}

fn expect_same_quality_of_honeycomb(columns: usize, rows: usize, k: usize, tolerances: &[Option<f64>], seed: u64) {
    let problem = Problem { move_cost: 0.0, ..honeycomb(columns, rows, k, tolerances, seed) };
    let place = match seed % 3 {
        0 => ("moved and turned", 1.0, moved_and_turned(&problem)),
        1 => ("a thousand times as large", 1e-6, moved_and_turned(&scaled(&problem, 1e3))),
        _ => ("a thousandth as large", 1e6, scaled(&problem, 1e-3)),
    };
    let problems = [
        ("as it is", 1.0, problem.clone()),
        ("relabelled", 1.0, relabelled(&problem, seed)),
        place,
        ("a metric twice", 1.0, first_metric_twice(&problem)),
    ];
    expect_same_quality(&format!("{columns} by {rows}"), seed, &problems);
}

#[test]
fn sixty_units_are_solved_as_well_in_other_words() {
    for seed in 1..=3 {
        expect_same_quality_of_honeycomb(10, 6, 3 + (seed % 2) as usize, &[Some(0.03)], seed);
    }
}

#[test]
fn up_to_three_hundred_units_are_solved_as_well_in_other_words() {
    expect_same_quality_of_honeycomb(12, 10, 5, &[Some(0.05), Some(0.1)], 1);
    expect_same_quality_of_honeycomb(15, 12, 6, &[Some(0.02)], 2);
    expect_same_quality_of_honeycomb(20, 15, 7, &[Some(0.05), Some(0.1)], 3);
}

/// Distances are rounded to whole kilometres, so these are turned only as leaves every distance as it is.
#[test]
fn counties_are_solved_as_well_in_other_words() {
    for (name, text) in [("Louisiana", LOUISIANA), ("New Mexico", NEW_MEXICO)] {
        let (problem, _) = districting(text);
        for seed in 1..=3 {
            let other = match seed % 3 {
                0 => ("turned", 1.0, quarter_turned(&problem)),
                1 => ("relabelled", 1.0, relabelled(&problem, seed)),
                _ => ("a metric twice", 1.0, first_metric_twice(&problem)),
            };
            expect_same_quality(name, seed, &[("as it is", 1.0, problem.clone()), other]);
        }
    }
}
