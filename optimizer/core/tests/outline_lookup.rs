//! The polygon around a point belongs to the owner that a look-up names.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

mod mixed_leaves;
mod plane;

use std::collections::HashMap;

use h3o::{CellIndex, LatLng, Resolution};
use hexalign_core::outline::{Window, draw_outlines};
use mixed_leaves::{Cover, PLACES, Seeded, cell_at, cover_around, resolution};
use plane::{HALF_TURN, Point, border_metres, edge_counts, owners_around, polygons};

/// The owner by definition: the leaf that is the cell or its ancestor, else the one that holds its center.
fn owner_of(cover: &HashMap<CellIndex, u32>, cell: CellIndex) -> Option<u32> {
    let center = cell.center_child(Resolution::Fifteen)?;
    Resolution::range(Resolution::Zero, Resolution::Fifteen).find_map(|at| cover.get(&center.parent(at)?).copied())
}

fn owner_by_leaf(cover: &Cover) -> HashMap<CellIndex, u32> {
    cover.leaves.iter().copied().zip(cover.owners.iter().copied()).collect()
}

fn cell_of(point: Point, at: Resolution) -> CellIndex {
    LatLng::new(point[1] as f64 / 1e7, point[0] as f64 / 1e7).expect("a point").to_cell(at)
}

/// How far a side may be off the great circle between its ends, in metres, rounding included.
fn side_offset_metres(at: Resolution, lat_e7: i64) -> f64 {
    let longest_km = 1.4 * at.edge_length_km();
    let steep = (lat_e7 as f64 / 1e7).to_radians().tan().abs();
    let sagitta_km = longest_km * longest_km * steep / (8.0 * 6371.0);
    0.02 + 1_000.0 * sagitta_km.min(0.012 * longest_km)
}

/// Seeded points: even ones anywhere about the cover, odd ones near a border.
fn points(cover: &Cover, borders: &[(Point, Point)], count: usize, random: &mut Seeded) -> Vec<Point> {
    let somewhere = |random: &mut Seeded| -> Point {
        let leaf = LatLng::from(cover.leaves[random.below(cover.leaves.len())]);
        let spread = (random.fraction() - 0.5, random.fraction() - 0.5);
        [((leaf.lng() + 4.0 * spread.0) * 1e7) as i64, ((leaf.lat() + 2.0 * spread.1) * 1e7) as i64]
    };
    let near_border = |random: &mut Seeded| -> Point {
        let (a, b) = borders[random.below(borders.len())];
        let along = random.fraction();
        let (dx, dy) = ((b[0] - a[0]) as f64, (b[1] - a[1]) as f64);
        let beside = 0.2 * (random.fraction() - 0.5);
        let (x, y) = (a[0] as f64 + along * dx - beside * dy, a[1] as f64 + along * dy + beside * dx);
        [x as i64, y as i64]
    };
    let wrap = |[lng, lat]: Point| {
        let lng = (lng + HALF_TURN).rem_euclid(2 * HALF_TURN) - HALF_TURN;
        [lng, lat.clamp(1 - HALF_TURN / 2, HALF_TURN / 2 - 1)]
    };
    (0..count)
        .map(|i| wrap(if i % 2 == 0 || borders.is_empty() { somewhere(random) } else { near_border(random) }))
        .collect()
}

#[test]
fn the_polygon_around_a_point_is_its_owners_at_every_resolution() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        let finest = 6;
        let cover = cover_around(cell_at(*lat, *lng, 3), 2, finest, 6, 100 + seed as u64);
        let by_leaf = owner_by_leaf(&cover);
        let mut random = Seeded(seed as u64);
        for drawn in 1..=finest + 2 {
            let at = resolution(drawn);
            let outlines = draw_outlines(&cover.leaves, &cover.owners, at, None).expect("outlines");
            let polygons = polygons(&outlines);
            let mut borders: Vec<_> = edge_counts(&outlines).into_keys().collect();
            borders.sort_unstable();
            let mut close_calls = 0;
            for point in points(&cover, &borders, 1_000, &mut random) {
                let expected: Vec<u32> = owner_of(&by_leaf, cell_of(point, at)).into_iter().collect();
                let found = owners_around(&polygons, point);
                assert!(found.len() < 2, "{name} at {drawn}: {point:?} lies in {found:?}");
                if found != expected {
                    let off = border_metres(&polygons, point);
                    let allowed = side_offset_metres(at, point[1]);
                    assert!(
                        off <= allowed,
                        "{name} at {drawn}: {point:?} is in {found:?}, not {expected:?}, {off} m off"
                    );
                    close_calls += 1;
                }
            }
            assert!(close_calls <= 40, "{name} at {drawn}: {close_calls} points of 1,000 on the wrong side");
        }
    }
}

#[test]
fn at_the_finest_resolution_a_polygon_is_exactly_what_a_look_up_says() {
    let cover = cover_around(cell_at(40.7, -74.0, 5), 2, 9, 8, 5);
    let by_leaf = owner_by_leaf(&cover);
    let at = resolution(9);
    let outlines = draw_outlines(&cover.leaves, &cover.owners, at, None).expect("outlines");
    let polygons = polygons(&outlines);
    let mut borders: Vec<_> = edge_counts(&outlines).into_keys().collect();
    borders.sort_unstable();
    for point in points(&cover, &borders, 4_000, &mut Seeded(9)) {
        let expected: Vec<u32> = owner_of(&by_leaf, cell_of(point, at)).into_iter().collect();
        if owners_around(&polygons, point) != expected {
            let off = border_metres(&polygons, point);
            assert!(off < 0.02, "{point:?} should be {expected:?}, {off} m from a border");
        }
    }
}

#[test]
fn inside_a_window_outlines_are_those_without_one() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        let cover = cover_around(cell_at(*lat, *lng, 3), 3, 6, 6, 200 + seed as u64);
        let mut random = Seeded(seed as u64);
        for drawn in 2..=7 {
            let at = resolution(drawn);
            let whole = draw_outlines(&cover.leaves, &cover.owners, at, None).expect("outlines");
            let width = 0.05 + 3.0 * random.fraction();
            let (west, south) = (lng + random.fraction() - width, (lat + random.fraction() - width).clamp(-90.0, 89.0));
            let east = west + 2.0 * width;
            let window = Window { west, south, east, north: (south + width).min(90.0) };
            // The same window with its east on the near side of the antimeridian.
            let wrapped = Window { east: (east + 180.0).rem_euclid(360.0) - 180.0, ..window };
            let drawn_window = if drawn % 2 == 0 { window } else { wrapped };
            let part = draw_outlines(&cover.leaves, &cover.owners, at, Some(drawn_window)).expect("outlines");
            let inside = |point: Point| {
                let east = (point[0] as f64 / 1e7 - window.west).rem_euclid(360.0);
                let lat = point[1] as f64 / 1e7;
                east <= window.east - window.west && window.south <= lat && lat <= window.north
            };
            let within = |edges: std::collections::HashMap<(Point, Point), usize>| {
                let mut edges: Vec<_> = edges.into_keys().filter(|(a, b)| inside(*a) || inside(*b)).collect();
                edges.sort_unstable();
                edges
            };
            assert_eq!(within(edge_counts(&part)), within(edge_counts(&whole)), "{name} at {drawn}: {window:?}");
            let (part, whole) = (polygons(&part), polygons(&whole));
            for _ in 0..200 {
                let lng = window.west + (window.east - window.west) * random.fraction();
                let lat = window.south + (window.north - window.south) * random.fraction();
                let lng = (lng + 180.0).rem_euclid(360.0) - 180.0;
                let point = [(lng * 1e7) as i64, (lat * 1e7) as i64];
                assert_eq!(owners_around(&part, point), owners_around(&whole, point), "{name} at {drawn}: {point:?}");
            }
        }
    }
}

#[test]
fn an_owner_that_fills_a_window_covers_it() {
    let leaf = cell_at(39.0, -98.0, 1);
    let middle = LatLng::from(leaf);
    let (west, south) = (middle.lng() - 0.01, middle.lat() - 0.01);
    let window = Window { west, south, east: west + 0.02, north: south + 0.02 };
    for drawn in [1, 5, 9, 12, 15] {
        let outlines = draw_outlines(&[leaf], &[3], resolution(drawn), Some(window)).expect("outlines");
        assert!(outlines.points_e7.len() < 120_000, "{} at {drawn}", outlines.points_e7.len());
        let polygons = polygons(&outlines);
        for (lng, lat) in [(west, south), (west + 0.02, south), (west, south + 0.02), (west + 0.02, south + 0.02)] {
            assert_eq!(owners_around(&polygons, [(lng * 1e7) as i64, (lat * 1e7) as i64]), [3], "at {drawn}");
        }
    }
}

#[test]
fn a_window_far_from_every_leaf_is_empty() {
    let window = Window { west: 100.0, south: 10.0, east: 101.0, north: 11.0 };
    let outlines = draw_outlines(&[cell_at(39.0, -98.0, 4)], &[0], resolution(9), Some(window)).expect("outlines");
    assert!(outlines.owners.is_empty() && outlines.points_e7.is_empty());
}
