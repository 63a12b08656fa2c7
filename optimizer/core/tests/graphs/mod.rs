//! Graphs whose units have few and many neighbours, in one piece and in several, made from a seed.

#![allow(dead_code, reason = "each test binary uses some of them")]

use h3o::{CellIndex, Resolution};
use hexalign_core::problem::Adjacency;
use hexalign_core::solve::random::Random;

/// Points of a square, two of them neighbours where no third is between: planar (Gabriel, Sokal 1969, doi 10.2307/2412323). Some edges are left out.
pub fn planar(random: &mut Random, units: usize) -> Adjacency {
    graph(units, planar_edges(random, units))
}

fn planar_edges(random: &mut Random, units: usize) -> Vec<(u32, u32)> {
    let place: Vec<[f64; 2]> = (0..units).map(|_| [random.unit_interval(), random.unit_interval()]).collect();
    let square = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
    let mut edges = Vec::new();
    for a in 0..units {
        for b in 0..a {
            let middle = [(place[a][0] + place[b][0]) / 2.0, (place[a][1] + place[b][1]) / 2.0];
            let reach = square(place[a], middle);
            let is_between = |c: usize| c != a && c != b && square(place[c], middle) < reach;
            if !(0..units).any(is_between) && random.below(12) != 0 {
                edges.push((a as u32, b as u32));
            }
        }
    }
    edges
}

/// Each pair touches with the same chance.
pub fn dense(random: &mut Random, units: usize) -> Adjacency {
    let percent = 5 + random.below(90);
    let pairs = (0..units as u32).flat_map(|a| (0..a).map(move |b| (a, b)));
    graph(units, pairs.filter(|_| random.below(100) < percent).collect())
}

/// Unit 0 touches `spokes` units on a rim with gaps; further out there is a ring that joins some of them, and gaps in that.
pub fn hub(random: &mut Random, spokes: usize) -> Adjacency {
    let gap = 2 + random.below(8);
    // Numbers out of order: a ring must find its way by who touches whom.
    let mut name: Vec<u32> = (1..=2 * spokes as u32).collect();
    for at in (1..name.len()).rev() {
        name.swap(at, random.below(at + 1));
    }
    let mut edges = Vec::new();
    for at in 0..spokes {
        let (rim, next, out, beyond) =
            (name[at], name[(at + 1) % spokes], name[spokes + at], name[spokes + (at + 1) % spokes]);
        edges.push((0, rim));
        let mut maybe = |a: u32, b: u32, chance: usize| {
            if random.below(chance) != 0 {
                edges.push((a, b));
            }
        };
        maybe(rim, next, gap);
        maybe(rim, out, 3);
        maybe(out, beyond, gap + 4);
    }
    graph(2 * spokes + 1, edges)
}

/// Planar pieces that do not touch, and units that touch none.
pub fn islands(random: &mut Random, pieces: usize) -> Adjacency {
    let (mut units, mut edges) = (0, Vec::new());
    for _ in 0..pieces {
        let size = 1 + random.below(14);
        edges.extend(planar_edges(random, size).iter().map(|&(a, b)| (a + units, b + units)));
        units += size as u32;
    }
    graph(units as usize, edges)
}

/// All cells within so many steps of one of the twelve pentagons, whose neighbours are five.
pub fn around_pentagon(pentagon: usize, steps: u32) -> Adjacency {
    let center = Resolution::Three.pentagons().nth(pentagon).unwrap();
    let mut cells: Vec<CellIndex> = center.grid_disk_safe(steps).collect();
    cells.sort_unstable();
    let mut edges = Vec::new();
    for (unit, cell) in cells.iter().enumerate() {
        let near = cell.grid_disk_safe(1).filter_map(|other| cells.binary_search(&other).ok());
        edges.extend(near.map(|other| (unit as u32, other as u32)));
    }
    graph(cells.len(), edges)
}

fn graph(units: usize, edges: Vec<(u32, u32)>) -> Adjacency {
    Adjacency::from_edges(units, &edges).unwrap()
}
