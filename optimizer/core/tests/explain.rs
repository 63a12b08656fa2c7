//! What is said of a unit's staying is what the checker finds when it is put back.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod problems;

use hexalign_core::check::{Verdict, check};
use hexalign_core::explain::{Move, Reason, explain};
use hexalign_core::problem::{Measure, NONE, Problem};
use hexalign_core::solve::random::Random;
use problems::{honeycomb, random_graph};

/// A problem with a layout of today and another: territories grown at random, some units swapped over.
fn moved_problem(seed: u64) -> (Problem, Vec<u32>) {
    let mut random = Random::new(seed, 200);
    let k = 1 + random.below(5);
    let mut problem = if seed.is_multiple_of(2) {
        honeycomb(7, 6, k, &[Some(0.2), None], seed)
    } else {
        random_graph(40, k, &[Some(0.3), Some(0.5)], seed)
    };
    if seed.is_multiple_of(3) {
        problem.measure = Measure::UnitIntegerKm;
        for place in problem.position.as_flattened_mut() {
            *place *= 7.3;
        }
    }
    if seed.is_multiple_of(5) {
        problem.home_weight = 0.3;
        problem.homes = (0..k).map(|t| (t % 2 == 0).then(|| problem.position[random.below(40)])).collect();
    }
    if seed.is_multiple_of(7) {
        problem.compactness = 0.4;
    }
    let territory = grown(&problem, &mut random);
    problem.current = territory.clone();
    for _ in 0..8 {
        problem.current[random.below(40)] = random.below(k) as u32;
        problem.current[random.below(40)] = NONE;
    }
    (problem, territory)
}

fn grown(problem: &Problem, random: &mut Random) -> Vec<u32> {
    let mut territory = vec![NONE; problem.units()];
    for t in 0..problem.territories {
        territory[random.below(problem.units())] = t as u32;
    }
    while territory.contains(&NONE) {
        let unit = random.below(problem.units()) as u32;
        let others = problem.adjacency.of(unit);
        let from = territory[others[random.below(others.len())] as usize];
        if territory[unit as usize] == NONE {
            territory[unit as usize] = from;
        }
    }
    territory
}

fn put_back(territory: &[u32], moved: &Move) -> Vec<u32> {
    let mut stayed = territory.to_vec();
    stayed[moved.unit as usize] = moved.from;
    stayed
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

fn excess(problem: &Problem, verdict: &Verdict, entry: usize) -> f64 {
    (problem.bounds.lower[entry] - verdict.sums[entry]).max(verdict.sums[entry] - problem.bounds.upper[entry]).max(0.0)
}

#[test]
fn objective_deviations_and_pieces_are_those_of_the_unit_put_back() {
    let mut moves = 0;
    for seed in 0..300 {
        let (problem, territory) = moved_problem(seed);
        let (m, before) = (problem.metrics, check(&problem, &territory).unwrap());
        for moved in explain(&problem, &territory).unwrap() {
            moves += 1;
            let after = check(&problem, &put_back(&territory, &moved)).unwrap();
            let objective = after.objective.iter().sum();
            assert!(is_near(moved.objective_if_stayed, objective), "{seed}: {moved:?} {objective}");
            for (own, deviation) in [(moved.from, &moved.deviation_from), (moved.to, &moved.deviation_to)] {
                let own = own as usize;
                let found = &after.deviation[own * m..(own + 1) * m];
                assert!(deviation.iter().zip(found).all(|(a, b)| is_near(*a, *b)), "{seed}: {moved:?}");
            }
            let pieces = |verdict: &Verdict, own: u32| verdict.pieces[own as usize];
            let contiguous = pieces(&after, moved.from) <= pieces(&before, moved.from).max(1)
                && pieces(&after, moved.to) <= pieces(&before, moved.to);
            assert_eq!(moved.contiguous_if_stayed, contiguous, "{seed}: {moved:?}");
        }
    }
    assert!(moves > 1_000, "{moves}");
}

#[test]
fn the_reason_is_what_the_checker_finds_wrong_with_the_unit_put_back() {
    let mut seen = [0; 5];
    for seed in 0..300 {
        let (problem, territory) = moved_problem(seed);
        let before = check(&problem, &territory).unwrap();
        let total: f64 = before.objective.iter().sum();
        for moved in explain(&problem, &territory).unwrap() {
            let after = check(&problem, &put_back(&territory, &moved)).unwrap();
            let worse = |entry: usize| excess(&problem, &after, entry) > excess(&problem, &before, entry) + 1e-6;
            let raised = after.objective.iter().sum::<f64>() - total;
            let any_worse = (0..before.sums.len()).any(worse);
            match moved.reason {
                Reason::Rule => assert_eq!(after.pieces[moved.to as usize], 0),
                Reason::Bound { territory, metric } => {
                    assert!(worse(territory as usize * problem.metrics + metric as usize))
                }
                Reason::Gain => assert!(!any_worse && raised > 0.0, "{moved:?}"),
                Reason::Contiguity => assert!(!any_worse && raised <= 1e-9 * total && !moved.contiguous_if_stayed),
                Reason::None => assert!(!any_worse && raised <= 1e-9 * total && moved.contiguous_if_stayed),
            }
            let kind = match moved.reason {
                Reason::Rule => 0,
                Reason::Bound { .. } => 1,
                Reason::Gain => 2,
                Reason::Contiguity => 3,
                Reason::None => 4,
            };
            seen[kind] += 1;
        }
    }
    assert!(seen[1..].iter().all(|&count| count > 10), "{seen:?}");
}

#[test]
fn rules_are_reasons() {
    let mut problem = honeycomb(4, 1, 2, &[None], 1);
    problem.current = vec![0, 0, 0, 1];
    let territory = vec![0, 0, 1, 1];
    let reason = |problem: &Problem| explain(problem, &territory).unwrap()[0].reason;
    assert_ne!(reason(&problem), Reason::Rule);
    problem.rules.allowed = vec![(2, vec![1])];
    assert_eq!(reason(&problem), Reason::Rule);
    problem.rules.allowed = vec![(2, vec![0, 1])];
    assert_ne!(reason(&problem), Reason::Rule);
    problem.rules.groups = vec![vec![2, 3]];
    assert_eq!(reason(&problem), Reason::Rule);
    problem.rules.groups = vec![vec![2, 1]];
    assert_ne!(reason(&problem), Reason::Rule);
    problem.rules.forbidden_pairs = vec![(0, 2)];
    assert_eq!(reason(&problem), Reason::Rule);
}

#[test]
fn a_long_chain_is_explained_without_a_deep_stack() {
    let mut problem = honeycomb(200_000, 1, 2, &[None], 1);
    let territory: Vec<u32> = (0..200_000).map(|unit| u32::from(unit >= 100_000)).collect();
    problem.current = territory.clone();
    problem.current[100_000] = 0;
    problem.current[150_000] = 0;
    let moves = explain(&problem, &territory).unwrap();
    assert_eq!(moves.iter().map(|moved| moved.contiguous_if_stayed).collect::<Vec<_>>(), [true, false]);
}
