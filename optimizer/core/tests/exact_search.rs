//! The exact search beyond what trying every layout can check.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod problems;

use hexalign_core::check::check;
use hexalign_core::exact::{is_small, solve};
use hexalign_core::problem::{Measure, Problem};
use problems::honeycomb;

fn objective(problem: &Problem, territory: &[u32]) -> f64 {
    check(problem, territory).unwrap().objective.iter().sum()
}

#[test]
fn problems_of_thirty_units_are_proven_and_a_known_optimum_stays() {
    for (k, measure) in [(2, Measure::Centroid), (2, Measure::UnitIntegerKm), (3, Measure::UnitIntegerKm)] {
        let mut problem = honeycomb(6, 5, k, &[Some(0.03)], 7);
        problem.position.iter_mut().flatten().for_each(|axis| *axis *= 10.0);
        problem.measure = measure;
        assert!(is_small(&problem));
        let answer = solve(&problem, 200_000, None);
        assert!(answer.complete, "{k} {measure:?}: {} nodes", answer.nodes);
        let best = answer.territory.unwrap();
        let again = solve(&problem, 200_000, Some(&best));
        assert!(again.complete && again.nodes <= answer.nodes, "{k} {measure:?}: {} nodes", again.nodes);
        assert_eq!(again.territory.unwrap(), best);
    }
}

#[test]
fn the_same_problem_gives_the_same_answer() {
    let problem = honeycomb(6, 4, 3, &[Some(0.02)], 3);
    assert_eq!(solve(&problem, 20_000, None), solve(&problem, 20_000, None));
}

#[test]
fn a_walk_cut_short_is_not_complete_and_what_it_found_is_feasible() {
    let problem = honeycomb(8, 6, 4, &[Some(0.1)], 3);
    let answer = solve(&problem, 3_000, None);
    assert!(!answer.complete && answer.nodes == 3_000);
    assert!(check(&problem, &answer.territory.unwrap()).unwrap().is_feasible(&problem));
}

#[test]
fn an_incumbent_that_is_not_feasible_is_not_taken() {
    let problem = honeycomb(4, 3, 2, &[Some(0.1)], 3);
    let split: Vec<u32> = (0..12).map(|unit| unit % 2).collect();
    assert_eq!(solve(&problem, 100_000, Some(&split)).territory, solve(&problem, 100_000, None).territory);
    assert_eq!(solve(&problem, 0, Some(&split)).territory, None);
}

#[test]
fn a_worse_incumbent_is_improved_to_the_optimum() {
    let problem = honeycomb(6, 3, 2, &[Some(0.3)], 5);
    let best = solve(&problem, 100_000, None).territory.unwrap();
    let rows: Vec<u32> = (0..18).map(|unit| u32::from(unit >= 9)).collect();
    assert!(check(&problem, &rows).unwrap().is_feasible(&problem));
    let answer = solve(&problem, 100_000, Some(&rows));
    assert!(answer.complete && objective(&problem, &rows) > objective(&problem, &best));
    assert!((objective(&problem, &answer.territory.unwrap()) - objective(&problem, &best)).abs() < 1e-9);
}

#[test]
fn more_units_than_it_can_hold_come_back_at_once() {
    let problem = honeycomb(13, 10, 2, &[Some(0.1)], 1);
    assert!(!is_small(&problem));
    let answer = solve(&problem, 1_000, None);
    assert!(!answer.complete && answer.territory.is_none() && answer.nodes == 0);
}
