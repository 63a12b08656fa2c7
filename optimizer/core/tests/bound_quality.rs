//! How near bounds come: to the published ones, and to layouts that are nearly optimal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod districting;
mod problems;

use districting::{LOUISIANA, NEW_MEXICO, districting};
use hexalign_core::bound::{BoundKind, GLOBAL_UNITS, lower_bound};
use hexalign_core::check::check;
use hexalign_core::problem::{Measure, Problem};
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use problems::honeycomb;

fn solve(problem: &Problem) -> Vec<u32> {
    let mut search = Search::new(problem.clone(), SearchOptions { seed: 1, effort: Effort::Fast }).unwrap();
    search.advance(u64::MAX);
    search.territory().to_vec()
}

#[test]
fn published_districting_problems_are_bounded_as_well_as_by_their_authors() {
    for text in [LOUISIANA, NEW_MEXICO] {
        let (problem, file) = districting(text);
        let bound = lower_bound(&problem, &solve(&problem), Effort::Normal);
        let (value, name) = (bound.value / 1e6, &file["name"]);
        let theirs = file["lagrangian_lower_bound"].as_f64().unwrap();
        let optimum = file["best"].as_f64().unwrap();
        assert_eq!(bound.kind, BoundKind::Lagrangian);
        assert!(value >= 0.999 * theirs, "{name}: {value}, theirs {theirs}");
        assert!(value <= optimum, "{name}: {value} above the optimum {optimum}");
    }
}

#[test]
fn free_centers_are_bounded_within_a_hundredth_of_a_good_layout() {
    for tolerances in [vec![Some(0.05)], vec![Some(0.05), Some(0.1)]] {
        let problem = honeycomb(20, 18, 4, &tolerances, 3);
        let territory = solve(&problem);
        let verdict = check(&problem, &territory).unwrap();
        assert!(verdict.is_feasible(&problem));
        let reached: f64 = verdict.objective.iter().sum();
        let bound = lower_bound(&problem, &territory, Effort::Normal);
        assert_eq!(bound.kind, BoundKind::Lagrangian);
        assert!(bound.value <= reached);
        assert!(bound.value > 0.99 * reached, "{} of {reached}, {} metrics", bound.value, tolerances.len());
    }
}

#[test]
fn no_layout_that_the_search_finds_is_below_its_bound() {
    let mut closest = f64::INFINITY;
    for seed in 0..40 {
        let mut problem = honeycomb(8, 7, 2 + (seed % 5) as usize, &[Some(0.15)], seed);
        if seed % 2 == 0 {
            // Inertia by another weight than the metric: units that weigh much and hold little, and the reverse.
            problem.inertia_weight.iter_mut().for_each(|weight| *weight = 40.0 / *weight);
        }
        let territory = solve(&problem);
        let verdict = check(&problem, &territory).unwrap();
        if !verdict.is_feasible(&problem) {
            continue;
        }
        // A bad layout neither helps the bound nor caps it.
        let other: Vec<u32> = territory.iter().rev().copied().collect();
        let reached: f64 = verdict.objective.iter().sum();
        let bound = lower_bound(&problem, &other, Effort::Normal);
        closest = closest.min(reached / bound.value - 1.0);
        assert!(bound.value <= reached * (1.0 + 1e-9), "seed {seed}: {bound:?} above {reached}");
    }
    assert!(closest < 0.005, "no bound comes closer than {closest}");
}

#[test]
fn large_problems_are_bounded_for_their_centers() {
    for tolerances in [vec![Some(0.05)], vec![Some(0.05), Some(0.1)]] {
        let problem = honeycomb(60, 50, 20, &tolerances, 5);
        assert!(problem.units() > GLOBAL_UNITS);
        let territory = solve(&problem);
        let verdict = check(&problem, &territory).unwrap();
        assert!(verdict.is_feasible(&problem));
        let reached: f64 = verdict.objective.iter().sum();
        let bound = lower_bound(&problem, &territory, Effort::Normal);
        assert_eq!(bound.kind.name(), "fixed-centers");
        assert!(bound.value <= reached);
        assert!(bound.value > 0.99 * reached, "{} of {reached}, {} metrics", bound.value, tolerances.len());
    }
}

#[test]
fn moving_and_scaling_the_plane_scales_the_bound() {
    let problem = honeycomb(12, 10, 3, &[Some(0.1)], 7);
    let territory = solve(&problem);
    let bound = lower_bound(&problem, &territory, Effort::Normal).value;
    let mut moved = problem.clone();
    moved.position.iter_mut().for_each(|place| *place = [40.0 * place[0] + 900.0, 40.0 * place[1] - 70.0, 5.0]);
    moved.inertia_weight.iter_mut().for_each(|weight| *weight *= 1e6);
    let scaled = lower_bound(&moved, &territory, Effort::Normal).value;
    assert!((scaled / (bound * 1.6e9) - 1.0).abs() < 2e-3, "{scaled} is not 1.6e9 times {bound}");
}

#[test]
fn a_problem_without_a_feasible_layout_still_has_an_answer() {
    let mut problem = honeycomb(6, 5, 3, &[Some(0.05)], 2);
    problem.bounds.upper.fill(1.0);
    problem.bounds.lower.fill(0.5);
    let territory: Vec<u32> = (0..30).map(|unit| unit % 3).collect();
    for measure in [Measure::Centroid, Measure::UnitIntegerKm] {
        problem.measure = measure;
        assert!(lower_bound(&problem, &territory, Effort::Normal).value.is_finite());
    }
}
