//! The measures of a layout whose territories differ a thousandfold in extent.

#![allow(clippy::unwrap_used, reason = "a test may")]

use h3o::{CellIndex, LatLng, Resolution};
use hexalign_core::cover::{CellSums, CoverOptions};
use hexalign_core::layout::{Current, LayoutError, LayoutOptions, LayoutSolve};
use hexalign_core::solve::search::{Effort, SearchOptions};
use hexalign_core::solve::state::ResumeError;

/// A country with one account every 50 km, and a city in its middle with half of all accounts in 3 km.
fn country_and_city() -> CellSums {
    let mut cells: Vec<CellIndex> = Vec::new();
    let mut add = |lat: f64, lng: f64| cells.push(LatLng::new(lat, lng).unwrap().to_cell(Resolution::Nine));
    for row in 0..20 {
        for column in 0..20 {
            let (row, column) = (f64::from(row), f64::from(column));
            add(40.0 + 0.45 * row, 0.6 * column);
            add(44.3 + 0.0015 * row, 5.7 + 0.002 * column);
        }
    }
    cells.sort_unstable();
    cells.dedup();
    let sums = vec![1.0; cells.len()];
    CellSums::new(cells, 1, sums).unwrap()
}

fn options() -> LayoutOptions {
    LayoutOptions {
        cover: CoverOptions {
            territories: 16,
            base: Some(Resolution::Four),
            split: true,
            split_share: 0.02,
            balanced: vec![],
            weight_metric: 0,
            fill_distance_km: None,
            keep: vec![],
            only_kept: None,
            max_leaves: 100_000,
        },
        tolerances: vec![Some(0.1)],
        search: SearchOptions { seed: 1, effort: Effort::Fast },
        budget: None,
    }
}

#[test]
fn a_territory_smaller_than_a_base_cell_has_an_extent_and_a_shape() {
    let mut solve = LayoutSolve::new(country_and_city(), options(), &Current::default()).unwrap();
    while solve.advance(1_000_000) < 1.0 {}
    let report = solve.report().unwrap();
    let smallest = report.territories.iter().map(|t| t.area_km2).fold(f64::INFINITY, f64::min);
    assert!(smallest > 0.0 && smallest < Resolution::Four.area_km2(), "{smallest} km2");
    for territory in &report.territories {
        assert!((0.05..0.9).contains(&territory.polsby_popper), "{territory:?}");
    }
}

#[test]
fn a_solve_written_and_taken_up_again_gives_the_same_layout() {
    let today = Current::default();
    let mut whole = LayoutSolve::new(country_and_city(), options(), &today).unwrap();
    let mut pieces = LayoutSolve::new(country_and_city(), options(), &today).unwrap();
    while whole.advance(u64::MAX) < 1.0 {}
    while pieces.advance(400_000) < 1.0 {
        let bytes = pieces.save();
        pieces = LayoutSolve::resume(country_and_city(), options(), &today, &bytes).unwrap();
    }
    assert_eq!(pieces.territories(), whole.territories());
    assert_eq!(pieces.report().unwrap().steps, whole.report().unwrap().steps);
    let other = LayoutOptions { tolerances: vec![Some(0.2)], ..options() };
    let refused = LayoutSolve::resume(country_and_city(), other, &today, &pieces.save()).err();
    assert_eq!(refused, Some(LayoutError::State(ResumeError::OtherProblem)));
}
