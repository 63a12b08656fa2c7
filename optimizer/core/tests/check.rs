//! The checker on layouts whose faults are known.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod problems;

use hexalign_core::check::check;
use hexalign_core::problem::Problem;
use problems::honeycomb;

/// Ten units in a row, each of weight 1, two territories of 5 give or take 1.
fn row() -> Problem {
    let mut problem = honeycomb(10, 1, 2, &[Some(0.2)], 1);
    problem.weights.fill(1.0);
    problem.inertia_weight.fill(1.0);
    problem.bounds = hexalign_core::problem::Bounds::equal_shares(&[10.0], 2, &[Some(0.2)]);
    problem
}

fn split_at(first: usize) -> Vec<u32> {
    (0..10).map(|unit| u32::from(unit >= first)).collect()
}

#[test]
fn accepts_a_balanced_connected_layout_and_measures_it() {
    let verdict = check(&row(), &split_at(5)).unwrap();
    assert!(verdict.is_feasible(&row()));
    assert_eq!(verdict.sums, [5.0, 5.0]);
    assert_eq!(verdict.deviation, [0.0, 0.0]);
    assert_eq!(verdict.moment_of_inertia, [10.0, 10.0]);
    assert_eq!(verdict.touching, [(0, 1)]);
}

#[test]
fn a_sum_on_its_bound_is_inside_and_one_past_it_is_not() {
    assert!(check(&row(), &split_at(4)).unwrap().is_feasible(&row()));
    let verdict = check(&row(), &split_at(3)).unwrap();
    assert_eq!(verdict.inside, [false, false]);
    assert!((verdict.deviation[0] - 0.4).abs() < 1e-12);
    assert!(!verdict.is_feasible(&row()));
}

#[test]
fn counts_pieces() {
    let mut territory = split_at(5);
    territory[0] = 1;
    let verdict = check(&row(), &territory).unwrap();
    assert_eq!(verdict.pieces, [1, 2]);
    assert!(!verdict.is_feasible(&row()));
}

#[test]
fn an_empty_territory_is_not_feasible() {
    let mut problem = row();
    problem.bounds.lower.fill(0.0);
    problem.bounds.upper.fill(100.0);
    let verdict = check(&problem, &split_at(10)).unwrap();
    assert_eq!(verdict.pieces, [1, 0]);
    assert!(!verdict.is_feasible(&problem));
}

#[test]
fn sees_broken_locks_and_budgets() {
    let mut problem = row();
    problem.current = split_at(5);
    problem.rules.locked = vec![false; 10];
    problem.rules.locked[4] = true;
    problem.budget = vec![1.0];
    let verdict = check(&problem, &split_at(4)).unwrap();
    assert_eq!(verdict.broken_locks, [4]);
    assert_eq!(verdict.moved, [1.0]);
    assert!(verdict.over_budget(&problem).is_none());
    problem.budget = vec![0.5];
    assert_eq!(verdict.over_budget(&problem), Some(0));
}

#[test]
fn refuses_an_assignment_that_is_none() {
    assert_eq!(check(&row(), &[0; 9]).err(), Some(10));
    let mut territory = split_at(5);
    territory[6] = 2;
    assert_eq!(check(&row(), &territory).err(), Some(6));
}
