//! Rules that hold in every result, whatever the engine: of problems too large for the exact search, each with a layout that keeps them.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod planned;
mod problems;

use hexalign_core::check::check;
use hexalign_core::problem::Problem;
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use planned::{Planned, planned};

fn solve(problem: &Problem, seed: u64) -> Vec<u32> {
    let mut search = Search::new(problem.clone(), SearchOptions { seed, effort: Effort::Fast }).unwrap();
    search.advance(u64::MAX);
    search.territory().to_vec()
}

/// Solves the problem of each seed; answers those whose rules the result breaks, and how many results keep the bounds, too.
fn broken(seeds: std::ops::Range<u64>, make: impl Fn(u64) -> Planned) -> (Vec<String>, usize) {
    let (mut broken, mut feasible) = (Vec::new(), 0);
    for seed in seeds {
        let Planned { problem, plan } = make(seed);
        let known = check(&problem, &plan).unwrap();
        assert!(known.is_feasible(&problem), "seed {seed}: the plan breaks its own rules");
        let verdict = check(&problem, &solve(&problem, seed)).unwrap();
        feasible += usize::from(verdict.is_feasible(&problem));
        if !verdict.keeps_rules(&problem) {
            broken.push(format!(
                "seed {seed}, contiguity {}: pieces {:?}, locks {:?}, misplaced {:?}, groups {:?}, pairs {:?}",
                problem.contiguity,
                verdict.pieces,
                verdict.broken_locks,
                verdict.misplaced,
                verdict.split_groups,
                verdict.joined_pairs
            ));
        }
    }
    (broken, feasible)
}

#[test]
fn rules_hold_in_every_result_of_some_hundred_units() {
    let sizes = [(10, 10, 4), (14, 11, 6), (18, 12, 5), (20, 20, 9)];
    let (broken, feasible) = broken(0..96, |seed| {
        let (columns, rows, k) = sizes[(seed % 4) as usize];
        planned(columns, rows, k, seed)
    });
    println!("{feasible} of 96 keep the bounds, too");
    assert!(broken.is_empty(), "{} of 96:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn rules_hold_in_every_result_of_two_thousand_units() {
    let (broken, feasible) = broken(0..10, |seed| planned(50, 40, 8 + (seed % 3) as usize * 6, seed));
    println!("{feasible} of 10 keep the bounds, too");
    assert!(broken.is_empty(), "{} of 10:\n{}", broken.len(), broken.join("\n"));
}
