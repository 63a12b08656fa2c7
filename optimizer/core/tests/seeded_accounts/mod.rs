//! Seeded accounts, summed by cell; two metrics: accounts and revenue.

#![allow(dead_code, reason = "each test binary uses some of them")]

use h3o::LatLng;
use hexalign_core::cover::{CellSums, CoverOptions};

use super::mixed_leaves::{Seeded, resolution};

/// Latitude, longitude, revenue.
pub type Account = (f64, f64, f64);

/// Accounts in a square of a given width around a place, thickest in the middle; revenue from 1 to 100.
pub fn accounts_around(lat: f64, lng: f64, width_km: f64, count: usize, seed: u64) -> Vec<Account> {
    let mut random = Seeded(seed);
    let degrees = width_km / 111.2;
    let mut offset = || (random.fraction() + random.fraction() - 1.0) / 2.0 * degrees;
    let mut accounts: Vec<Account> = (0..count)
        .map(|_| {
            let at_lat = (lat + offset()).clamp(-90.0, 90.0);
            let at_lng = lng + offset() / at_lat.to_radians().cos().max(0.01);
            (at_lat, (at_lng + 180.0).rem_euclid(360.0) - 180.0, 0.0)
        })
        .collect();
    for account in &mut accounts {
        account.2 = 1.0 + 99.0 * random.fraction();
    }
    accounts
}

/// Accounts all over the United States' mainland, in towns of different size.
pub fn accounts_of_a_country(count: usize, seed: u64) -> Vec<Account> {
    let mut random = Seeded(seed);
    let mut accounts = Vec::new();
    while accounts.len() < count {
        let (lat, lng) = (30.0 + 18.0 * random.fraction(), -120.0 + 45.0 * random.fraction());
        let size = 1 + (3.0 / (0.01 + random.fraction())) as usize;
        let town = accounts_around(lat, lng, 2.0 + size as f64 / 4.0, size, random.next());
        accounts.extend(town);
    }
    accounts.truncate(count);
    accounts
}

pub fn cell_sums(accounts: &[Account], finest: u8) -> CellSums {
    let cell = |account: &Account| LatLng::new(account.0, account.1).expect("a point").to_cell(resolution(finest));
    let mut rows: Vec<_> = accounts.iter().map(|account| (cell(account), account.2)).collect();
    rows.sort_by_key(|row| row.0);
    let (mut cells, mut sums): (Vec<_>, Vec<f64>) = (Vec::new(), Vec::new());
    for (cell, revenue) in rows {
        if cells.last() != Some(&cell) {
            cells.push(cell);
            sums.extend([0.0, 0.0]);
        }
        let last = sums.len() - 2;
        sums[last] += 1.0;
        sums[last + 1] += revenue;
    }
    CellSums::new(cells, 2, sums).expect("sorted, distinct cells")
}

/// Revenue balanced at the usual share.
pub fn options(territories: usize) -> CoverOptions {
    CoverOptions {
        territories,
        base: None,
        split: true,
        split_share: 0.02,
        balanced: vec![false, true],
        weight_metric: 1,
        fill_distance_km: None,
        keep: Vec::new(),
        only_kept: None,
        max_leaves: 400_000,
    }
}
