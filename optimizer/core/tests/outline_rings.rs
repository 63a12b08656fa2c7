//! Rings wind as RFC 7946 asks, and holes lie in their exteriors.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

mod mixed_leaves;
mod plane;

use h3o::CellIndex;
use hexalign_core::outline::{MAX_OWNER, OutlineError, Window, draw_outlines, measure_outlines};
use mixed_leaves::{cell_at, resolution};
use plane::{HALF_TURN, doubled, edges, owners_around, polygons};

/// Disks around a cell, each ring of them owned by its distance modulo `owners`.
fn target(center: CellIndex, rings: u32, owners: u32) -> (Vec<CellIndex>, Vec<u32>) {
    center.grid_disk_distances_safe(rings).map(|(cell, distance)| (cell, distance % owners)).unzip()
}

#[test]
fn an_owner_inside_another_is_a_polygon_in_its_hole() {
    let (leaves, owners) = target(cell_at(48.9, 2.3, 6), 4, 2);
    for drawn in 6..=9 {
        let outlines = draw_outlines(&leaves, &owners, resolution(drawn), None).expect("outlines");
        let rings: Vec<(u32, usize)> = polygons(&outlines).iter().map(|(owner, rings)| (*owner, rings.len())).collect();
        // Rings 0, 2 and 4 belong to owner 0, rings 1 and 3 to owner 1: the two outer ones of each have a hole.
        assert_eq!(rings.iter().filter(|ring| **ring == (0, 1)).count(), 1, "at {drawn}: {rings:?}");
        assert_eq!(rings.iter().filter(|ring| **ring == (0, 2)).count(), 2, "at {drawn}: {rings:?}");
        assert_eq!(rings.iter().filter(|ring| **ring == (1, 2)).count(), 2, "at {drawn}: {rings:?}");
    }
}

#[test]
fn every_hole_lies_in_the_exterior_before_it() {
    for (lat, lng) in [(48.9, 2.3), (-17.0, 180.0), (66.0, -179.0)] {
        let (mut leaves, mut owners) = (Vec::new(), Vec::new());
        for step in 0..4 {
            let center = cell_at(lat + 0.6 * f64::from(step), lng - 0.4 * f64::from(step), 5);
            let (disk, rings) = target(center, 2, 2);
            for (leaf, owner) in disk.into_iter().zip(rings) {
                if !leaves.contains(&leaf) {
                    leaves.push(leaf);
                    owners.push(owner);
                }
            }
        }
        let outlines = draw_outlines(&leaves, &owners, resolution(7), None).expect("outlines");
        let mut holes = 0;
        for (owner, rings) in polygons(&outlines) {
            let exterior = [(owner, vec![rings[0].clone()])];
            for hole in &rings[1..] {
                holes += 1;
                for point in hole.iter().filter(|point| !rings[0].contains(point)) {
                    assert_eq!(owners_around(&exterior, *point), [owner], "a hole at {lat} {lng} leaves its exterior");
                }
            }
        }
        assert!(holes >= 4, "{holes} holes at {lat} {lng}");
    }
}

#[test]
fn a_disk_across_the_antimeridian_is_cut_into_halves_that_meet() {
    let (leaves, owners) = target(cell_at(-17.0, 180.0, 5), 3, 1);
    let outlines = draw_outlines(&leaves, &owners, resolution(5), None).expect("outlines");
    let all = polygons(&outlines);
    assert_eq!(all.len(), 2);
    let side = |lng: i64| -> Vec<i64> {
        let points = all.iter().flat_map(|(_, rings)| rings.iter().flatten());
        let mut lats: Vec<i64> = points.filter(|point| point[0] == lng).map(|point| point[1]).collect();
        lats.sort_unstable();
        lats
    };
    assert_eq!(side(HALF_TURN), side(-HALF_TURN));
    assert_eq!(side(HALF_TURN).len(), 2);
    for (_, rings) in &all {
        assert!(doubled(&rings[0]) > 0);
        assert!(edges(&rings[0]).all(|(a, b)| (a[0] - b[0]).abs() < HALF_TURN / 10));
    }
}

#[test]
fn the_cell_that_holds_a_pole_reaches_it() {
    for lat in [90.0, -90.0] {
        for drawn in 0..=15 {
            let cell = cell_at(lat, 0.0, drawn);
            let outlines = draw_outlines(&[cell], &[0], resolution(drawn), None).expect("outlines");
            let all = polygons(&outlines);
            assert_eq!(all.len(), 1, "at {drawn}");
            let ring = &all[0].1[0];
            assert!(doubled(ring) > 0, "at {drawn}");
            let pole = (lat * 1e7) as i64;
            assert!(ring.contains(&[HALF_TURN, pole]) && ring.contains(&[-HALF_TURN, pole]), "at {drawn}");
            let measure = measure_outlines(&[cell], &[0], resolution(drawn)).expect("measures")[0];
            // Finer cells are lost in the rounding of the hemisphere around them.
            assert!(drawn > 11 || (measure.area_km2 / cell.area_km2() - 1.0).abs() < 0.001, "at {drawn}: {measure:?}");
        }
    }
}

#[test]
fn a_measure_agrees_with_the_cells_own() {
    for (lat, lng) in [(39.0, -98.0), (-17.0, 180.0), (65.0, 25.0)] {
        let (leaves, owners) = target(cell_at(lat, lng, 5), 5, 1);
        let measure = measure_outlines(&leaves, &owners, resolution(5)).expect("measures")[0];
        let area_km2: f64 = leaves.iter().map(|leaf| leaf.area_km2()).sum();
        assert!((measure.area_km2 / area_km2 - 1.0).abs() < 1e-5, "{measure:?}, cells have {area_km2}");
        let sides: f64 = leaves
            .iter()
            .flat_map(|leaf| leaf.edges())
            .map(|edge| if leaves.contains(&edge.destination()) { 0.0 } else { edge.length_km() })
            .sum();
        assert!((measure.perimeter_km / sides - 1.0).abs() < 1e-5, "{measure:?}, sides have {sides}");
        assert!((0.5..0.9).contains(&measure.polsby_popper()), "{}", measure.polsby_popper());
    }
}

#[test]
fn bad_input_is_named() {
    let leaf = cell_at(39.0, -98.0, 5);
    let draw = |leaves: &[CellIndex], owners: &[u32], window| {
        draw_outlines(leaves, owners, resolution(5), window).map(|outlines| outlines.owners.len())
    };
    assert_eq!(draw(&[leaf], &[], None), Err(OutlineError::OwnersLength { leaves: 1, owners: 0 }));
    assert_eq!(draw(&[leaf], &[MAX_OWNER + 1], None), Err(OutlineError::OwnerTooLarge { owner: MAX_OWNER + 1 }));
    let parent = leaf.parent(resolution(3)).expect("a parent");
    for leaves in [[leaf, leaf], [leaf, parent], [parent, leaf]] {
        assert!(matches!(draw(&leaves, &[0, 1], None), Err(OutlineError::OverlappingLeaves { .. })));
    }
    for [west, south, east, north] in
        [[f64::NAN, 0.0, 1.0, 1.0], [0.0, 2.0, 1.0, 1.0], [0.0, -91.0, 1.0, 1.0], [0.0, 0.0, f64::INFINITY, 1.0]]
    {
        let window = Window { west, south, east, north };
        assert!(matches!(draw(&[leaf], &[0], Some(window)), Err(OutlineError::BadWindow { .. })), "{window:?}");
    }
    assert_eq!(draw(&[], &[], None), Ok(0));
    let finest = resolution(15);
    let drawn = draw_outlines(&[parent], &[0], finest, None).map(|outlines| outlines.owners);
    assert_eq!(drawn, Err(OutlineError::TooDetailed { resolution: finest }));
}
