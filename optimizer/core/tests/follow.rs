//! Borders that follow those of another layout.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod problems;

use hexalign_core::bound::lower_bound;
use hexalign_core::check::check;
use hexalign_core::followed::{Followed, measure};
use hexalign_core::problem::{NONE, Problem};
use hexalign_core::solve::objective::following::{parted_by_block, parted_by_shift, parted_by_swap, parted_pairs};
use hexalign_core::solve::random::Random;
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use problems::{honeycomb, random_graph};

fn solve(problem: &Problem, seed: u64) -> Vec<u32> {
    let mut search = Search::new(problem.clone(), SearchOptions { seed, effort: Effort::Fast }).unwrap();
    search.advance(u64::MAX);
    search.territory().to_vec()
}

/// Other accounts than those of the followed layout, on the same land.
fn other_line(columns: usize, rows: usize, territories: usize, seed: u64) -> Problem {
    let followed = solve(&honeycomb(columns, rows, territories, &[Some(0.1)], 1), 1);
    let mut problem = honeycomb(columns, rows, territories, &[Some(0.1)], 70 + seed);
    problem.follow = followed;
    problem
}

#[test]
fn what_a_move_parts_is_what_counting_anew_gives() {
    let mut random = Random::new(9, 9);
    for round in 0..200 {
        let (n, k) = (60, 4);
        let mut problem = random_graph(n, k, &[None], round);
        problem.follow = (0..n).map(|_| [0, 7, NONE][random.below(3)]).collect();
        problem.follow_weight = 0.5;
        let mut owners: Vec<u32> = (0..n).map(|_| random.below(k) as u32).collect();
        for _ in 0..20 {
            let before = parted_pairs(&problem, &owners);
            let (unit, to) = (random.below(n) as u32, random.below(k) as u32);
            let from = owners[unit as usize];
            if from == to {
                continue;
            }
            // A unit alone, all that it touches in its territory along with it, or one that comes back for it.
            let mut block = vec![unit];
            let around = problem.adjacency.of(unit).iter().copied();
            let (change, back) = match random.below(3) {
                0 => (parted_by_shift(&problem, &owners, unit, from, to), None),
                1 => {
                    block.extend(around.filter(|&other| owners[other as usize] == from));
                    (parted_by_block(&problem, &owners, &block, from, to), None)
                }
                _ => {
                    let mut near = around.chain(0..n as u32);
                    let Some(back) = near.find(|&other| owners[other as usize] == to) else { continue };
                    (parted_by_swap(&problem, &owners, unit, back, from, to), Some(back))
                }
            };
            block.iter().for_each(|&unit| owners[unit as usize] = to);
            back.iter().for_each(|&unit| owners[unit as usize] = from);
            assert_eq!(before + change, parted_pairs(&problem, &owners));
            let expected = problem.follow_cost() * parted_pairs(&problem, &owners) as f64;
            assert!((check(&problem, &owners).unwrap().parting - expected).abs() <= 1e-9 * expected);
        }
    }
}

#[test]
fn a_weight_of_zero_is_as_if_nothing_were_followed() {
    // Looked at exactly, by short walks, and by one long anneal.
    for (columns, rows, territories) in [(4, 4, 2), (12, 12, 4), (45, 45, 9)] {
        let mut problem = other_line(columns, rows, territories, 1);
        problem.follow_weight = 0.0;
        let mut none = problem.clone();
        none.follow = Vec::new();
        assert_eq!(solve(&problem, 3), solve(&none, 3));
    }
}

#[test]
fn with_a_strong_weight_borders_coincide_where_numbers_and_sums_agree() {
    for (columns, rows, territories) in [(10, 10, 4), (24, 24, 6), (45, 45, 9)] {
        let mut problem = honeycomb(columns, rows, territories, &[Some(0.1)], 1);
        // Named otherwise: numbers of the followed layout mean nothing.
        problem.follow = solve(&problem, 8).iter().map(|owner| 1_000 - owner).collect();
        problem.follow_weight = 1.0;
        for seed in [1, 2] {
            let territory = solve(&problem, seed);
            assert!(check(&problem, &territory).unwrap().is_feasible(&problem));
            assert_eq!(measure(&problem, &territory), Some(Followed { shared: 1.0, kept: 1.0 }), "{columns} {seed}");
        }
    }
}

#[test]
fn the_larger_the_weight_the_more_borders_are_followed_and_bounds_hold_all_the_same() {
    for (columns, rows, territories) in [(20, 20, 6), (45, 45, 9)] {
        let mut shared = Vec::new();
        for weight in [0.0, 0.05, 0.1, 0.3, 1.0] {
            let mut sum = 0.0;
            for seed in 0..4 {
                let mut problem = other_line(columns, rows, territories, seed);
                problem.follow_weight = weight;
                let territory = solve(&problem, seed);
                assert!(check(&problem, &territory).unwrap().is_feasible(&problem), "{columns} {weight} {seed}");
                sum += measure(&problem, &territory).unwrap().shared / 4.0;
            }
            shared.push(sum);
        }
        println!("{columns} x {rows}: {shared:?}");
        assert!(shared.windows(2).all(|pair| pair[0] < pair[1] + 0.03), "{shared:?}");
        assert!(shared[4] > shared[0] + 0.3, "{shared:?}");
    }
}

#[test]
fn more_territories_divide_those_that_are_followed_and_fewer_join_them() {
    let followed = solve(&honeycomb(30, 30, 6, &[Some(0.1)], 1), 1);
    for (territories, wanted) in [(12, 0.5), (3, 0.8)] {
        let mut problem = honeycomb(30, 30, territories, &[Some(0.25)], 1);
        problem.follow = followed.clone();
        problem.follow_weight = 1.0;
        let territory = solve(&problem, 1);
        let Followed { shared, kept } = measure(&problem, &territory).unwrap();
        println!("{territories}: {shared} {kept}");
        assert!(check(&problem, &territory).unwrap().is_feasible(&problem));
        assert!(shared > wanted, "{territories}: {shared}, {kept}");
    }
}

#[test]
fn rules_and_the_budget_come_before_borders() {
    let mut problem = other_line(20, 20, 4, 2);
    problem.follow_weight = 1.0;
    problem.current = solve(&Problem { follow: Vec::new(), ..problem.clone() }, 5);
    problem.budget = vec![problem.totals()[0] * 0.05];
    problem.rules.locked = (0..400).map(|unit| unit % 7 == 0).collect();
    problem.rules.groups = vec![vec![3, 4, 5]];
    let verdict = check(&problem, &solve(&problem, 5)).unwrap();
    assert!(verdict.keeps_rules(&problem) && verdict.over_budget(&problem).is_none());
}

#[test]
fn no_bound_on_the_moment_of_inertia_is_above_what_is_minimised() {
    // One territory more than are followed: whatever is found parts some of them.
    let mut problem = honeycomb(20, 20, 4, &[Some(0.1)], 3);
    problem.follow = solve(&honeycomb(20, 20, 3, &[Some(0.1)], 1), 1);
    problem.follow_weight = 0.3;
    let territory = solve(&problem, 1);
    let verdict = check(&problem, &territory).unwrap();
    let minimised = verdict.objective.iter().sum::<f64>() + verdict.parting;
    assert!(verdict.parting > 0.0);
    assert!(lower_bound(&problem, &territory, Effort::Fast).value <= minimised);
}

#[test]
fn a_search_written_and_taken_up_again_gives_the_same_layout_and_another_weight_is_another_problem() {
    let mut problem = other_line(20, 20, 5, 4);
    problem.follow_weight = 0.4;
    let options = SearchOptions { seed: 2, effort: Effort::Fast };
    let mut pieces = Search::new(problem.clone(), options).unwrap();
    while !pieces.is_done() {
        pieces.advance(150_000);
        let bytes = pieces.save();
        pieces = Search::resume(problem.clone(), options, &bytes).unwrap();
    }
    assert_eq!(pieces.territory(), solve(&problem, 2));
    let bytes = pieces.save();
    for other in
        [Problem { follow_weight: 0.5, ..problem.clone() }, Problem { follow: vec![0; 400], ..problem.clone() }]
    {
        assert!(Search::resume(other, options, &bytes).is_err());
    }
}
