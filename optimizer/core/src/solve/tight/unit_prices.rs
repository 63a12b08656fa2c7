//! Prices of "each unit once" for the territories of a pool, and the bound that they give.
//!
//! # Source
//! Held, Wolfe, Crowder, "Validation of subgradient optimization", Mathematical Programming 6, 1974, doi 10.1007/BF01580223.

use crate::solve::tight::pool::Pool;
use crate::solve::tight::set_partition::Terms;

/// Passes of the prices without a better bound before steps get shorter.
const PATIENCE: u32 = 4;

/// Prices of units, and what territories cost less the prices of their units.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// `[n]`.
    pub unit: Vec<f64>,
    /// No layout of the pool costs less.
    pub bound: f64,
    /// `[kinds]` the dearest reduced cost among the cheapest territories, as many as there are of the kind.
    pub last: Vec<f64>,
    table: Vec<f64>,
}

impl Prices {
    /// Raises the bound of the pool by so many passes of prices, from what they are; `target` is the cost of a layout.
    pub fn raise(&mut self, pool: &Pool, terms: &Terms, target: f64, passes: usize) {
        self.unit.resize(terms.units, 0.0);
        let mut price = self.unit.clone();
        let mut cover = vec![0i32; terms.units];
        let mut cheapest: Vec<Vec<(f64, usize)>> = terms.size.iter().map(|_| Vec::new()).collect();
        self.bound = f64::NEG_INFINITY;
        let (mut agility, mut stale) = (1.0, 0);
        for _ in 0..passes {
            tabulate(&price, &mut self.table);
            cheapest.iter_mut().for_each(Vec::clear);
            for at in 0..pool.len() {
                let kind = pool.kind[at] as usize;
                let (list, most) = (&mut cheapest[kind], terms.size[kind] as usize);
                let reduced = pool.cost[at] - sum_of(&self.table, pool.word[at]);
                if list.len() == most && reduced >= list[most - 1].0 {
                    continue;
                }
                let place = list.partition_point(|entry| entry.0 <= reduced);
                list.insert(place, (reduced, at));
                list.truncate(most);
            }
            let value = price.iter().sum::<f64>() + cheapest.iter().flatten().map(|entry| entry.0).sum::<f64>();
            if value > self.bound {
                self.bound = value;
                self.unit.copy_from_slice(&price);
                self.last = cheapest.iter().map(|list| list.last().map_or(f64::INFINITY, |entry| entry.0)).collect();
                stale = 0;
            } else {
                stale += 1;
                if stale >= PATIENCE {
                    agility *= 0.6;
                    stale = 0;
                    price.copy_from_slice(&self.unit);
                }
            }
            cover.fill(1);
            for &(_, at) in cheapest.iter().flatten() {
                let mut rest = pool.word[at];
                while rest != 0 {
                    cover[rest.trailing_zeros() as usize] -= 1;
                    rest &= rest - 1;
                }
            }
            let norm: i32 = cover.iter().map(|slope| slope * slope).sum();
            if norm == 0 || value >= target {
                break;
            }
            let step = agility * (target - value) / f64::from(norm);
            price.iter_mut().zip(&cover).for_each(|(price, &slope)| *price += step * f64::from(slope));
        }
        let best = core::mem::take(&mut self.unit);
        tabulate(&best, &mut self.table);
        self.unit = best;
    }

    /// Takes up prices as they were.
    pub(crate) fn set(&mut self, unit: Vec<f64>, bound: f64, last: Vec<f64>) {
        tabulate(&unit, &mut self.table);
        (self.unit, self.bound, self.last) = (unit, bound, last);
    }

    /// What a territory costs less the prices of its units.
    #[must_use]
    pub fn reduced(&self, word: u128, cost: f64) -> f64 {
        cost - sum_of(&self.table, word)
    }
}

/// Sums of prices by byte of a word: `[bytes][256]`.
fn tabulate(price: &[f64], table: &mut Vec<f64>) {
    table.clear();
    for eight in price.chunks(8) {
        let start = table.len();
        table.resize(start + 256, 0.0);
        for (bit, &price) in eight.iter().enumerate() {
            for low in 0..1 << bit {
                table[start + (1 << bit) + low] = table[start + low] + price;
            }
        }
    }
}

fn sum_of(table: &[f64], word: u128) -> f64 {
    let bytes = word.to_le_bytes();
    table.chunks_exact(256).zip(bytes).map(|(row, byte)| row[byte as usize]).sum()
}
