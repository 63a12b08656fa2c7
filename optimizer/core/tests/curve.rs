//! The disruption curve: more budget is never worse, and no point spends more than it has.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod every_layout;
mod problems;
mod small;

use every_layout::every_layout;
use hexalign_core::check::check;
use hexalign_core::curve::Curve;
use hexalign_core::problem::Problem;
use hexalign_core::solve::search::{Effort, Proof, Search, SearchOptions};
use problems::honeycomb;
use small::small_problem;

const OPTIONS: SearchOptions = SearchOptions { seed: 5, effort: Effort::Fast };

/// A layout of yesterday's weights, out of balance today.
fn drifted(seed: u64) -> Problem {
    let mut yesterday = Search::new(honeycomb(9, 8, 4, &[Some(0.1)], seed), OPTIONS).unwrap();
    yesterday.advance(u64::MAX);
    let mut problem = honeycomb(9, 8, 4, &[Some(0.1)], seed + 1);
    problem.current = yesterday.territory().to_vec();
    problem
}

fn solved(problem: Problem, budgets: Vec<Vec<f64>>, slice: u64) -> Curve {
    let mut curve = Curve::new(problem, OPTIONS, budgets).unwrap();
    let mut before = 0.0;
    while !curve.is_done() {
        curve.advance(slice).unwrap();
        assert!(curve.progress() >= before);
        before = curve.progress();
    }
    assert!((curve.progress() - 1.0).abs() < 1e-12);
    curve
}

#[test]
fn a_larger_budget_is_never_worse_and_none_is_overspent() {
    for seed in 1..5 {
        let problem = drifted(seed);
        let total = problem.totals()[0];
        let budgets: Vec<Vec<f64>> =
            [0.05, 0.0, 0.1, 0.2, f64::INFINITY, 0.02].iter().map(|share| vec![share * total]).collect();
        let curve = solved(problem.clone(), budgets.clone(), 50_000);
        let mut points: Vec<_> = (0..budgets.len()).map(|at| (budgets[at][0], curve.point(at).unwrap())).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert_eq!(points[0].1.territory, problem.current, "a budget of 0: nothing moves");
        for (budget, point) in &points {
            let verdict = check(&Problem { budget: vec![*budget], ..problem.clone() }, &point.territory).unwrap();
            assert!(verdict.over_budget(&Problem { budget: vec![*budget], ..problem.clone() }).is_none());
            assert_eq!(verdict.moved, point.moved);
            assert_eq!(verdict.objective.iter().sum::<f64>(), point.objective);
        }
        for pair in points.windows(2) {
            let (less, more) = (&pair[0].1, &pair[1].1);
            assert!((more.excess, more.objective) <= (less.excess, less.objective), "{less:?} {more:?}");
        }
        assert!(points.last().unwrap().1.feasible);
    }
}

#[test]
fn does_not_depend_on_the_slices_nor_on_the_order_asked_in() {
    let problem = drifted(1);
    let total = problem.totals()[0];
    let budgets: Vec<Vec<f64>> = [0.04, 0.3, 0.1].iter().map(|share| vec![share * total]).collect();
    let whole = solved(problem.clone(), budgets.clone(), u64::MAX);
    let sliced = solved(problem, budgets.into_iter().rev().collect(), 1_000);
    assert_eq!(whole.steps(), sliced.steps());
    for at in 0..3 {
        assert_eq!(whole.point(at).unwrap().territory, sliced.point(2 - at).unwrap().territory);
    }
}

#[test]
fn one_budget_is_the_search_itself() {
    let problem = honeycomb(8, 8, 4, &[Some(0.05)], 3);
    let mut search = Search::new(problem.clone(), OPTIONS).unwrap();
    search.advance(u64::MAX);
    let curve = solved(problem, vec![vec![]], 10_000);
    assert_eq!(curve.point(0).unwrap().territory, search.territory());
    assert_eq!(curve.steps(), search.steps());
}

#[test]
fn a_budget_that_a_found_layout_keeps_to_costs_no_search() {
    let problem = drifted(2);
    let total = problem.totals()[0];
    let one = solved(problem.clone(), vec![vec![0.9 * total]], u64::MAX);
    let two = solved(problem, vec![vec![0.9 * total], vec![f64::INFINITY]], u64::MAX);
    assert_eq!(two.point(0).unwrap().territory, two.point(1).unwrap().territory);
    // A walk that the budget never bound need not be the same walk; a second search would be as long as the first.
    assert!(two.steps() < one.steps() * 5 / 4, "{} {}", two.steps(), one.steps());
}

#[test]
fn what_is_proven_at_a_budget_is_so_among_all_its_layouts() {
    let (mut optimal, mut infeasible, mut inherited) = (0, 0, 0);
    for seed in 0..60 {
        let problem = small_problem(seed);
        if problem.current.is_empty() {
            continue;
        }
        let totals = problem.totals();
        let budgets: Vec<Vec<f64>> =
            [0.3, 1.0, 0.6, 0.1].iter().map(|share| totals.iter().map(|total| share * total).collect()).collect();
        let largest = solved(problem.clone(), vec![budgets[1].clone()], u64::MAX).steps();
        let curve = solved(problem.clone(), budgets.clone(), u64::MAX);
        for (at, budget) in budgets.into_iter().enumerate() {
            let point = curve.point(at).unwrap();
            let optimum = every_layout(&Problem { budget, ..problem.clone() }).optimum;
            match point.proof {
                Some(Proof::Optimal) => {
                    assert!(point.feasible && point.objective <= optimum.unwrap() * (1.0 + 1e-7) + 1e-9, "seed {seed}");
                    optimal += 1;
                    inherited += usize::from(at != 1 && curve.steps() == largest);
                }
                Some(Proof::Infeasible) => {
                    assert!(!point.feasible && optimum.is_none(), "seed {seed}");
                    infeasible += 1;
                }
                None => panic!("seed {seed}: so few layouts are all tried"),
            }
        }
    }
    println!("{optimal} optimal, {inherited} of them by a search with a larger budget; {infeasible} infeasible");
    assert!(optimal > 20 && infeasible > 20 && inherited > 3);
}

#[test]
fn a_curve_written_and_taken_up_again_ends_the_same() {
    for contiguity in [true, false] {
        let problem = Problem { contiguity, budget: vec![40.0], ..drifted(3) };
        let total = problem.totals()[0];
        let budgets: Vec<Vec<f64>> = vec![vec![0.02 * total], vec![], vec![0.1 * total]];
        let whole = solved(problem.clone(), budgets.clone(), u64::MAX);
        let mut curve = Curve::new(problem.clone(), OPTIONS, budgets.clone()).unwrap();
        let mut slices = 0;
        while !curve.is_done() {
            curve.advance(150_000).unwrap();
            let bytes = curve.save();
            curve = Curve::resume(problem.clone(), OPTIONS, budgets.clone(), &bytes).unwrap();
            assert_eq!(curve.save(), bytes);
            slices += 1;
        }
        assert!(slices > 5, "{slices}");
        assert_eq!((curve.steps(), &curve.problem().budget), (whole.steps(), &problem.budget));
        for at in 0..budgets.len() {
            let (point, expected) = (curve.point(at).unwrap(), whole.point(at).unwrap());
            assert_eq!(format!("{point:?}"), format!("{expected:?}"));
        }
        let bytes = curve.save();
        assert!(Curve::resume(problem.clone(), OPTIONS, budgets[..2].to_vec(), &bytes).is_err());
    }
}
