//! The search against problems small enough to try every layout.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod problems;

use hexalign_core::check::check;
use hexalign_core::problem::Problem;
use hexalign_core::solve::random::Random;
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use problems::{brute_force, random_graph};

fn solve(problem: &Problem) -> Vec<u32> {
    let mut search = Search::new(problem.clone(), SearchOptions { seed: 1, effort: Effort::Fast }).unwrap();
    search.advance(u64::MAX);
    search.territory().to_vec()
}

/// How often the search found what trying every layout finds.
#[derive(Debug, Default)]
struct Score {
    possible: usize,
    found: usize,
    optimal: usize,
}

/// Solves 120 problems of 6 to 10 units beside brute force. Whatever is called feasible is possible, and not better than the optimum.
fn score(change: impl Fn(u64, &mut Problem)) -> Score {
    let mut score = Score::default();
    for seed in 0..120 {
        let units = 6 + (seed % 5) as usize;
        let tolerance = [0.05, 0.15, 0.4][(seed % 3) as usize];
        let mut problem = random_graph(units, 2 + (seed % 2) as usize, &[Some(tolerance), None], seed);
        change(seed, &mut problem);
        let verdict = check(&problem, &solve(&problem)).unwrap();
        assert!(verdict.broken_locks.is_empty() && verdict.over_budget(&problem).is_none(), "seed {seed}");
        let feasible = verdict.is_feasible(&problem);
        let Some(best) = brute_force(&problem) else {
            assert!(!feasible, "seed {seed}: called feasible what cannot be");
            continue;
        };
        score.possible += 1;
        if feasible {
            let inertia: f64 = verdict.moment_of_inertia.iter().sum();
            assert!(inertia > best * (1.0 - 1e-9), "seed {seed}: below the optimum");
            score.found += 1;
            score.optimal += usize::from(inertia < best * (1.0 + 1e-9));
        }
    }
    score
}

#[test]
fn small_problems_are_solved_and_mostly_to_the_optimum() {
    let score = score(|_, _| {});
    assert!(score.possible > 60, "too few feasible problems: {score:?}");
    assert_eq!(score.found, score.possible);
    assert!(score.optimal * 100 >= score.possible * 92, "{score:?}");
}

#[test]
fn locks_and_budgets_hold_and_hardly_a_feasible_layout_is_missed() {
    let score = score(|seed, problem| {
        let mut random = Random::new(seed, 9);
        problem.current = solve(problem);
        problem.weights[0] += 6.0;
        problem.rules.locked = (0..problem.units()).map(|_| random.below(4) == 0).collect();
        let total = problem.totals()[0];
        problem.budget = vec![total * 0.3, f64::INFINITY];
    });
    assert!(score.possible > 20, "too few feasible problems: {score:?}");
    assert!(score.found * 100 >= score.possible * 95, "{score:?}");
}
