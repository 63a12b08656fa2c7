//! The best layout that the territories of a pool make together: every unit in exactly one, and so many of each kind.
//!
//! [`Prices`] of "each unit once" rule out most territories, for what a layout with them costs at least; what is left is tried one by one.
//!
//! # Source
//! Balas, Padberg, "Set partitioning: a survey", SIAM Review 18(4), 1976, doi 10.1137/1018115.

use crate::lesser::{greater, lesser};
use crate::solve::tight::pool::Pool;
use crate::solve::tight::unit_prices::Prices;

/// What a layout is made of beside territories.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Number of units.
    pub units: usize,
    /// How many territories there are of each kind.
    pub size: &'a [u32],
    /// What may be spent of each limited quantity in all, and `[columns][quantities]` what a territory spends; empty: nothing is limited.
    pub limit: &'a [f64],
    /// See `limit`.
    pub spent: &'a [f64],
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Places in the pool of the territories of the best layout that costs less than was asked, if there is any.
    pub best: Option<(f64, Vec<usize>)>,
    /// Whether every layout that the pool makes was ruled in or out.
    pub complete: bool,
    /// Territories looked at.
    pub tries: u64,
}

/// A layout must cost this part less to count as better.
const LEAST_GAIN: f64 = 1e-9;

/// Looks for the layout of least cost below `target` that the territories of a pool make; gives up after `most` tries.
#[must_use]
pub fn set_partition(pool: &Pool, terms: &Terms, prices: &Prices, target: f64, most: u64) -> Found {
    let all = if terms.units == 128 { u128::MAX } else { (1 << terms.units) - 1 };
    let mut kept: Vec<Item> = Vec::new();
    for at in 0..pool.len() {
        let reduced = prices.reduced(pool.word[at], pool.cost[at]);
        let instead = greater(0.0, reduced - prices.last[pool.kind[at] as usize]);
        if prices.bound + instead < target * (1.0 - LEAST_GAIN) {
            kept.push(Item { word: pool.word[at], reduced, at: at as u32, kind: pool.kind[at] });
        }
    }
    kept.sort_by(|a, b| a.reduced.total_cmp(&b.reduced).then(a.at.cmp(&b.at)));
    let mut floor = vec![f64::INFINITY; terms.size.len()];
    let mut count = vec![0u32; terms.units];
    for item in &kept {
        let floor = &mut floor[item.kind as usize];
        *floor = lesser(*floor, item.reduced);
        let mut rest = item.word;
        while rest != 0 {
            count[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
    }
    // Units that few territories have come first: they leave the least choice.
    let mut order: Vec<u32> = (0..terms.units as u32).collect();
    order.sort_by_key(|&unit| count[unit as usize]);
    let k: u32 = terms.size.iter().sum();
    let mut descent = Descent {
        pool,
        terms,
        order,
        floor,
        left: terms.size.to_vec(),
        spent: vec![0.0; terms.limit.len()],
        chosen: Vec::new(),
        lists: vec![Vec::new(); k as usize],
        paid: prices.unit.iter().sum(),
        target,
        found: Found { complete: true, ..Found::default() },
        most,
    };
    descent.lists[0] = kept;
    if k > 1 && descent.floor.iter().all(|floor| floor.is_finite()) {
        descent.descend(0, all, 0.0);
    }
    descent.found
}

#[derive(Clone, Copy, Debug)]
struct Item {
    word: u128,
    reduced: f64,
    at: u32,
    kind: u32,
}

struct Descent<'a> {
    pool: &'a Pool,
    terms: &'a Terms<'a>,
    order: Vec<u32>,
    /// `[kinds]` least reduced cost.
    floor: Vec<f64>,
    /// `[kinds]` territories that are not chosen yet.
    left: Vec<u32>,
    spent: Vec<f64>,
    chosen: Vec<u32>,
    /// Those that may still be chosen at each depth, by reduced cost.
    lists: Vec<Vec<Item>>,
    /// All prices.
    paid: f64,
    target: f64,
    found: Found,
    most: u64,
}

impl Descent<'_> {
    fn descend(&mut self, depth: usize, open: u128, reduced: f64) {
        let Some(&pivot) = self.order.iter().find(|&&unit| open >> unit & 1 == 1) else { return };
        let pivot = 1u128 << pivot;
        let is_last_but_one = depth + 2 == self.lists.len();
        let list = core::mem::take(&mut self.lists[depth]);
        for item in list.iter().filter(|item| item.word & pivot != 0) {
            let kind = item.kind as usize;
            self.found.tries += 1;
            if self.found.tries >= self.most {
                self.found.complete = false;
                break;
            }
            if self.left[kind] == 0 || !self.is_cheap(reduced, item) {
                continue;
            }
            self.choose(item.at, 1.0);
            self.left[kind] -= 1;
            if self.is_within() {
                if is_last_but_one {
                    self.close(open & !item.word);
                } else {
                    self.narrow(depth, &list, item, reduced + item.reduced);
                    self.descend(depth + 1, open & !item.word, reduced + item.reduced);
                }
            }
            self.left[kind] += 1;
            self.choose(item.at, -1.0);
        }
        self.lists[depth] = list;
    }

    /// What may follow a choice, into the list of the next depth.
    fn narrow(&mut self, depth: usize, list: &[Item], item: &Item, reduced: f64) {
        let mut next = core::mem::take(&mut self.lists[depth + 1]);
        next.clear();
        next.extend(list.iter().filter(|other| {
            other.word & item.word == 0 && self.left[other.kind as usize] > 0 && self.is_cheap(reduced, other)
        }));
        self.found.tries += list.len() as u64 / 8;
        self.lists[depth + 1] = next;
    }

    /// Whether a layout with one more could still be good enough, the rest at their cheapest.
    fn is_cheap(&self, reduced: f64, item: &Item) -> bool {
        let rest: f64 = self.left.iter().zip(&self.floor).map(|(&left, floor)| f64::from(left) * floor).sum();
        let least = self.paid + reduced + item.reduced + rest - self.floor[item.kind as usize];
        least < self.target * (1.0 - LEAST_GAIN)
    }

    /// The last territory is what is left.
    fn close(&mut self, rest: u128) {
        let Some(kind) = self.left.iter().position(|&left| left > 0) else { return };
        let Some(last) = self.pool.find(rest, kind as u32) else { return };
        self.choose(last as u32, 1.0);
        let cost: f64 = self.chosen.iter().map(|&at| self.pool.cost[at as usize]).sum();
        if self.is_within() && cost < self.target * (1.0 - LEAST_GAIN) {
            self.target = cost;
            self.found.best = Some((cost, self.chosen.iter().map(|&at| at as usize).collect()));
        }
        self.choose(last as u32, -1.0);
    }

    fn choose(&mut self, at: u32, sign: f64) {
        if sign > 0.0 {
            self.chosen.push(at);
        } else {
            self.chosen.pop();
        }
        let quantities = self.spent.len();
        for (sum, spent) in self.spent.iter_mut().zip(&self.terms.spent[at as usize * quantities..]) {
            *sum += sign * spent;
        }
    }

    fn is_within(&self) -> bool {
        self.spent.iter().zip(self.terms.limit).all(|(spent, limit)| spent <= limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::random::Random;

    /// The least cost of territories of a pool that make a layout, by trying every set of them.
    fn by_trying_all(pool: &Pool, terms: &Terms, first: usize, open: u128, left: &[u32], spent: &[f64]) -> Option<f64> {
        if open == 0 {
            let within = spent.iter().zip(terms.limit).all(|(spent, limit)| spent <= limit);
            return (within && left.iter().all(|&left| left == 0)).then_some(0.0);
        }
        let mut best: Option<f64> = None;
        for at in first..pool.len() {
            let kind = pool.kind[at] as usize;
            if pool.word[at] & !open != 0 || left[kind] == 0 {
                continue;
            }
            let mut left = left.to_vec();
            left[kind] -= 1;
            let of = |quantity: usize| terms.spent[at * terms.limit.len() + quantity];
            let spent: Vec<f64> = spent.iter().enumerate().map(|(quantity, sum)| sum + of(quantity)).collect();
            if let Some(rest) = by_trying_all(pool, terms, at + 1, open & !pool.word[at], &left, &spent) {
                best = Some(best.map_or(f64::INFINITY, |best| best).min(pool.cost[at] + rest));
            }
        }
        best
    }

    #[test]
    fn finds_what_trying_every_set_finds_and_no_bound_is_above_it() {
        let (mut possible, mut random) = (0, Random::new(1, 0));
        for round in 0..400 {
            let n = 4 + random.below(7);
            let size: Vec<u32> = (0..1 + random.below(3)).map(|_| 1 + random.below(2) as u32).collect();
            let quantities = random.below(3);
            let mut pool = Pool::new(64);
            for _ in 0..20 + random.below(20) {
                let word = (0..n).filter(|_| random.below(5) < 2).fold(0u128, |word, unit| word | 1 << unit);
                let cost = f64::from(word.count_ones()) * (1.0 + random.unit_interval());
                if word != 0 {
                    pool.add(word, random.below(size.len()) as u32, cost);
                }
            }
            let limit: Vec<f64> = (0..quantities).map(|_| 3.0 * random.unit_interval()).collect();
            let spent: Vec<f64> = (0..quantities * pool.len()).map(|_| random.unit_interval()).collect();
            let terms = Terms { units: n, size: &size, limit: &limit, spent: &spent };
            let truth = if size.iter().sum::<u32>() > 1 {
                by_trying_all(&pool, &terms, 0, (1 << n) - 1, &size, &vec![0.0; quantities])
            } else {
                None
            };
            let target = 100.0;
            let mut prices = Prices::default();
            prices.raise(&pool, &terms, target, 50);
            let found = set_partition(&pool, &terms, &prices, target, 1_000_000);
            assert!(found.complete);
            assert_eq!(found.best.as_ref().map(|best| (best.0 * 1e9).round()), truth.map(|cost| (cost * 1e9).round()));
            if let (Some((cost, places)), Some(truth)) = (&found.best, truth) {
                possible += 1;
                assert!(prices.bound <= truth * (1.0 + 1e-12), "{round}");
                assert_eq!(places.iter().fold(0, |all, &at| all | pool.word[at]), (1 << n) - 1);
                let none = set_partition(&pool, &terms, &prices, *cost, 1_000_000);
                assert!(none.best.is_none() && none.complete, "nothing is better than the best");
            }
        }
        assert!(possible > 50, "{possible}");
    }
}
