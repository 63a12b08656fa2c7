//! Seeded covers of mixed resolution, with owners, at the places where grids go wrong.

#![allow(dead_code, reason = "each test binary uses some of them")]

use h3o::{CellIndex, LatLng, Resolution};

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
pub struct Seeded(pub u64);

impl Seeded {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In [0, 1).
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.fraction() * n as f64) as usize
    }
}

/// Ordinary land, and where the plane or the grid has seams.
pub const PLACES: [(&str, f64, f64); 6] = [
    ("Kansas", 39.0, -98.0),
    ("Fiji", -17.0, 179.8),
    ("Bering Strait", 65.8, -179.0),
    ("north pole", 90.0, 0.0),
    ("south pole", -90.0, 0.0),
    ("a pentagon in the Pacific", 50.1032, -143.4785),
];

pub struct Cover {
    pub leaves: Vec<CellIndex>,
    pub owners: Vec<u32>,
}

pub fn resolution(number: u8) -> Resolution {
    Resolution::try_from(number).expect("a resolution from 0 to 15")
}

pub fn cell_at(lat: f64, lng: f64, at: u8) -> CellIndex {
    LatLng::new(lat, lng).expect("a point").to_cell(resolution(at))
}

/// Leaves around a cell: a disk of cells, some of them left out, some split down to `finest`; each owned by the nearest of `territories` random leaves.
pub fn cover_around(center: CellIndex, rings: u32, finest: u8, territories: usize, seed: u64) -> Cover {
    let mut random = Seeded(seed);
    let mut leaves = Vec::new();
    let disk: Vec<CellIndex> = center.grid_disk_safe(rings).collect();
    for cell in disk {
        if cell == center || random.fraction() > 0.1 {
            split(cell, finest, 0.5, &mut random, &mut leaves);
        }
    }
    let seeds: Vec<LatLng> = (0..territories).map(|_| LatLng::from(leaves[random.below(leaves.len())])).collect();
    let owners = leaves.iter().map(|leaf| nearest(&seeds, LatLng::from(*leaf))).collect();
    Cover { leaves, owners }
}

fn split(cell: CellIndex, finest: u8, chance: f64, random: &mut Seeded, leaves: &mut Vec<CellIndex>) {
    if u8::from(cell.resolution()) < finest && random.fraction() < chance {
        for child in cell.children(cell.resolution().succ().expect("not the last resolution")) {
            split(child, finest, 0.4, random, leaves);
        }
    } else {
        leaves.push(cell);
    }
}

fn nearest(seeds: &[LatLng], point: LatLng) -> u32 {
    let distance = |seed: usize| point.distance_km(seeds[seed]);
    let by_distance = |a: &usize, b: &usize| distance(*a).total_cmp(&distance(*b));
    (0..seeds.len()).min_by(by_distance).expect("a seed") as u32
}
