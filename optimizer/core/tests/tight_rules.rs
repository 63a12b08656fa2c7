//! The search for small problems alone, without the exact search before and after it, beside every layout there is.
//!
//! `HEXALIGN_PROBLEMS=10000 cargo test --release --test tight_rules` tries more than the ordinary run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod every_layout;
mod small;

use every_layout::{every_layout, is_feasible, objective};
use hexalign_core::problem::Problem;
use hexalign_core::solve::constraint::rulebook::Rulebook;
use hexalign_core::solve::proximity::proximity;
use hexalign_core::solve::tight::tight_search::TightSearch;
use small::small_problem;

const PROBLEMS: u64 = 500;
const STEPS: u64 = 100_000;
const ROUNDING: f64 = 1e-12;

fn seeds() -> std::ops::Range<u64> {
    0..std::env::var("HEXALIGN_PROBLEMS").map_or(PROBLEMS, |count| count.parse().unwrap())
}

/// What the search says of its best layout is so; whether that is feasible.
fn expect_true_claim(problem: &Problem, search: &TightSearch, seed: u64) -> bool {
    let (claim, best) = (search.standing(), search.best());
    let feasible = is_feasible(problem, best);
    assert!(feasible || !claim.is_feasible(), "seed {seed}: called feasible what is not: {best:?}");
    if feasible {
        // Sums are kept move by move: where a bound leaves no room at all, rounding may be outside of it.
        assert!(claim.broken == 0 && claim.excess < ROUNDING, "seed {seed}: {claim:?} of {best:?}");
        let truth = objective(problem, best);
        let is_near = (claim.objective - truth).abs() <= 1e-7 * truth.abs() + 1e-6;
        assert!(is_near, "seed {seed}: claims {} of {truth}", claim.objective);
    }
    feasible
}

/// Solves a problem as the whole search does, with near units as neighbours where pieces do not matter.
fn solve(problem: &Problem, seed: u64) -> TightSearch {
    let mut near = problem.clone();
    if !problem.contiguity {
        near.adjacency = proximity(problem).unwrap();
    }
    let book = Rulebook::new(&near);
    let mut search = TightSearch::new(&near, &book, seed, STEPS);
    expect_true_claim(problem, &search, seed);
    while !search.is_done() {
        search.advance(&near, &book);
        expect_true_claim(problem, &search, seed);
    }
    search
}

#[test]
fn nothing_is_called_feasible_that_is_not_and_most_optima_are_found() {
    let (mut possible, mut found, mut optimal) = (0, 0, 0);
    for seed in seeds() {
        let problem = small_problem(seed);
        let search = solve(&problem, seed);
        let feasible = expect_true_claim(&problem, &search, seed);
        let Some(optimum) = every_layout(&problem).optimum else {
            assert!(!feasible, "seed {seed}: no layout is feasible");
            continue;
        };
        possible += 1;
        found += u64::from(feasible);
        optimal += u64::from(feasible && objective(&problem, search.best()) <= optimum * (1.0 + 1e-7) + 1e-9);
    }
    // What is missed here the exact search finds: problems of this size go there first.
    assert!(found * 100 >= possible * 82, "{found} of {possible} found");
    assert!(optimal * 100 >= possible * 75, "{optimal} of {possible} optimal");
}
