//! What a rebalance keeps of today's layout.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod problems;

use hexalign_core::check::check;
use hexalign_core::problem::{NONE, Problem};
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use problems::honeycomb;

fn solve(problem: &Problem) -> Vec<u32> {
    let mut search = Search::new(problem.clone(), SearchOptions { seed: 1, effort: Effort::Fast }).unwrap();
    search.advance(u64::MAX);
    search.territory().to_vec()
}

/// A layout of a month ago, and accounts that have grown in one corner since.
fn grown() -> Problem {
    let mut problem = honeycomb(20, 20, 8, &[Some(0.05)], 4);
    problem.current = solve(&problem);
    for row in 0..5 {
        for column in 0..5 {
            problem.weights[row * 20 + column] += 4.0;
        }
    }
    let totals = problem.totals();
    problem.bounds = hexalign_core::problem::Bounds::equal_shares(&totals, 8, &[Some(0.05)]);
    problem
}

#[test]
fn a_budget_of_zero_moves_nothing() {
    let mut problem = grown();
    problem.budget = vec![0.0];
    assert_eq!(solve(&problem), problem.current);
}

#[test]
fn the_budget_is_never_exceeded() {
    for share in [0.01, 0.03, 0.1, 0.3] {
        let mut problem = grown();
        problem.budget = vec![problem.totals()[0] * share];
        let verdict = check(&problem, &solve(&problem)).unwrap();
        assert!(verdict.over_budget(&problem).is_none(), "{share}: {:?}", verdict.moved);
        assert!(verdict.moved[0] > 0.0, "nothing moved at {share}");
        assert!(verdict.pieces.iter().all(|&pieces| pieces == 1));
    }
}

#[test]
fn a_large_enough_budget_meets_the_bounds_with_few_moves() {
    let mut problem = grown();
    problem.budget = vec![problem.totals()[0] * 0.3];
    let verdict = check(&problem, &solve(&problem)).unwrap();
    assert!(verdict.is_feasible(&problem), "{:?}", verdict.deviation);
    assert!(verdict.moved[0] < 0.15 * problem.totals()[0], "moved {:?}", verdict.moved);
}

#[test]
fn locked_units_stay() {
    let mut problem = grown();
    problem.rules.locked = problem.current.iter().map(|&territory| territory % 2 == 0).collect();
    let territory = solve(&problem);
    for unit in 0..problem.units() {
        if problem.rules.locked[unit] {
            assert_eq!(territory[unit], problem.current[unit]);
        }
    }
    assert_ne!(territory, problem.current);
}

#[test]
fn units_without_a_territory_join_one_and_are_not_counted_as_moved() {
    let mut problem = grown();
    for unit in 0..40 {
        problem.current[unit] = NONE;
    }
    problem.budget = vec![0.0];
    let territory = solve(&problem);
    let verdict = check(&problem, &territory).unwrap();
    assert_eq!(verdict.moved, vec![0.0]);
    assert!(verdict.pieces.iter().all(|&pieces| pieces == 1));
    assert_eq!(territory[40..], problem.current[40..]);
}

#[test]
fn a_territory_that_lost_all_its_units_is_revived() {
    let mut problem = grown();
    for today in &mut problem.current {
        if *today == 3 {
            *today = NONE;
        }
    }
    let verdict = check(&problem, &solve(&problem)).unwrap();
    assert!(verdict.pieces.iter().all(|&pieces| pieces == 1), "{:?}", verdict.pieces);
}
