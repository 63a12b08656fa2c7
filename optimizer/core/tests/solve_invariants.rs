//! What every step of the search keeps.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod planned;
mod problems;

use hexalign_core::check::check;
use hexalign_core::problem::{Measure, NONE, Problem};
use hexalign_core::solve::constraint::rulebook::Rulebook;
use hexalign_core::solve::large_search::LargeSearch;
use hexalign_core::solve::partition::Partition;
use hexalign_core::solve::random::Random;
use hexalign_core::solve::repair::repair;
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use hexalign_core::solve::start::fresh;
use hexalign_core::solve::tight::shape::Shape;
use hexalign_core::solve::tight::state::State;
use hexalign_core::solve::tight::walk::{Walk, WalkPlan};
use planned::planned;
use problems::{honeycomb, random_graph};

#[test]
fn every_territory_stays_contiguous_after_each_move() {
    let problem = honeycomb(14, 14, 6, &[Some(0.02), Some(0.1)], 1);
    let book = Rulebook::new(&problem);
    let mut search = LargeSearch::new(&problem, &book, SearchOptions { seed: 1, effort: Effort::Normal });
    let mut changes = 0;
    let mut before = search.state().to_vec();
    for _ in 0..60_000 {
        search.take_step(&problem, &book);
        if search.state() != before {
            before = search.state().to_vec();
            changes += 1;
            let verdict = check(&problem, &before).unwrap();
            assert!(verdict.pieces.iter().all(|&pieces| pieces == 1), "{:?} after {changes}", verdict.pieces);
        }
    }
    assert!(changes > 1_000, "the search hardly moved: {changes}");
}

/// Trees with leaves cut units off; the walk moves them along.
#[test]
fn a_walk_keeps_contiguity_sums_and_objective_after_each_move() {
    for (seed, measure) in [(1, Measure::Centroid), (2, Measure::UnitIntegerKm), (3, Measure::Centroid)] {
        let graph = if seed < 3 {
            random_graph(60, 4, &[Some(0.2), None], seed)
        } else {
            honeycomb(9, 9, 5, &[Some(0.1)], seed)
        };
        let problem = Problem { measure, move_cost: 0.0, ..graph };
        let book = Rulebook::new(&problem);
        let owners = fresh::start(&problem, &book, seed, false);
        let mut state = State::new(&problem, &book, Shape::new(&problem), owners);
        let scale = state.shape.total();
        let plan = WalkPlan { steps: 20_000, hot: 0.1 * scale, cold: 0.001 * scale, penalty: scale };
        let mut changes = 0;
        Walk::default().run(&problem, &book, &mut state, &mut Random::new(seed, 0), plan, |state, _, _| {
            changes += 1;
            let verdict = check(&problem, &state.owners).unwrap();
            assert!(verdict.pieces.iter().all(|&pieces| pieces == 1), "{:?} after {changes}", verdict.pieces);
            let objective: f64 = verdict.objective.iter().sum();
            assert!((state.shape.total() - objective).abs() < 1e-6 * scale, "after {changes}");
            assert_eq!(state.standing().is_feasible(), verdict.is_feasible(&problem), "after {changes}");
        });
        assert!(changes > 500, "the walk hardly moved: {changes}");
    }
}

#[test]
fn running_sums_equal_recomputed_ones() {
    let problem = honeycomb(12, 9, 5, &[Some(0.1), None, Some(0.2)], 2);
    let mut random = Random::new(7, 0);
    let mut partition = Partition::new(&problem, fresh::start(&problem, &Rulebook::new(&problem), 1, false));
    for _ in 0..5_000 {
        let unit = random.below(problem.units()) as u32;
        let to = random.below(5) as u32;
        if partition.count[partition.territory[unit as usize] as usize] > 1 {
            partition.shift(&problem, unit, to);
        }
    }
    let fresh = Partition::new(&problem, partition.territory.clone());
    assert_eq!(partition.count, fresh.count);
    let mut border = partition.border().to_vec();
    let mut expected = fresh.border().to_vec();
    border.sort_unstable();
    expected.sort_unstable();
    assert_eq!(border, expected);
    for territory in 0..5 {
        let mut border = partition.border_of(territory).to_vec();
        let mut expected = fresh.border_of(territory).to_vec();
        border.sort_unstable();
        expected.sort_unstable();
        assert_eq!(border, expected);
        for (sum, exact) in partition.sums_of(territory).iter().zip(fresh.sums_of(territory)) {
            assert!((sum - exact).abs() < 1e-6);
        }
        let (sum, exact) = (&partition.moments[territory as usize], &fresh.moments[territory as usize]);
        assert!((sum.inertia() - exact.inertia()).abs() < 1e-6 * exact.inertia());
    }
}

#[test]
fn bisection_leaves_no_territory_empty_or_in_pieces() {
    for seed in 0..300 {
        let units = 2 + (seed as usize * 7) % 40;
        let territories = 1 + (seed as usize * 5) % units;
        let mut problem = random_graph(units, territories, &[Some(0.1)], seed);
        if seed % 3 == 0 {
            // One unit that outweighs all others.
            problem.weights[units / 2] = 1e6;
        }
        if seed % 5 == 0 {
            problem.weights.fill(0.0);
            problem.inertia_weight.fill(0.0);
        }
        let verdict = check(&problem, &fresh::start(&problem, &Rulebook::new(&problem), seed, false)).unwrap();
        assert!(verdict.pieces.iter().all(|&p| p == 1), "{units} units, {territories}: {:?}", verdict.pieces);
    }
}

#[test]
fn repair_connects_any_assignment() {
    for seed in 0..100 {
        let problem = honeycomb(10, 8, 4, &[Some(0.5)], seed);
        let mut random = Random::new(seed, 0);
        let mut territory: Vec<u32> = (0..80).map(|_| random.below(4) as u32).collect();
        territory[3] = NONE;
        repair(&problem, &Rulebook::new(&problem), &mut territory);
        let verdict = check(&problem, &territory).unwrap();
        assert!(verdict.pieces.iter().all(|&pieces| pieces <= 1), "{:?}", verdict.pieces);
    }
}

fn expect_same_in_slices(problem: &Problem) {
    let options = SearchOptions { seed: 3, effort: Effort::Fast };
    let solve = |slice: u64| {
        let mut search = Search::new(problem.clone(), options).unwrap();
        while !search.is_done() {
            search.advance(slice);
        }
        (search.territory().to_vec(), search.steps(), search.proof())
    };
    let whole = solve(u64::MAX);
    for slice in [1, 777, 100_000] {
        assert_eq!(solve(slice), whole, "{} units in slices of {slice}", problem.units());
    }
}

/// Where every layout is tried, in short walks, and in one long anneal.
#[test]
fn the_result_does_not_depend_on_how_steps_are_sliced() {
    expect_same_in_slices(&honeycomb(5, 4, 3, &[Some(0.1)], 5));
    expect_same_in_slices(&honeycomb(20, 15, 7, &[Some(0.01), Some(0.03)], 5));
    expect_same_in_slices(&honeycomb(50, 40, 12, &[Some(0.01), Some(0.05)], 5));
}

#[test]
fn a_rebalance_under_rules_does_not_depend_on_how_steps_are_sliced() {
    for (columns, rows, k) in [(20, 15, 7), (50, 40, 12)] {
        let mut problem = planned(columns, rows, k, 11).problem;
        if problem.current.is_empty() {
            problem.current = fresh::start(&problem, &Rulebook::new(&problem), 1, true);
        }
        problem.budget = problem.totals().iter().map(|total| 0.2 * total).collect();
        expect_same_in_slices(&problem);
    }
}

#[test]
fn another_seed_gives_another_layout() {
    let problem = honeycomb(20, 15, 7, &[Some(0.05)], 5);
    let solve = |seed| {
        let mut search = Search::new(problem.clone(), SearchOptions { seed, effort: Effort::Fast }).unwrap();
        search.advance(u64::MAX);
        search.territory().to_vec()
    };
    assert_ne!(solve(1), solve(2));
}

#[test]
fn progress_grows_to_one_and_no_further() {
    let problem = honeycomb(20, 15, 7, &[Some(0.0001)], 5);
    let mut search = Search::new(problem, SearchOptions { seed: 1, effort: Effort::Normal }).unwrap();
    let mut last = 0.0;
    while !search.is_done() {
        search.advance(50_000);
        assert!(search.progress() >= last && search.progress() <= 1.0);
        last = search.progress();
    }
    assert_eq!(search.progress(), 1.0);
}

#[test]
fn rules_broken_around_a_move_change_as_all_do() {
    for seed in 0..40 {
        let problem = planned(10, 8, 4, seed).problem;
        let book = Rulebook::new(&problem);
        let mut random = Random::new(seed, 800);
        let mut territory: Vec<u32> = (0..80).map(|_| random.below(4) as u32).collect();
        for _ in 0..100 {
            let first = random.below(80) as u32;
            let mut moved: Vec<u32> = [first, random.below(80) as u32].into_iter().collect();
            moved.extend(book.block_of(first));
            moved.extend(book.apart_from(first));
            moved.sort_unstable();
            moved.dedup();
            let around = |territory: &[u32]| i64::from(book.broken_around(territory, moved.iter().copied()));
            let all = |territory: &[u32]| i64::from(book.broken(territory));
            let before = (around(&territory), all(&territory));
            moved.iter().for_each(|&unit| territory[unit as usize] = random.below(4) as u32);
            assert_eq!(around(&territory) - before.0, all(&territory) - before.1, "seed {seed}");
        }
    }
}
