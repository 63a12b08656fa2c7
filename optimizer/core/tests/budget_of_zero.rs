//! A budget of 0 moves nothing, whatever else there is to gain: by every engine, with and without rules.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod planned;
mod problems;

use hexalign_core::problem::{Measure, Problem};
use hexalign_core::solve::random::Random;
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use planned::{Planned, hang_bounds, planned};

/// Today's layout is the plan: rules hold today. By the seed its bounds hold, or are those of an even division, far from it.
fn without_budget(columns: usize, rows: usize, k: usize, seed: u64) -> Problem {
    let Planned { mut problem, plan } = planned(columns, rows, k, seed);
    let mut random = Random::new(seed, 700);
    let totals = problem.totals();
    problem.budget = vec![0.0; totals.len()];
    if totals.len() > 1 && random.below(2) == 0 {
        // A budget of 0 in one metric is enough: every unit has some of it.
        problem.budget[1] = f64::INFINITY;
    }
    if random.below(2) == 0 {
        let even: Vec<u32> = (0..problem.units()).map(|unit| (unit % k) as u32).collect();
        hang_bounds(&mut problem, &even, 0.05);
    }
    if random.below(2) == 0 {
        problem.measure = Measure::UnitIntegerKm;
        problem.position.as_flattened_mut().iter_mut().for_each(|axis| *axis *= 10.0);
    }
    if random.below(3) == 0 {
        problem.homes = (0..k).map(|t| Some([t as f64, 3.0, 0.0])).collect();
        problem.home_weight = [0.5, 1.0][random.below(2)];
    }
    problem.move_cost = [0.0, 0.5][random.below(2)];
    problem.current = plan;
    problem.validate().unwrap();
    problem
}

fn expect_nothing_moves(problem: &Problem, seed: u64) {
    let mut search = Search::new(problem.clone(), SearchOptions { seed, effort: Effort::Fast }).unwrap();
    assert_eq!(search.territory(), problem.current, "{} units, seed {seed}, before the first step", problem.units());
    search.advance(u64::MAX);
    assert_eq!(search.territory(), problem.current, "{} units, seed {seed}", problem.units());
}

#[test]
fn nothing_moves_where_every_layout_is_tried() {
    for seed in 0..100 {
        let k = 2 + (seed % 3) as usize;
        expect_nothing_moves(&without_budget(6, 3 + (seed % 2) as usize, k, seed), seed);
    }
}

#[test]
fn nothing_moves_among_some_hundred_units() {
    for seed in 0..20 {
        expect_nothing_moves(&without_budget(14, 8 + (seed % 10) as usize, 3 + (seed % 6) as usize, seed), seed);
    }
}

#[test]
fn nothing_moves_among_two_thousand_units() {
    for seed in 0..4 {
        expect_nothing_moves(&without_budget(50, 40, 6 + 4 * (seed % 3) as usize, seed), seed);
    }
}
