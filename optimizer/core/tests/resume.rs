//! A search written to bytes and taken up again ends as one that was never left.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod planned;
mod problems;

use hexalign_core::problem::{Measure, NONE, Problem};
use hexalign_core::solve::constraint::rulebook::Rulebook;
use hexalign_core::solve::random::Random;
use hexalign_core::solve::search::{Effort, Proof, Search, SearchOptions};
use hexalign_core::solve::start::fresh;
use planned::planned;
use problems::{honeycomb, random_graph};

const OPTIONS: SearchOptions = SearchOptions { seed: 3, effort: Effort::Fast };
/// What a step of a durable workflow may hold.
const MOST_BYTES: usize = 1 << 20;

type End = (Vec<u32>, u64, Option<Proof>);

fn end_of(search: &Search) -> End {
    (search.territory().to_vec(), search.steps(), search.proof())
}

fn solve_at_once(problem: &Problem, options: SearchOptions) -> End {
    let mut search = Search::new(problem.clone(), options).unwrap();
    search.advance(u64::MAX);
    end_of(&search)
}

/// Slices of up to so many steps, and another process for each; answers the number of slices, too.
fn solve_in_pieces(problem: &Problem, options: SearchOptions, most: usize, seed: u64) -> (End, usize) {
    let mut random = Random::new(seed, 900);
    let mut search = Search::new(problem.clone(), options).unwrap();
    let mut slices = 0;
    while !search.is_done() {
        search.advance(random.below(most) as u64);
        let (progress, state) = (search.progress(), search.state().to_vec());
        let bytes = search.save();
        assert!(bytes.len() < MOST_BYTES);
        search = Search::resume(problem.clone(), options, &bytes).unwrap();
        assert!(search.progress() >= progress);
        assert_eq!(search.state().len(), state.len());
        assert_eq!(search.save(), bytes, "what was read is not what was written");
        slices += 1;
    }
    (end_of(&search), slices)
}

fn expect_same(problem: &Problem, options: SearchOptions, most: usize, least_slices: usize) {
    let whole = solve_at_once(problem, options);
    let (pieces, slices) = solve_in_pieces(problem, options, most, options.seed);
    assert_eq!(pieces, whole, "{} units in {slices} slices", problem.units());
    assert!(slices >= least_slices, "{} units: {slices} slices", problem.units());
}

#[test]
fn problems_that_are_solved_exactly() {
    for (seed, tolerance) in [(5, 0.1), (6, 0.3), (7, 0.0001)] {
        expect_same(&honeycomb(5, 4, 3, &[Some(tolerance)], seed), OPTIONS, 1_000, 1);
    }
}

#[test]
fn small_problems() {
    for seed in 0..6 {
        let mut problem = match seed % 3 {
            0 => honeycomb(15, 6, 5, &[Some(0.02), Some(0.05)], seed),
            1 => random_graph(70, 4, &[Some(0.05)], seed),
            _ => honeycomb(20, 15, 7, &[Some(0.01), Some(0.03)], seed),
        };
        problem.measure = if seed < 3 { Measure::UnitIntegerKm } else { Measure::Centroid };
        expect_same(&problem, SearchOptions { seed, ..OPTIONS }, 300_000, 4);
    }
}

/// Bounds so tight that attempts follow one another, each with recombinations.
#[test]
fn large_problems_with_several_attempts() {
    for (seed, tolerance) in [(1, 0.05), (2, 0.000_01)] {
        let problem = honeycomb(50, 40, 12, &[Some(tolerance), Some(5.0 * tolerance)], seed);
        expect_same(&problem, SearchOptions { seed, ..OPTIONS }, 200_000, 3);
    }
    let wide = honeycomb(60, 50, 100, &[Some(0.02)], 4);
    expect_same(&wide, OPTIONS, 60_000, 10);
}

#[test]
fn problems_whose_pieces_do_not_matter() {
    for (columns, rows, k) in [(12, 10, 4), (50, 40, 12)] {
        let problem = Problem { contiguity: false, ..honeycomb(columns, rows, k, &[Some(0.01), Some(0.01)], 8) };
        expect_same(&problem, OPTIONS, 400_000, 3);
    }
}

#[test]
fn problems_with_every_kind_of_rule_homes_today_and_the_dial() {
    for seed in 0..10 {
        let (columns, rows, k) = if seed % 2 == 0 { (20, 15, 7) } else { (50, 40, 12) };
        let mut problem = planned(columns, rows, k, seed).problem;
        if problem.current.is_empty() && seed % 3 == 0 {
            problem.current = fresh::start(&problem, &Rulebook::new(&problem), 1, true);
            problem.current[7] = NONE;
        }
        if !problem.current.is_empty() && seed % 4 < 2 {
            problem.budget = problem.totals().iter().map(|total| 0.2 * total).collect();
        }
        if seed % 3 != 1 {
            let at = |t: usize| problem.position[t * 31 % problem.units()];
            problem.homes = (0..k).map(|t| (t % 3 != 0).then(|| at(t))).collect();
            problem.home_weight = 0.3;
        }
        problem.compactness = if seed % 3 == 2 { 0.4 } else { 1.0 };
        expect_same(&problem, SearchOptions { seed, ..OPTIONS }, 400_000, 2);
    }
}

#[test]
fn two_hundred_thousand_units_in_a_thousand_territories_take_less_than_a_mebibyte() {
    let problem = honeycomb(500, 400, 1_000, &[Some(0.05), Some(0.05)], 9);
    let mut search = Search::new(problem.clone(), OPTIONS).unwrap();
    search.advance(300_000);
    let before = search.steps();
    let bytes = search.save();
    assert!(bytes.len() < MOST_BYTES / 4, "{} bytes", bytes.len());
    assert!(search.steps() - before < 7 * 200_000, "rested after {} steps", search.steps() - before);
    let mut other = Search::resume(problem, OPTIONS, &bytes).unwrap();
    for search in [&mut search, &mut other] {
        search.advance(1);
        assert!(search.save().len() < MOST_BYTES / 4);
    }
    assert_eq!(end_of(&other), end_of(&search));
    assert_eq!(other.state(), search.state());
}
