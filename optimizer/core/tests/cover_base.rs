//! The base resolution is what a planner would expect, and bad input is named.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

mod mixed_leaves;
mod seeded_accounts;

use hexalign_core::cover::{BaseChoice, CellSums, CoverError, CoverOptions, build_cover};
use mixed_leaves::{cell_at, resolution};
use seeded_accounts::{Account, accounts_around, accounts_of_a_country, cell_sums, options};

fn chosen(accounts: &[Account], territories: usize) -> (u8, BaseChoice, usize) {
    let cover = build_cover(&cell_sums(accounts, 9), &options(territories)).expect("a cover");
    (cover.base.into(), cover.choice, cover.units.leaf.len())
}

#[test]
fn a_country_gets_cells_that_give_each_territory_enough_leaves() {
    let accounts = accounts_of_a_country(60_000, 1);
    for (territories, expected) in [(1, 3), (5, 3), (12, 3), (25, 4), (50, 5)] {
        let (base, choice, leaves) = chosen(&accounts, territories);
        assert_eq!(base, expected, "{territories} territories: {choice:?}, {leaves} leaves");
        assert!(leaves >= 130 * territories, "{territories} territories have {leaves} leaves");
    }
    assert!(matches!(chosen(&accounts, 5).1, BaseChoice::EnoughLeaves { .. }));
}

#[test]
fn too_few_accounts_get_cells_that_still_share_some() {
    let (base, choice, _) = chosen(&accounts_around(48.9, 2.3, 25.0, 300, 1), 3);
    assert_eq!(base, 7, "300 accounts in a city: {choice:?}");
    let BaseChoice::FewAccounts { accounts, cells, .. } = choice else { panic!("{choice:?}") };
    assert!(accounts / cells as f64 > 1.75, "{accounts} accounts in {cells} cells");
    let (base, choice, _) = chosen(&accounts_around(41.9, -87.7, 80.0, 5_000, 1), 10);
    assert_eq!(base, 7, "5,000 accounts in a metropolis: {choice:?}");
}

#[test]
fn scattered_towns_get_cells_that_hang_together() {
    for (count, territories) in [(12, 3), (300, 10), (5_000, 50), (32_000, 400)] {
        let sums = cell_sums(&accounts_of_a_country(count, 3), 9);
        let cover = build_cover(&sums, &options(territories)).expect("a cover");
        assert!(cover.base <= resolution(4), "{count} accounts: {:?}", cover.choice);
        assert!(cover.islands.len() <= 2, "{count} accounts: {} islands at {}", cover.islands.len(), cover.base);
        assert!(cover.units.leaf.len() * 10 > 8 * count.min(1_000), "{count} accounts: {:?}", cover.choice);
    }
}

#[test]
fn accounts_that_never_share_a_cell_get_a_middling_one() {
    assert_eq!(chosen(&[(39.0, -98.0, 1.0)], 1), (5, BaseChoice::LoneAccounts { accounts: 1.0 }, 1));
    let continents = [(39.0, -98.0, 1.0), (51.0, 0.0, 1.0), (-33.0, 151.0, 1.0)];
    assert_eq!(chosen(&continents, 3), (5, BaseChoice::LoneAccounts { accounts: 3.0 }, 3));
    let coarse = build_cover(&cell_sums(&[(39.0, -98.0, 1.0)], 3), &options(1)).expect("a cover");
    assert_eq!(coarse.base, resolution(3), "never finer than the cells");
}

#[test]
fn accounts_at_one_address_are_one_leaf() {
    let (base, choice, leaves) = chosen(&vec![(48.9, 2.3, 1.0); 300], 2);
    assert_eq!((base, leaves), (9, 1), "{choice:?}");
}

#[test]
fn a_base_that_would_need_too_many_leaves_gives_way_to_a_coarser_one() {
    let sums = cell_sums(&accounts_of_a_country(32_000, 1), 9);
    let cover = build_cover(&sums, &CoverOptions { split: false, max_leaves: 3_000, ..options(5) }).expect("a cover");
    assert_eq!(cover.choice, BaseChoice::FitsLimit { wanted: resolution(4) });
    assert_eq!(cover.base, resolution(3));
    assert!(cover.leaves.len() <= 3_000);
}

#[test]
fn a_given_base_that_needs_too_many_leaves_is_an_error() {
    let sums = cell_sums(&accounts_of_a_country(2_000, 1), 9);
    let base = Some(resolution(7));
    for fill_distance_km in [None, Some(0.0), Some(1e6)] {
        let options = CoverOptions { base, fill_distance_km, max_leaves: 500, ..options(5) };
        let built = build_cover(&sums, &options).map(|_| ());
        assert_eq!(built, Err(CoverError::TooManyLeaves { base: resolution(7), max: 500 }), "{fill_distance_km:?}");
    }
    let keep = vec![cell_at(39.0, -98.0, 0)];
    let built = build_cover(&sums, &CoverOptions { base, keep, ..options(5) }).map(|_| ());
    assert_eq!(built, Err(CoverError::TooManyLeaves { base: resolution(7), max: 400_000 }));
}

#[test]
fn a_fill_distance_beyond_the_earth_fills_the_earth() {
    let sums = cell_sums(&[(39.0, -98.0, 1.0)], 9);
    let base = Some(resolution(2));
    let options = CoverOptions { base, fill_distance_km: Some(f64::MAX), ..options(1) };
    assert_eq!(build_cover(&sums, &options).expect("a cover").leaves.len() as u64, resolution(2).cell_count());
}

#[test]
fn cells_and_sums_out_of_shape_are_named() {
    let (a, b) = (cell_at(10.0, 10.0, 5), cell_at(10.0, 11.0, 5));
    let (low, high) = (a.min(b), a.max(b));
    let coarse = cell_at(10.0, 10.0, 4);
    let error = |cells: &[_], metrics, sums: &[f64]| CellSums::new(cells.to_vec(), metrics, sums.to_vec()).map(|_| ());
    assert_eq!(error(&[], 1, &[]), Err(CoverError::NoCells));
    assert_eq!(error(&[low], 0, &[]), Err(CoverError::NoMetrics));
    assert_eq!(error(&[low], 2, &[1.0]), Err(CoverError::SumsLength { expected: 2, found: 1 }));
    assert_eq!(error(&[high, low], 1, &[1.0, 1.0]), Err(CoverError::NotAscending { index: 1 }));
    assert_eq!(error(&[low, low], 1, &[1.0, 1.0]), Err(CoverError::NotAscending { index: 1 }));
    assert_eq!(error(&[low, coarse], 1, &[1.0, 1.0]), Err(CoverError::MixedResolution { index: 1 }));
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        assert_eq!(error(&[low, high], 2, &[1.0, 1.0, 1.0, bad]), Err(CoverError::BadSum { cell: 1, metric: 1 }));
    }
}

#[test]
fn options_out_of_range_are_named() {
    let sums = cell_sums(&[(39.0, -98.0, 1.0)], 6);
    let error = |options: CoverOptions| match build_cover(&sums, &options) {
        Err(CoverError::BadOption { option, .. }) => option,
        other => panic!("{other:?}"),
    };
    assert_eq!(error(options(0)), "territories");
    assert_eq!(error(CoverOptions { split_share: f64::NAN, ..options(1) }), "split_share");
    assert_eq!(error(CoverOptions { split_share: -0.1, ..options(1) }), "split_share");
    assert_eq!(error(CoverOptions { balanced: vec![true], ..options(1) }), "balanced");
    assert_eq!(error(CoverOptions { weight_metric: 2, ..options(1) }), "weight_metric");
    assert_eq!(error(CoverOptions { fill_distance_km: Some(-1.0), ..options(1) }), "fill_distance_km");
    let base = Some(resolution(7));
    let built = build_cover(&sums, &CoverOptions { base, ..options(1) }).map(|_| ());
    assert_eq!(built, Err(CoverError::BaseTooFine { base: resolution(7), finest: resolution(6) }));
}
