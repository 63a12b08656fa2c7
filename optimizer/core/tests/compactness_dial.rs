//! The dial between shape and balance: what it asks for is what the search finds, at every size.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod problems;

use hexalign_core::check::check;
use hexalign_core::problem::{LEAST_COMPACTNESS, Measure, Problem};
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use problems::honeycomb;

const DIAL: [f64; 4] = [1.0, 0.7, 0.4, LEAST_COMPACTNESS];
/// By how much a search may miss what another setting of the dial led to.
const SLACK: f64 = 0.02;

/// Moment of inertia, sum of squared deviations, and what each setting of the dial makes of them.
struct Outcome {
    inertia: f64,
    squares: f64,
    cost: Vec<f64>,
}

fn solve(problem: &Problem, compactness: f64, seed: u64) -> Outcome {
    let asked = Problem { compactness, ..problem.clone() };
    let mut search = Search::new(asked, SearchOptions { seed, effort: Effort::Normal }).unwrap();
    search.advance(u64::MAX);
    let territory = search.territory();
    let verdict = check(problem, territory).unwrap();
    assert!(verdict.is_feasible(problem), "compactness {compactness}, seed {seed}");
    let cost = |&compactness: &f64| {
        let asked = Problem { compactness, ..problem.clone() };
        check(&asked, territory).unwrap().objective.iter().sum()
    };
    Outcome {
        inertia: verdict.moment_of_inertia.iter().sum(),
        squares: verdict.deviation.iter().map(|deviation| deviation * deviation).sum(),
        cost: DIAL.iter().map(cost).collect(),
    }
}

fn expect_trade(problem: &Problem, seed: u64) {
    let outcomes: Vec<Outcome> = DIAL.iter().map(|&compactness| solve(problem, compactness, seed)).collect();
    for o in &outcomes {
        eprintln!("inertia {:.0} squares {:.6} cost {:.0?}", o.inertia, o.squares, o.cost);
    }
    for (at, own) in outcomes.iter().enumerate() {
        for other in &outcomes {
            assert!(
                own.cost[at] <= other.cost[at] * (1.0 + SLACK),
                "dial {}, seed {seed}: {} where {} is possible",
                DIAL[at],
                own.cost[at],
                other.cost[at]
            );
        }
    }
    let (shape, balance) = (&outcomes[0], &outcomes[DIAL.len() - 1]);
    assert!(balance.squares < 0.05 * shape.squares, "seed {seed}: {} of {}", balance.squares, shape.squares);
    assert!(shape.inertia < balance.inertia, "seed {seed}: {} and {}", shape.inertia, balance.inertia);
}

#[test]
fn each_setting_gives_the_layout_that_it_asks_for_among_few_units() {
    for seed in 0..3 {
        let mut problem = honeycomb(18, 16, 6, &[Some(0.3)], seed);
        expect_trade(&problem, seed);
        problem.measure = Measure::UnitIntegerKm;
        problem.position.iter_mut().flatten().for_each(|axis| *axis *= 10.0);
        expect_trade(&problem, seed);
    }
}

#[test]
fn each_setting_gives_the_layout_that_it_asks_for_among_many_units() {
    for seed in 0..2 {
        expect_trade(&honeycomb(60, 50, 15, &[Some(0.2), Some(0.3)], seed), seed);
    }
}
