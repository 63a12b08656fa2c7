//! A cover built over an earlier one nests in it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

mod mixed_leaves;
mod seeded_accounts;

use h3o::CellIndex;
use hexalign_core::cover::{BaseChoice, Cover, CoverError, CoverOptions, LeafIndex, build_cover};
use mixed_leaves::{PLACES, cell_at, resolution};
use seeded_accounts::{Account, accounts_around, accounts_of_a_country, cell_sums, options};

fn rebuilt(accounts: &[Account], keep: &[CellIndex], options: CoverOptions) -> Cover {
    build_cover(&cell_sums(accounts, 9), &CoverOptions { keep: keep.to_vec(), ..options }).expect("a cover")
}

/// Every new leaf lies inside one kept leaf or outside of all.
fn assert_nested(name: &str, cover: &Cover, keep: &[CellIndex]) {
    let kept = LeafIndex::new(keep).expect("kept leaves do not overlap");
    let new = LeafIndex::new(&cover.leaves).expect("new leaves do not overlap");
    for leaf in keep {
        let around = new.find(*leaf).map(|around| cover.leaves[around as usize]);
        assert!(around.is_none_or(|around| around == *leaf), "{name}: {leaf} was swallowed by {around:?}");
    }
    let inside = cover.leaves.iter().filter(|leaf| kept.find(**leaf).is_some()).count();
    assert!(inside > cover.leaves.len() / 2, "{name}: {inside} of {} leaves nest", cover.leaves.len());
}

#[test]
fn new_leaves_lie_inside_one_kept_leaf_or_outside_of_all() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        let before = accounts_around(*lat, *lng, 800.0, 3_000, seed as u64);
        let old = rebuilt(&before, &[], options(5));
        // A third leaves, a new city comes, and the city in the middle doubles.
        let mut after = before[1_000..].to_vec();
        after.extend(accounts_around(lat - 6.0, *lng, 60.0, 500, 70 + seed as u64));
        after.extend(accounts_around(*lat, *lng, 60.0, 1_000, 80 + seed as u64));
        let new = rebuilt(&after, &old.leaves, options(5));
        assert_nested(name, &new, &old.leaves);
        assert_eq!((new.base, new.choice), (old.base, BaseChoice::Kept), "{name}");
        for base in 1..=6 {
            let options = CoverOptions { base: Some(resolution(base)), ..options(5) };
            assert_nested(name, &rebuilt(&after, &old.leaves, options), &old.leaves);
        }
    }
}

#[test]
fn the_same_accounts_over_their_own_leaves_give_the_same_leaves() {
    let accounts = accounts_of_a_country(5_000, 4);
    let old = rebuilt(&accounts, &[], options(8));
    let new = rebuilt(&accounts, &old.leaves, options(8));
    assert_eq!(new.leaves, old.leaves);
    assert_eq!(new.unit_of_leaf, old.unit_of_leaf);
}

#[test]
fn kept_leaves_without_accounts_stay_as_empty_leaves() {
    let accounts = accounts_around(39.0, -98.0, 500.0, 2_000, 6);
    let old = rebuilt(&accounts, &[], options(4));
    let new = rebuilt(&accounts[..400], &old.leaves, options(4));
    for leaf in &old.leaves {
        let inside = new.leaves.iter().filter(|new| new.parent(leaf.resolution()) == Some(*leaf));
        assert!(inside.count() > 0, "{leaf} is no longer covered");
    }
    assert!(new.units.leaf.len() < old.units.leaf.len());
}

#[test]
fn a_kept_leaf_that_became_heavy_is_split() {
    let accounts = accounts_around(39.0, -98.0, 500.0, 2_000, 6);
    let old = rebuilt(&accounts, &[], options(4));
    let city = accounts_around(39.9, -98.9, 30.0, 2_000, 7);
    let new = rebuilt(&[accounts, city].concat(), &old.leaves, options(4));
    let kept = LeafIndex::new(&old.leaves).expect("kept leaves do not overlap");
    let split = new.leaves.iter().filter(|leaf| kept.get(**leaf).is_none() && kept.find(**leaf).is_some());
    assert!(split.count() > 20);
}

#[test]
fn a_kept_leaf_finer_than_the_accounts_cells_is_an_error() {
    let leaf = cell_at(39.0, -98.0, 10);
    let keep = CoverOptions { keep: vec![leaf], ..options(1) };
    let built = build_cover(&cell_sums(&[(39.0, -98.0, 1.0)], 9), &keep);
    assert_eq!(built.map(|_| ()), Err(CoverError::KeptTooFine { leaf, finest: resolution(9) }));
}
