//! The leaves tile what they cover, and no leaf is heavier than it must be.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

mod mixed_leaves;
mod seeded_accounts;

use std::collections::HashSet;

use h3o::{CellIndex, LatLng};
use hexalign_core::cover::{Cover, CoverOptions, LeafIndex, build_cover, center_km};
use mixed_leaves::{PLACES, cell_at, resolution};
use seeded_accounts::{accounts_around, accounts_of_a_country, cell_sums, options};

fn neighbors(cell: CellIndex) -> impl Iterator<Item = CellIndex> {
    cell.edges().map(|edge| edge.destination())
}

/// Every child of every ancestor of a leaf, down from the base, is a leaf or an ancestor of leaves.
fn assert_tiles(cover: &Cover) {
    let mut known: HashSet<CellIndex> = HashSet::new();
    for leaf in &cover.leaves {
        let mut ancestors = Some(*leaf);
        while let Some(cell) = ancestors.filter(|cell| cell.resolution() >= cover.base) {
            known.insert(cell);
            ancestors = cell.resolution().pred().and_then(|coarser| cell.parent(coarser));
        }
    }
    let leaves: HashSet<CellIndex> = cover.leaves.iter().copied().collect();
    for cell in &known {
        if !leaves.contains(cell) {
            let finer = cell.resolution().succ().expect("a split cell is not the finest");
            assert!(cell.children(finer).all(|child| known.contains(&child)), "{cell} has lost a child");
        }
    }
}

#[test]
fn leaves_tile_the_cover_and_hold_every_account() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        let sums = cell_sums(&accounts_around(*lat, *lng, 900.0, 4_000, seed as u64), 9);
        let cover = build_cover(&sums, &options(6)).expect("a cover");
        let index = LeafIndex::new(&cover.leaves).expect("leaves do not overlap");
        assert!(cover.leaves.is_sorted(), "{name}");
        assert_tiles(&cover);

        let mut by_unit = vec![[0.0; 2]; cover.units.leaf.len()];
        for (i, cell) in sums.cells.iter().enumerate() {
            let leaf = index.find(*cell).expect("a leaf for every account");
            let unit = cover.unit_of_leaf[leaf as usize] as usize;
            assert_eq!(cover.units.leaf[unit], leaf, "{name}: an account outside of its unit's leaf");
            by_unit[unit][0] += sums.row(i)[0];
            by_unit[unit][1] += sums.row(i)[1];
        }
        assert_eq!(by_unit.concat(), cover.units.sums, "{name}");
        assert!(by_unit.iter().all(|sums| sums[0] > 0.0), "{name}: a unit without accounts");
    }
}

#[test]
fn a_leaf_is_light_or_a_single_account_or_at_the_finest_resolution() {
    let sums = cell_sums(&accounts_of_a_country(20_000, 1), 8);
    let territories = 15;
    let cover = build_cover(&sums, &options(territories)).expect("a cover");
    let limit = 0.02 * cover.units.sums.iter().skip(1).step_by(2).sum::<f64>() / territories as f64;
    let mut heavy = 0;
    for (unit, row) in cover.units.sums.chunks(2).enumerate() {
        let leaf = cover.leaves[cover.units.leaf[unit] as usize];
        if row[1] > limit * (1.0 + 1e-9) {
            assert!(row[0] <= 1.0 || leaf.resolution() == cover.finest, "{leaf} weighs {} of {limit}", row[1]);
            heavy += 1;
        }
    }
    assert!(heavy < cover.units.leaf.len() / 20, "{heavy} heavy leaves");
    let finer = cover.leaves.iter().filter(|leaf| leaf.resolution() > cover.base).count();
    assert!(finer > cover.leaves.len() / 10, "{finer} leaves were split off");
}

#[test]
fn only_balanced_metrics_make_a_cell_heavy() {
    let mut accounts = accounts_around(39.0, -98.0, 500.0, 3_000, 3);
    accounts[0].2 = 1e9;
    let sums = cell_sums(&accounts, 9);
    let by = |balanced: [bool; 2]| {
        let base = Some(resolution(4));
        build_cover(&sums, &CoverOptions { balanced: balanced.to_vec(), base, ..options(4) }).expect("a cover")
    };
    let leaf_of_whale = |cover: &Cover| {
        let index = LeafIndex::new(&cover.leaves).expect("leaves do not overlap");
        let cell = LatLng::new(accounts[0].0, accounts[0].1).expect("a point").to_cell(resolution(9));
        u8::from(cover.leaves[index.find(cell).expect("a leaf") as usize].resolution())
    };
    assert_eq!(by([false, false]).leaves.iter().map(|leaf| leaf.resolution()).max(), Some(resolution(4)));
    assert!(leaf_of_whale(&by([false, true])) > leaf_of_whale(&by([true, false])));
}

#[test]
fn without_splitting_every_leaf_is_at_the_base() {
    let sums = cell_sums(&accounts_of_a_country(5_000, 2), 9);
    for base in [None, Some(resolution(3)), Some(resolution(5))] {
        let cover = build_cover(&sums, &CoverOptions { split: false, base, ..options(5) }).expect("a cover");
        assert!(cover.leaves.iter().all(|leaf| leaf.resolution() == cover.base));
        assert!(base.is_none_or(|base| base == cover.base));
    }
}

#[test]
fn gaps_are_filled_and_the_outside_does_not_grow() {
    let center = cell_at(39.0, -98.0, 5);
    let far = cell_at(39.0, -80.0, 5);
    // A ring of cells some 17 km apart, around a gap of `2 * ring - 1` cells, and one cell far away.
    let leaves = |ring: u32, fill_distance_km| {
        let ring: Vec<CellIndex> = center.grid_ring(ring);
        let at = |cell: &CellIndex| (LatLng::from(*cell).lat(), LatLng::from(*cell).lng(), 1.0);
        let sums = cell_sums(&ring.iter().chain([&far]).map(at).collect::<Vec<_>>(), 9);
        let base = Some(resolution(5));
        build_cover(&sums, &CoverOptions { split: false, base, fill_distance_km, ..options(1) })
            .expect("a cover")
            .leaves
    };
    for ring in 1..=4 {
        let mut bare: Vec<CellIndex> = center.grid_ring(ring);
        let mut filled: Vec<CellIndex> = center.grid_disk_safe(ring).collect();
        for cells in [&mut bare, &mut filled] {
            cells.push(far);
            cells.sort_unstable();
        }
        let gap_km = f64::from(2 * ring - 1) * 17.0;
        assert_eq!(leaves(ring, Some(0.0)), bare);
        assert_eq!(leaves(ring, Some(gap_km)), filled, "a gap of {gap_km} km is filled");
        assert_eq!(leaves(ring, None), if ring <= 2 { filled } else { bare }, "four cells by default, not {gap_km} km");
    }
}

#[test]
fn a_unit_and_the_leaves_it_floods_are_connected() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        let sums = cell_sums(&accounts_around(*lat, *lng, 1_500.0, 700, 10 + seed as u64), 8);
        let cover = build_cover(&sums, &options(3)).expect("a cover");
        let index = LeafIndex::new(&cover.leaves).expect("leaves do not overlap");
        let unit = |leaf: usize| cover.unit_of_leaf[leaf] as usize;
        // Grow each unit from its own leaf, through touching leaves of the same unit.
        let mut touching = vec![Vec::new(); cover.leaves.len()];
        for (from, leaf) in cover.leaves.iter().enumerate() {
            for to in neighbors(*leaf).filter_map(|cell| index.find(cell)) {
                touching[from].push(to as usize);
                touching[to as usize].push(from);
            }
        }
        let mut reached = vec![false; cover.leaves.len()];
        let mut open: Vec<usize> = cover.units.leaf.iter().map(|leaf| *leaf as usize).collect();
        while let Some(leaf) = open.pop() {
            if !reached[leaf] {
                reached[leaf] = true;
                open.extend(touching[leaf].iter().filter(|next| unit(**next) == unit(leaf)));
            }
        }
        assert!(reached.iter().all(|reached| *reached), "{name}: a flooded leaf is cut off from its unit");
        assert!(cover.units.leaf.len() < cover.leaves.len(), "{name}: nothing was filled");
    }
}

#[test]
fn a_units_position_is_the_weighted_mean_of_its_cells() {
    let at = |cell: CellIndex, revenue| (LatLng::from(cell).lat(), LatLng::from(cell).lng(), revenue);
    let center = LatLng::new(-17.0, 180.0).expect("a point").to_cell(resolution(9));
    let other = center.grid_ring::<Vec<_>>(2)[0];
    let whole = |accounts: &[(f64, f64, f64)]| {
        let base = Some(resolution(0));
        let cover = build_cover(&cell_sums(accounts, 9), &CoverOptions { base, split: false, ..options(1) });
        cover.expect("a cover").units.position[0]
    };
    let mean = |weights: [f64; 2]| {
        let (a, b) = (center_km(center), center_km(other));
        [0, 1, 2].map(|i| (weights[0] * a[i] + weights[1] * b[i]) / (weights[0] + weights[1]))
    };
    let close = |a: [f64; 3], b: [f64; 3]| (0..3).all(|i| (a[i] - b[i]).abs() < 1e-9);
    assert!(close(whole(&[at(center, 3.0), at(other, 1.0)]), mean([3.0, 1.0])));
    // Without any weight, accounts weigh.
    assert!(close(whole(&[at(center, 0.0), at(other, 0.0), at(other, 0.0)]), mean([1.0, 2.0])));
}

#[test]
fn the_same_cells_and_options_give_the_same_cover() {
    let sums = cell_sums(&accounts_of_a_country(3_000, 5), 9);
    let build = || format!("{:?}", build_cover(&sums, &options(7)).expect("a cover"));
    assert_eq!(build(), build());
}
