//! The graph of units: right across resolutions and seams, connected, islands joined by the shortest links.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

mod mixed_leaves;
mod plane;
mod seeded_accounts;

use std::collections::BTreeSet;

use h3o::LatLng;
use hexalign_core::cover::{Cover, CoverOptions, build_cover, ground_km};
use hexalign_core::outline::draw_outlines;
use mixed_leaves::{PLACES, Seeded, cell_at, resolution};
use seeded_accounts::{accounts_around, accounts_of_a_country, cell_sums, options};

fn edges(cover: &Cover) -> BTreeSet<(u32, u32)> {
    let start = &cover.units.adjacency_start;
    (0u32..)
        .zip(start.windows(2))
        .flat_map(|(unit, run)| {
            let others = &cover.units.adjacency[run[0] as usize..run[1] as usize];
            assert!(others.is_sorted_by(|a, b| a < b), "neighbours of {unit} are not ascending: {others:?}");
            others.iter().map(move |other| (unit, *other))
        })
        .collect()
}

fn reached_from(first: u32, units: usize, edges: &BTreeSet<(u32, u32)>) -> usize {
    let mut reached = vec![false; units];
    let mut open = vec![first];
    while let Some(unit) = open.pop() {
        if !std::mem::replace(&mut reached[unit as usize], true) {
            open.extend(edges.range((unit, 0)..=(unit, u32::MAX)).map(|edge| edge.1));
        }
    }
    reached.into_iter().filter(|reached| *reached).count()
}

/// One account in every finest cell of a disk, of random revenue, so that every leaf is occupied and some are split.
fn full_disk(lat: f64, lng: f64, seed: u64) -> Cover {
    let mut random = Seeded(seed);
    let disk = cell_at(lat, lng, 4).grid_disk_safe(3);
    let accounts: Vec<_> = disk
        .flat_map(|cell| cell.children(resolution(6)).collect::<Vec<_>>())
        .map(|cell| {
            let revenue = 1.0 / (0.001 + random.fraction());
            (LatLng::from(cell).lat(), LatLng::from(cell).lng(), revenue)
        })
        .collect();
    let base = Some(resolution(4));
    build_cover(&cell_sums(&accounts, 6), &CoverOptions { base, ..options(1) }).expect("a cover")
}

#[test]
fn leaves_touch_where_a_neighbor_of_the_finer_one_lies_in_the_other() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        let cover = full_disk(*lat, *lng, seed as u64);
        assert_eq!(cover.units.leaf.len(), cover.leaves.len(), "{name}: every leaf is occupied");
        let mixed = cover.leaves.iter().filter(|leaf| leaf.resolution() > cover.base).count();
        assert!(mixed > 0 && mixed < cover.leaves.len(), "{name}: {mixed} leaves were split off");
        let mut expected = BTreeSet::new();
        for (a, fine) in (0u32..).zip(&cover.leaves) {
            for (b, coarse) in (0u32..).zip(&cover.leaves) {
                let inside = fine.grid_disk_safe(1).any(|cell| cell.parent(coarse.resolution()) == Some(*coarse));
                if a != b && inside {
                    expected.extend([(a, b), (b, a)]);
                }
            }
        }
        assert_eq!(edges(&cover), expected, "{name}");
        assert!(cover.islands.is_empty(), "{name}: {:?}", cover.islands);
    }
}

#[test]
fn what_is_connected_in_the_graph_is_one_polygon_on_the_map() {
    for seed in 0..5 {
        let sums = cell_sums(&accounts_around(39.0, -98.0, 700.0, 3_000, seed), 8);
        let cover = build_cover(&sums, &options(5)).expect("a cover");
        let edges = edges(&cover);
        let links: BTreeSet<_> =
            cover.islands.iter().flat_map(|i| [(i.unit, i.joined_to), (i.joined_to, i.unit)]).collect();
        // Five territories grown at random from five units, never over a link to an island.
        let mut random = Seeded(seed);
        let units = cover.units.leaf.len();
        let mut territory = vec![u32::MAX; units];
        let mut open: Vec<(u32, u32)> = (0..5).map(|t| (t, random.below(units) as u32)).collect();
        while !open.is_empty() {
            let (grows, unit) = open.swap_remove(random.below(open.len()));
            if territory[unit as usize] == u32::MAX {
                territory[unit as usize] = grows;
                let touching = edges.range((unit, 0)..=(unit, u32::MAX)).filter(|edge| !links.contains(edge));
                open.extend(touching.map(|edge| (grows, edge.1)));
            }
        }
        let (leaves, owners): (Vec<_>, Vec<_>) = cover
            .leaves
            .iter()
            .zip(&cover.unit_of_leaf)
            .map(|(leaf, unit)| (*leaf, territory[*unit as usize]))
            .filter(|(_, territory)| *territory != u32::MAX)
            .unzip();
        let outlines = draw_outlines(&leaves, &owners, resolution(8), None).expect("outlines");
        let mut territories = owners.clone();
        territories.sort_unstable();
        territories.dedup();
        assert_eq!(outlines.owners, territories, "seed {seed}: a territory is in pieces");
    }
}

#[test]
fn the_graph_is_connected_and_symmetric_without_loops() {
    for (seed, (name, lat, lng)) in PLACES.iter().enumerate() {
        for fill_distance_km in [None, Some(0.0)] {
            let sums = cell_sums(&accounts_around(*lat, *lng, 2_000.0, 900, seed as u64), 8);
            let cover = build_cover(&sums, &CoverOptions { fill_distance_km, ..options(4) }).expect("a cover");
            let edges = edges(&cover);
            assert!(edges.iter().all(|&(a, b)| a != b && edges.contains(&(b, a))), "{name}");
            assert_eq!(reached_from(0, cover.units.leaf.len(), &edges), cover.units.leaf.len(), "{name}");
        }
    }
}

#[test]
fn islands_are_joined_by_the_shortest_links_that_join_all() {
    for seed in 0..6 {
        let accounts = accounts_of_a_country(400, seed);
        let sums = cell_sums(&accounts, 9);
        let base = Some(resolution(6));
        let cover =
            build_cover(&sums, &CoverOptions { base, fill_distance_km: Some(0.0), ..options(4) }).expect("a cover");
        let n = cover.units.leaf.len();
        let position = &cover.units.position;
        let links: BTreeSet<_> =
            cover.islands.iter().flat_map(|i| [(i.unit, i.joined_to), (i.joined_to, i.unit)]).collect();
        let touching: BTreeSet<_> = edges(&cover).difference(&links).copied().collect();
        assert!(cover.islands.len() > 20, "seed {seed}: {} islands", cover.islands.len());

        // Prim's tree over all units, touching units being no distance apart.
        let chord_km =
            |a: usize, b: usize| (0..3).map(|i| (position[a][i] - position[b][i]).powi(2)).sum::<f64>().sqrt();
        let mut away = vec![f64::INFINITY; n];
        let mut joined = vec![false; n];
        let mut total_km = 0.0;
        away[0] = 0.0;
        for _ in 0..n {
            let next = (0..n).filter(|u| !joined[*u]).min_by(|a, b| away[*a].total_cmp(&away[*b])).expect("a unit");
            joined[next] = true;
            total_km += away[next];
            for (other, away) in away.iter_mut().enumerate() {
                let step = if touching.contains(&(next as u32, other as u32)) { 0.0 } else { chord_km(next, other) };
                *away = away.min(step);
            }
        }
        let found_km: f64 = cover.islands.iter().map(|i| chord_km(i.unit as usize, i.joined_to as usize)).sum();
        assert!((found_km - total_km).abs() < 1e-6 * total_km, "seed {seed}: {found_km} km, {total_km} km are enough");
        for island in &cover.islands {
            assert_eq!(island.units as usize, reached_from(island.unit, n, &touching), "seed {seed}: {island:?}");
            let (unit, to) = (&position[island.unit as usize], &position[island.joined_to as usize]);
            assert_eq!(island.distance_km, ground_km(unit, to));
        }
    }
}

#[test]
fn an_island_names_its_link_to_the_nearest_land() {
    let mainland = accounts_around(39.0, -98.0, 400.0, 500, 1);
    let near = accounts_around(39.0, -85.0, 20.0, 10, 2);
    let far = accounts_around(39.0, -70.0, 20.0, 10, 3);
    let sums = cell_sums(&[mainland, near, far].concat(), 9);
    let base = Some(resolution(4));
    let cover = build_cover(&sums, &CoverOptions { base, split: false, ..options(2) }).expect("a cover");
    let lng = |unit: u32| LatLng::from(cover.leaves[cover.units.leaf[unit as usize] as usize]).lng();
    assert_eq!(cover.islands.len(), 2);
    for island in &cover.islands {
        let (from, to) = (lng(island.unit), lng(island.joined_to));
        if from > -75.0 {
            assert!((-90.0..-80.0).contains(&to), "the far island is joined by way of the near one: {to}");
        } else {
            assert!(to < -90.0 && (800.0..1_200.0).contains(&island.distance_km), "{island:?}");
        }
    }
}
