//! A given layout is judged and measured as a solve judges and measures its own.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

mod mixed_leaves;
mod seeded_accounts;

use h3o::CellIndex;
use hexalign_core::cover::{CellSums, CoverError, CoverOptions, LeafIndex, build_cover};
use hexalign_core::layout::{
    Current, GivenLayout, LayoutError, LayoutOptions, LayoutSolve, MeasureOptions, Measured, measure_layout,
};
use hexalign_core::reasons::ReasonKind;
use hexalign_core::solve::search::{Effort, SearchOptions};
use mixed_leaves::cell_at;
use seeded_accounts::{accounts_around, accounts_of_a_country, cell_sums, options};

const TERRITORIES: usize = 6;

fn solved(sums: &CellSums) -> LayoutSolve {
    let options = LayoutOptions {
        cover: options(TERRITORIES),
        tolerances: vec![None, Some(0.1)],
        search: SearchOptions { seed: 3, effort: Effort::Fast },
        budget: None,
    };
    let mut solve = LayoutSolve::new(sums.clone(), options, &Current::default()).expect("a problem");
    while solve.advance(1_000_000) < 1.0 {}
    solve
}

fn given(solve: &LayoutSolve, finer: Option<CellSums>) -> GivenLayout {
    let cover = solve.cover();
    let leaf = |unit: u32| cover.leaves[cover.units.leaf[unit as usize] as usize];
    GivenLayout {
        leaves: cover.leaves.clone(),
        territories: solve.territories(),
        sums: solve.leaf_sums(),
        finer,
        links: cover.islands.iter().map(|island| (leaf(island.unit), leaf(island.joined_to))).collect(),
    }
}

fn measure(solve: &LayoutSolve, layout: GivenLayout) -> Measured {
    measure_layout(layout, &measure_options(solve)).expect("a layout")
}

fn measure_options(solve: &LayoutSolve) -> MeasureOptions {
    MeasureOptions {
        territories: TERRITORIES,
        metrics: 2,
        tolerances: vec![None, Some(0.1)],
        targets: None,
        weight_metric: 1,
        resolutions: (solve.cover().base, solve.cover().finest),
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn a_solved_layout_measures_as_the_solve_says() {
    // The second has islands.
    for accounts in [accounts_around(39.0, -98.0, 800.0, 2_000, 5), accounts_of_a_country(1_500, 9)] {
        let sums = cell_sums(&accounts, 9);
        let solve = solved(&sums);
        let report = solve.report().expect("a solve that has ended");
        let measured = measure(&solve, given(&solve, Some(sums)));
        assert_eq!(measured.report.feasible, report.feasible);
        assert_eq!(measured.occupied, solve.cover().units.leaf.len());
        assert_eq!(measured.islands.len(), solve.cover().islands.len());
        for (own, solved) in measured.report.territories.iter().zip(&report.territories) {
            assert!(own.sums.iter().zip(&solved.sums).all(|(a, b)| near(*a, *b)), "{own:?} {solved:?}");
            assert!(own.targets.iter().zip(&solved.targets).all(|(a, b)| near(*a, *b)), "{own:?} {solved:?}");
            assert!(near(own.moment_of_inertia, solved.moment_of_inertia), "{own:?} {solved:?}");
            assert_eq!((own.area_km2, own.polsby_popper), (solved.area_km2, solved.polsby_popper));
            assert_eq!(own.neighbors, solved.neighbors);
        }
    }
}

#[test]
fn a_leaf_in_the_middle_of_another_territory_makes_two_pieces_even_where_it_is_empty() {
    let sums = cell_sums(&accounts_around(39.0, -98.0, 800.0, 2_000, 5), 9);
    let solve = solved(&sums);
    let mut layout = given(&solve, None);
    let empty = |leaf: &usize| layout.sums[leaf * 2] == 0.0;
    let inside = |leaf: &usize| {
        let own = layout.territories[*leaf];
        let cell = layout.leaves[*leaf];
        let index = LeafIndex::new(&layout.leaves).expect("leaves that do not overlap");
        let around: Vec<CellIndex> = cell.grid_disk_safe(1).collect();
        around.iter().all(|near| index.find(*near).is_some_and(|at| layout.territories[at as usize] == own))
    };
    let leaf = (0..layout.leaves.len()).find(|leaf| empty(leaf) && inside(leaf)).expect("an empty leaf inside");
    let other = (layout.territories[leaf] + 1) % TERRITORIES as u32;
    layout.territories[leaf] = other;
    let measured = measure(&solve, layout);
    let apart =
        |kind, territory| measured.report.violations.iter().any(|v| v.kind == kind && v.territory == Some(territory));
    assert!(!measured.report.feasible && apart(ReasonKind::NotContiguous, other));
}

#[test]
fn a_territory_without_leaves_is_reported_as_empty() {
    let sums = cell_sums(&accounts_around(39.0, -98.0, 800.0, 2_000, 5), 9);
    let solve = solved(&sums);
    let mut layout = given(&solve, None);
    for territory in layout.territories.iter_mut().filter(|territory| **territory == 2) {
        *territory = 3;
    }
    let measured = measure(&solve, layout);
    let kinds: Vec<_> = measured.report.violations.iter().map(|v| (v.kind, v.territory)).collect();
    assert!(kinds.contains(&(ReasonKind::EmptyTerritory, Some(2))), "{kinds:?}");
    assert_eq!(measured.report.territories[2].area_km2, 0.0);
}

#[test]
fn targets_that_are_given_count() {
    let sums = cell_sums(&accounts_around(39.0, -98.0, 800.0, 2_000, 5), 9);
    let solve = solved(&sums);
    let targets: Vec<f64> = (0..TERRITORIES).flat_map(|t| [0.0, 1_000.0 * (t + 1) as f64]).collect();
    let options = MeasureOptions { targets: Some(targets.clone()), ..measure_options(&solve) };
    let measured = measure_layout(given(&solve, None), &options).expect("a layout");
    for (own, target) in measured.report.territories.iter().zip(targets.chunks(2)) {
        assert_eq!(own.targets, target);
        assert!(near(own.deviations[1], (own.sums[1] - target[1]).abs() / target[1]));
    }
}

#[test]
fn a_layout_of_the_wrong_shape_is_refused() {
    let sums = cell_sums(&accounts_around(39.0, -98.0, 800.0, 2_000, 5), 9);
    let solve = solved(&sums);
    let options = measure_options(&solve);
    let refused = |change: fn(&mut GivenLayout)| {
        let mut layout = given(&solve, None);
        change(&mut layout);
        measure_layout(layout, &options).err()
    };
    assert!(matches!(refused(|layout| layout.territories[0] = 6), Some(LayoutError::CurrentShape)));
    assert!(matches!(refused(|layout| layout.leaves[1] = layout.leaves[0]), Some(LayoutError::Current(_))));
    assert!(matches!(refused(|layout| layout.sums[3] = -1.0), Some(LayoutError::Cover(CoverError::BadSum { .. }))));
}

#[test]
fn a_cover_of_kept_leaves_alone_has_no_other() {
    let sums = cell_sums(&accounts_of_a_country(1_500, 9), 9);
    let whole = build_cover(&sums, &options(TERRITORIES)).expect("a cover");
    let keep: Vec<CellIndex> = whole.leaves.iter().copied().step_by(3).collect();
    let index = LeafIndex::new(&keep).expect("leaves that do not overlap");
    let inside = |cell: &CellIndex| index.find(*cell).is_some();
    let rows: Vec<usize> = (0..sums.cells.len()).filter(|&row| inside(&sums.cells[row])).collect();
    let part = CellSums::new(
        rows.iter().map(|&row| sums.cells[row]).collect(),
        2,
        rows.iter().flat_map(|&row| sums.row(row).to_vec()).collect(),
    )
    .expect("ascending cells");
    let links = vec![(keep[0], keep[keep.len() - 1])];
    let alone = CoverOptions { keep: keep.clone(), only_kept: Some(links), ..options(2) };
    let cover = build_cover(&part, &alone).expect("a cover");
    assert!(cover.leaves.iter().all(inside));
    assert!(cover.leaves.iter().filter(|leaf| index.get(**leaf).is_some()).count() > 50);
    assert!(cover.islands.len() <= 1, "nothing is joined but by the link: {:?}", cover.islands);
    let outside = build_cover(&sums, &alone).map(|_| ());
    assert!(matches!(outside, Err(CoverError::OutsideKept { .. })));
    let overlapping = CoverOptions { keep: vec![cell_at(39.0, -98.0, 4), cell_at(39.0, -98.0, 5)], ..alone };
    assert!(matches!(build_cover(&part, &overlapping).map(|_| ()), Err(CoverError::KeptOverlap(_))));
}
