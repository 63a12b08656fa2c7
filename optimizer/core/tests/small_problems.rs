//! The exact search and the checker beside every layout there is, on random small problems with every kind of rule.
//!
//! `HEXALIGN_PROBLEMS=10000 cargo test --release --test small_problems` tries more than the ordinary run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod every_layout;
mod small;

use every_layout::{every_layout, is_feasible, objective};
use hexalign_core::check::check;
use hexalign_core::exact::{is_small, solve};
use hexalign_core::problem::Problem;
use hexalign_core::reasons::{causes, find, remedy};
use hexalign_core::solve::random::Random;
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use small::small_problem;

const PROBLEMS: u64 = 1_500;
const MOST_NODES: u64 = 200_000;

fn seeds() -> std::ops::Range<u64> {
    0..std::env::var("HEXALIGN_PROBLEMS").map_or(PROBLEMS, |count| count.parse().unwrap())
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-7 * b.abs() + 1e-9
}

/// The checker's answer about a layout is that of the definition.
fn expect_same_judgement(problem: &Problem, territory: &[u32], seed: u64) {
    let verdict = check(problem, territory).unwrap();
    assert_eq!(verdict.is_feasible(problem), is_feasible(problem, territory), "seed {seed}: {territory:?}");
    let measured: f64 = verdict.objective.iter().sum();
    // The checker gives an empty territory no cost, and no feasible layout has one.
    if verdict.pieces.iter().all(|&pieces| pieces > 0) {
        assert!(is_near(measured, objective(problem, territory)), "seed {seed}: {territory:?}");
    }
}

#[test]
fn the_exact_search_finds_what_trying_every_layout_finds_and_the_checker_agrees() {
    let (mut possible, mut most_nodes, mut nodes) = (0, 0, 0);
    for seed in seeds() {
        let problem = small_problem(seed);
        let truth = every_layout(&problem);
        let mut random = Random::new(seed, 300);
        for _ in 0..20 {
            let territory: Vec<u32> = (0..problem.units()).map(|_| random.below(problem.territories) as u32).collect();
            expect_same_judgement(&problem, &territory, seed);
        }
        for territory in &truth.some {
            expect_same_judgement(&problem, territory, seed);
            let mut near = territory.clone();
            near[random.below(problem.units())] = random.below(problem.territories) as u32;
            expect_same_judgement(&problem, &near, seed);
        }
        assert!(is_small(&problem));
        let answer = solve(&problem, MOST_NODES, None);
        assert!(answer.complete, "seed {seed}: {} nodes", answer.nodes);
        (nodes, most_nodes) = (nodes + answer.nodes, most_nodes.max(answer.nodes));
        let found = answer.territory.map(|territory| {
            assert!(is_feasible(&problem, &territory), "seed {seed}: called feasible what is not");
            objective(&problem, &territory)
        });
        match (found, truth.optimum) {
            (None, None) => {}
            (Some(found), Some(best)) => {
                assert!(is_near(found, best), "seed {seed}: {found} where {best} is possible");
                possible += 1;
            }
            (found, best) => panic!("seed {seed}: found {found:?} where {best:?} is the optimum"),
        }
    }
    let count = seeds().end;
    println!("{possible} of {count} possible; {} nodes on average, {most_nodes} at most", nodes / count);
    assert!(possible * 10 > count * 3 && possible * 10 < count * 8, "{possible} of {count} possible: too lopsided");
}

#[test]
fn no_cause_is_given_for_a_problem_that_has_a_layout_and_most_others_have_one() {
    let (mut impossible, mut explained) = (0, 0);
    for seed in seeds() {
        let problem = small_problem(seed);
        let causes = causes(&problem);
        for cause in &causes {
            assert!(!remedy(cause, &problem).is_empty());
        }
        if every_layout(&problem).optimum.is_some() {
            assert_eq!(causes, [], "seed {seed}: possible");
        } else {
            impossible += 1;
            explained += u64::from(!causes.is_empty());
        }
    }
    println!("{explained} of {impossible} impossible problems have a cause");
    assert!(explained * 2 > impossible, "{explained} of {impossible}");
}

#[test]
fn every_layout_that_is_not_feasible_has_a_reason_and_no_other_has() {
    for seed in seeds() {
        let problem = small_problem(seed);
        let mut random = Random::new(seed, 301);
        for _ in 0..10 {
            let territory: Vec<u32> = (0..problem.units()).map(|_| random.below(problem.territories) as u32).collect();
            let verdict = check(&problem, &territory).unwrap();
            let reasons = find(&problem, &verdict, &territory, None);
            assert_eq!(reasons.is_empty(), is_feasible(&problem, &territory), "seed {seed}: {reasons:?}");
        }
    }
}

/// The search itself, on the same problems: it must try the exact search where that is worth it, and keep every rule.
#[test]
fn the_search_calls_nothing_feasible_that_is_not_and_misses_nothing_that_is() {
    for seed in seeds() {
        let problem = small_problem(seed);
        let is_possible = every_layout(&problem).optimum.is_some();
        let options = SearchOptions { seed, effort: Effort::Normal };
        let mut search = Search::new(problem.clone(), options).unwrap();
        search.advance(u64::MAX);
        let verdict = check(&problem, search.territory()).unwrap();
        assert_eq!(verdict.is_feasible(&problem), is_feasible(&problem, search.territory()), "seed {seed}");
        assert_eq!(verdict.is_feasible(&problem), is_possible, "seed {seed}");
    }
}
