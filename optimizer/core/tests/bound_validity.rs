//! Bounds against every layout of problems small enough to list them all.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod problems;

use hexalign_core::bound::{BoundKind, fixed_center_bound, lower_bound};
use hexalign_core::check::{Verdict, check};
use hexalign_core::problem::{Measure, Problem};
use hexalign_core::solve::random::Random;
use hexalign_core::solve::search::Effort;
use problems::random_graph;

/// Every layout with its verdict.
fn layouts(problem: &Problem) -> impl Iterator<Item = (Vec<u32>, Verdict)> {
    let (n, k) = (problem.units() as u32, problem.territories as u64);
    (0..k.pow(n)).map(move |code| {
        let territory: Vec<u32> = (0..n).map(|unit| (code / k.pow(unit) % k) as u32).collect();
        let verdict = check(problem, &territory).unwrap();
        (territory, verdict)
    })
}

fn objective(verdict: &Verdict) -> f64 {
    verdict.objective.iter().sum()
}

/// A problem of 4 to 8 units with whatever a problem may have, by its seed.
fn random_problem(seed: u64) -> Problem {
    let mut random = Random::new(seed, 500);
    let mut chance = |one_in: usize| random.below(one_in) == 0;
    let flags: Vec<bool> = (0..12).map(|_| chance(2)).collect();
    let territories = if chance(3) { 3 } else { 2 };
    let units = if territories == 3 { 4 + seed % 4 } else { 4 + seed % 5 } as usize;
    let tolerance = [Some(0.1), Some(0.25), Some(0.6), None];
    let metrics = 1 + (seed % 3) as usize;
    let tolerances: Vec<_> =
        (0..metrics).map(|metric| tolerance[random.below(4).max(usize::from(metric > 0))]).collect();
    let mut problem = random_graph(units, territories, &tolerances, seed);
    problem.contiguity = flags[0];
    if flags[1] {
        problem.measure = Measure::UnitIntegerKm;
        problem.position.iter_mut().flatten().for_each(|axis| *axis *= 3.0);
    }
    if flags[2] {
        problem.position.iter_mut().for_each(|place| place[2] = 10.0 * random.unit_interval());
    }
    if flags[3] {
        // Inertia by another weight than any metric, now and then none.
        problem.inertia_weight.iter_mut().for_each(|weight| *weight = random.below(5) as f64);
    }
    if flags[4] && flags[5] {
        problem.weights.iter_mut().for_each(|weight| *weight *= random.below(3) as f64);
        let totals = problem.totals();
        problem.bounds = hexalign_core::problem::Bounds::equal_shares(&totals, territories, &tolerances);
    }
    if flags[6] {
        // Unequal shares.
        for entry in 0..territories * metrics {
            let share = 0.5 + random.unit_interval();
            problem.bounds.target[entry] *= share;
            problem.bounds.lower[entry] *= share;
            problem.bounds.upper[entry] *= share * 1.2;
        }
    }
    if flags[7] {
        let mut home =
            || (random.below(3) > 0).then(|| [10.0 * random.unit_interval(), 10.0 * random.unit_interval(), 0.0]);
        problem.homes = (0..territories).map(|_| home()).collect();
        problem.home_weight = [0.0, 0.3, 0.8, 1.0][random.below(4)];
    }
    if flags[8] && flags[9] {
        problem.rules.allowed = vec![(0, vec![1]), (1, vec![0, 1])];
    }
    if flags[10] {
        problem.current = (0..units).map(|_| random.below(territories) as u32).collect();
        problem.rules.locked = (0..units).map(|unit| unit == 2).collect();
    }
    if flags[11] && flags[10] {
        problem.compactness = 0.5;
    }
    problem.validate().unwrap();
    problem
}

/// How many problems to try: more where `HEXALIGN_PROBLEMS` says so.
fn problems(ordinary: u64) -> u64 {
    std::env::var("HEXALIGN_PROBLEMS").map_or(ordinary, |count| count.parse().unwrap())
}

#[test]
fn no_bound_for_all_layouts_is_above_the_best_of_them() {
    let (mut feasible, mut closeness, mut trivial) = (0, 0.0, 0);
    for seed in 0..problems(600) {
        let problem = random_problem(seed);
        let found: Vec<_> = layouts(&problem).filter(|(_, verdict)| verdict.is_feasible(&problem)).collect();
        let Some(best) = found.iter().map(|(_, verdict)| objective(verdict)).reduce(f64::min) else { continue };
        // How close a bound comes is asked where nothing but shape counts: it leaves deviations out.
        let plain = problem.compactness >= 1.0;
        feasible += usize::from(plain);
        // A bound must hold whichever layout it starts from: the best, another, one that breaks every bound.
        let own: Vec<u32> = (0..problem.units()).map(|unit| (unit % problem.territories) as u32).collect();
        let best_layout = found.iter().min_by(|a, b| objective(&a.1).total_cmp(&objective(&b.1))).unwrap();
        let effort = [Effort::Fast, Effort::Normal][(seed % 2) as usize];
        for territory in [&best_layout.0, &found[0].0, &own] {
            let bound = lower_bound(&problem, territory, effort);
            assert!(bound.value <= best * (1.0 + 1e-9) + 1e-9, "seed {seed}: {bound:?} above {best}");
            assert_ne!(bound.kind, BoundKind::FixedCenters);
            if plain {
                trivial += usize::from(bound.kind == BoundKind::Trivial);
                closeness += if best > 0.0 { bound.value / best } else { 1.0 };
            }
        }
    }
    assert!(feasible > 250, "{feasible} feasible problems");
    // A bound of 0 would hold as well.
    let mean = closeness / (3 * feasible) as f64;
    assert!(mean > 0.5, "bounds reach {mean} of the optimum");
    assert!(trivial * 5 < 3 * feasible, "{trivial} bounds of 0");
}

#[test]
fn the_bound_of_fixed_centers_holds_for_every_layout_that_keeps_its_bounds() {
    let (mut tried, mut closeness) = (0, 0.0);
    for seed in 0..problems(300) {
        let problem = random_problem(1_000_000 + seed);
        let keeps = |verdict: &Verdict| {
            verdict.inside.iter().all(|&inside| inside)
                && verdict.misplaced.is_empty()
                && verdict.broken_locks.is_empty()
                && verdict.pieces.iter().all(|&pieces| pieces > 0)
        };
        for (territory, verdict) in layouts(&problem).filter(|(_, verdict)| keeps(verdict)).take(20) {
            let bound = fixed_center_bound(&problem, &territory, Effort::Fast);
            let reached = objective(&verdict);
            assert!(bound.value <= reached * (1.0 + 1e-9) + 1e-9, "seed {seed}: {bound:?} above {reached}");
            tried += 1;
            closeness += if reached > 0.0 { bound.value / reached } else { 1.0 };
        }
    }
    let mean = closeness / f64::from(tried);
    assert!(tried > 1_000 && mean > 0.3, "{tried} layouts, bounds reach {mean} of them");
}
