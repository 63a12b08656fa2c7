//! Outlines of one resolution are a partition: no gap, no overlap, one shared border.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

mod mixed_leaves;
mod plane;

use h3o::CellIndex;
use hexalign_core::outline::{draw_outlines, measure_outlines};
use mixed_leaves::{Cover, PLACES, Seeded, cell_at, cover_around, resolution};
use plane::{HALF_TURN, doubled, doubled_total, edge_counts, polygons};

/// What the sphere of the Earth's mean radius measures.
const EARTH_KM2: f64 = 4.0 * std::f64::consts::PI * 6371.0088 * 6371.0088;

fn assert_partition(name: &str, cover: &Cover, drawn: u8) {
    let at = resolution(drawn);
    let parts = draw_outlines(&cover.leaves, &cover.owners, at, None).expect("outlines");
    let union = draw_outlines(&cover.leaves, &vec![0; cover.leaves.len()], at, None).expect("outlines");
    assert_eq!(doubled_total(&parts), doubled_total(&union), "{name} at {drawn}: parts and union differ in extent");

    let (part_edges, union_edges) = (edge_counts(&parts), edge_counts(&union));
    for (&(a, b), &count) in &part_edges {
        assert_eq!(count, 1, "{name} at {drawn}: {a:?} {b:?} is drawn twice");
        assert!(
            part_edges.contains_key(&(b, a)) != union_edges.contains_key(&(a, b)),
            "{name} at {drawn}: {a:?} {b:?} is neither shared nor outer, or both"
        );
    }
    for (owner, rings) in polygons(&parts) {
        for (position, ring) in rings.iter().enumerate() {
            assert_eq!(doubled(ring) > 0, position == 0, "{name} at {drawn}: ring {position} of {owner} winds wrongly");
            assert!(ring.iter().all(|[lng, lat]| lng.abs() <= HALF_TURN && lat.abs() <= HALF_TURN / 2));
        }
    }

    let total = |owners: &[u32]| -> f64 {
        measure_outlines(&cover.leaves, owners, at).expect("measures").iter().map(|measure| measure.area_km2).sum()
    };
    let (parts, union) = (total(&cover.owners), total(&vec![0; cover.leaves.len()]));
    assert!((parts - union).abs() <= 1e-9 * union, "{name} at {drawn}: {parts} km2 in parts, {union} km2 in all");
}

#[test]
fn territories_of_mixed_leaves_fill_their_union_at_every_resolution() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        let cover = cover_around(cell_at(*lat, *lng, 3), 3, 5, 6, seed as u64);
        for drawn in 0..=7 {
            assert_partition(name, &cover, drawn);
        }
    }
}

#[test]
fn leaves_of_mixed_resolution_fill_their_union_when_each_is_its_own_owner() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        let mut cover = cover_around(cell_at(*lat, *lng, 2), 2, 5, 1, 40 + seed as u64);
        cover.owners = (0..cover.leaves.len() as u32).collect();
        for drawn in 1..=5 {
            assert_partition(name, &cover, drawn);
        }
    }
}

#[test]
fn territories_around_every_pentagon_fill_their_union() {
    for base in [0, 1, 2, 3] {
        for (seed, pentagon) in resolution(base).pentagons().enumerate() {
            let cover = cover_around(pentagon, 1, base + 2, 4, seed as u64);
            for drawn in base..=base + 3 {
                assert_partition("pentagon", &cover, drawn);
            }
        }
    }
}

#[test]
fn territories_of_the_whole_earth_fill_the_whole_plane() {
    let whole = 2 * i128::from(2 * HALF_TURN) * i128::from(HALF_TURN);
    for seed in 0..4 {
        let mut random = Seeded(seed);
        let leaves: Vec<CellIndex> = CellIndex::base_cells().flat_map(|cell| cell.children(resolution(1))).collect();
        let owners: Vec<u32> = leaves.iter().map(|_| random.below(3 + seed as usize) as u32).collect();
        let cover = Cover { leaves, owners };
        for drawn in 0..=4 {
            let outlines = draw_outlines(&cover.leaves, &cover.owners, resolution(drawn), None).expect("outlines");
            assert_eq!(doubled_total(&outlines), whole, "seed {seed} at {drawn}");
            assert_partition("Earth", &cover, drawn);
        }
    }
}

#[test]
fn an_owner_of_the_whole_earth_is_one_box() {
    let leaves: Vec<CellIndex> = CellIndex::base_cells().collect();
    let outlines = draw_outlines(&leaves, &vec![7; leaves.len()], resolution(3), None).expect("outlines");
    assert_eq!(outlines.owners, [7]);
    assert_eq!(outlines.ring_start, [0, 4]);
    assert_eq!(doubled_total(&outlines), 2 * i128::from(2 * HALF_TURN) * i128::from(HALF_TURN));
    let measures = measure_outlines(&leaves, &vec![7; leaves.len()], resolution(3)).expect("measures");
    assert!((measures[0].area_km2 - EARTH_KM2).abs() < 1.0);
    assert_eq!(measures[0].perimeter_km, 0.0);
}

#[test]
fn the_rest_of_the_earth_has_a_hole_and_no_edge_elsewhere() {
    let hole = cell_at(39.0, -98.0, 2);
    let leaves: Vec<CellIndex> = CellIndex::base_cells().flat_map(|cell| cell.children(resolution(2))).collect();
    let owners: Vec<u32> = leaves.iter().map(|leaf| u32::from(*leaf == hole)).collect();
    let outlines = draw_outlines(&leaves, &owners, resolution(2), None).expect("outlines");
    let all = polygons(&outlines);
    assert_eq!(all.iter().map(|(owner, rings)| (*owner, rings.len())).collect::<Vec<_>>(), [(0, 2), (1, 1)]);
    assert_eq!(all[0].1[0].len(), 4, "the exterior is the box of the plane");
    let measures = measure_outlines(&leaves, &owners, resolution(2)).expect("measures");
    assert!((measures[0].area_km2 + measures[1].area_km2 - EARTH_KM2).abs() < 1.0);
}
