//! Exact questions about outlines in the plane of longitudes and latitudes, in whole ten-millionths of a degree.

#![allow(dead_code, reason = "each test binary uses some of them")]

use std::collections::HashMap;

use hexalign_core::outline::Outlines;

pub type Point = [i64; 2];

pub const HALF_TURN: i64 = 1_800_000_000;

/// Owner and rings of each polygon.
pub fn polygons(outlines: &Outlines) -> Vec<(u32, Vec<Vec<Point>>)> {
    let ring = |ring: usize| -> Vec<Point> {
        let points = outlines.ring_start[ring] as usize..outlines.ring_start[ring + 1] as usize;
        points.map(|i| [outlines.points_e7[2 * i].into(), outlines.points_e7[2 * i + 1].into()]).collect()
    };
    let polygon = |p: usize| {
        let rings = outlines.polygon_start[p] as usize..outlines.polygon_start[p + 1] as usize;
        (outlines.owners[p], rings.map(ring).collect())
    };
    (0..outlines.owners.len()).map(polygon).collect()
}

pub fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    (0..ring.len()).map(|i| (ring[i], ring[(i + 1) % ring.len()]))
}

/// Twice the signed extent, exactly.
pub fn doubled(ring: &[Point]) -> i128 {
    edges(ring).map(|(a, b)| i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1])).sum()
}

/// Twice the extent of all polygons of all owners, exactly.
pub fn doubled_total(outlines: &Outlines) -> i128 {
    polygons(outlines).iter().flat_map(|(_, rings)| rings).map(|ring| doubled(ring)).sum()
}

/// The owners of the polygons around a point, ascending.
pub fn owners_around(polygons: &[(u32, Vec<Vec<Point>>)], point: Point) -> Vec<u32> {
    let inside = |rings: &Vec<Vec<Point>>| {
        let crossed = rings.iter().flat_map(|ring| edges(ring)).filter(|(a, b)| {
            let [low, high] = if a[1] < b[1] { [a, b] } else { [b, a] };
            let rise = i128::from(point[0] - low[0]) * i128::from(high[1] - low[1]);
            let run = i128::from(high[0] - low[0]) * i128::from(point[1] - low[1]);
            low[1] <= point[1] && point[1] < high[1] && rise < run
        });
        crossed.count() % 2 == 1
    };
    polygons.iter().filter(|(_, rings)| inside(rings)).map(|(owner, _)| *owner).collect()
}

/// How often each directed edge occurs, those along the sides of the plane's box left out.
pub fn edge_counts(outlines: &Outlines) -> HashMap<(Point, Point), usize> {
    let mut counts = HashMap::new();
    for (a, b) in polygons(outlines).iter().flat_map(|(_, rings)| rings).flat_map(|ring| edges(ring)) {
        if !along_box(a, b) {
            *counts.entry((a, b)).or_insert(0) += 1;
        }
    }
    counts
}

fn along_box(a: Point, b: Point) -> bool {
    a[0] == b[0] && a[0].abs() == HALF_TURN || a[1] == b[1] && a[1].abs() == HALF_TURN / 2
}

/// The distance from a point to the nearest border, in metres, near enough for a few kilometres.
pub fn border_metres(polygons: &[(u32, Vec<Vec<Point>>)], point: Point) -> f64 {
    let shrink = (point[1] as f64 / 1e7).to_radians().cos();
    let metres = |to: Point| {
        let lng = (to[0] - point[0] + 3 * HALF_TURN).rem_euclid(2 * HALF_TURN) - HALF_TURN;
        [lng as f64 * shrink * 0.011_119_5, (to[1] - point[1]) as f64 * 0.011_119_5]
    };
    let all = polygons.iter().flat_map(|(_, rings)| rings).flat_map(|ring| edges(ring));
    all.filter(|(a, b)| !along_box(*a, *b))
        .map(|(a, b)| {
            let (a, b) = (metres(a), metres(b));
            let step = [b[0] - a[0], b[1] - a[1]];
            let length2 = step[0] * step[0] + step[1] * step[1];
            let along = (-(a[0] * step[0] + a[1] * step[1]) / length2.max(1e-12)).clamp(0.0, 1.0);
            (a[0] + along * step[0]).hypot(a[1] + along * step[1])
        })
        .fold(f64::INFINITY, f64::min)
}
