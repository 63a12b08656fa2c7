//! Layouts made of territories from different walks: a walk may find each territory of the optimum and never all at once.

mod resume;

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::tight::kinds::Kinds;
use crate::solve::tight::pieces::WORD_UNITS;
use crate::solve::tight::pool::Pool;
use crate::solve::tight::set_partition::{Terms, set_partition};
use crate::solve::tight::shape::Leap;
use crate::solve::tight::state::State;
use crate::solve::tight::unit_prices::Prices;

/// Most territories in the pool.
const MOST: usize = 20_000;
/// Passes of the prices.
const PASSES: usize = 100;
/// Tries of a combination.
const TRIES: u64 = 1_000_000;
/// Tries, and sums of prices, that take as long as a step of a walk.
const TRIES_PER_STEP: u64 = 20;
/// How much more than the best layout one with a territory must cost at least by the prices for it to be left out, in gaps between the best and the bound.
const REACH: f64 = 2.0;

/// The pool of a search and what it is combined with.
#[derive(Clone, Debug)]
pub struct Combine {
    kinds: Kinds,
    pool: Pool,
    prices: Prices,
    /// `[kinds]` reduced cost from which on a territory is not worth a place.
    bar: Vec<f64>,
}

impl Combine {
    /// An empty pool; none where it is of no use: two territories are always met together, and more units than a word has bits.
    #[must_use]
    pub fn new(problem: &Problem, book: &Rulebook) -> Option<Self> {
        if problem.units() > WORD_UNITS || problem.territories < 3 {
            return None;
        }
        let kinds = Kinds::new(problem, book);
        let mut prices = Prices::default();
        prices.raise(&Pool::new(1), &terms(problem, &kinds, &[]), 0.0, 0);
        Some(Self { bar: vec![f64::INFINITY; kinds.size.len()], kinds, pool: Pool::new(MOST), prices })
    }

    /// Adds the territories that leaps changed.
    #[inline]
    pub fn meet(&mut self, state: &State, leaps: &[Leap]) {
        if state.broken == 0 {
            for leap in leaps {
                self.add(state, leap.from);
                self.add(state, leap.to);
            }
        }
    }

    #[inline]
    fn add(&mut self, state: &State, t: u32) {
        if state.balance[t as usize].excess > 0.0 {
            return;
        }
        let Some(word) = state.pieces.word(t) else { return };
        let (kind, cost) = (self.kinds.of[t as usize], state.cost_of(t));
        if self.prices.reduced(word, cost) < self.bar[kind as usize] {
            self.pool.add(word, kind, cost);
        }
    }

    /// The best layout of the pool that costs less than `best`, and what was done in steps of a walk.
    pub fn run(&mut self, problem: &Problem, best: f64) -> (Option<Vec<u32>>, u64) {
        let spent = self.spent(problem);
        let terms = terms(problem, &self.kinds, &spent);
        self.prices.raise(&self.pool, &terms, best, PASSES);
        let found = set_partition(&self.pool, &terms, &self.prices, best, TRIES);
        let layout = found.best.map(|(_, columns)| {
            let mut owners = vec![0; problem.units()];
            let mut taken = vec![false; problem.territories];
            for at in columns {
                let kind = self.pool.kind[at];
                let t = (0..taken.len()).find(|&t| self.kinds.of[t] == kind && !taken[t]).unwrap_or(0);
                taken[t] = true;
                let units = (0..problem.units()).filter(|&unit| self.pool.word[at] >> unit & 1 == 1);
                units.for_each(|unit| owners[unit] = t as u32);
            }
            owners
        });
        self.tidy(best);
        let effort = found.tries / TRIES_PER_STEP + (PASSES * self.pool.len()) as u64 / TRIES_PER_STEP;
        (layout, effort)
    }

    /// Leaves out what is not worth its place, so that half of the room is free.
    fn tidy(&mut self, best: f64) {
        let (pool, prices) = (&mut self.pool, &self.prices);
        let over: Vec<f64> = (0..pool.len())
            .map(|at| prices.reduced(pool.word[at], pool.cost[at]) - prices.last[pool.kind[at] as usize])
            .collect();
        let mut reach = (best - prices.bound).max(0.0) * REACH;
        if over.len() > MOST / 2 {
            let mut sorted = over.clone();
            sorted.select_nth_unstable_by(MOST / 2, f64::total_cmp);
            reach = reach.min(sorted[MOST / 2]);
        }
        pool.retain(|at| over[at] < reach);
        self.bar.iter_mut().zip(&prices.last).for_each(|(bar, last)| *bar = last + reach);
    }

    /// `[columns][m]` what each territory of the pool moves; empty where moves have no budget.
    fn spent(&self, problem: &Problem) -> Vec<f64> {
        let mut spent = Vec::new();
        if problem.budget.is_empty() || problem.current.is_empty() {
            return spent;
        }
        for at in 0..self.pool.len() {
            // A kind whose territories have units today has one territory.
            let t = self.kinds.of.iter().position(|&kind| kind == self.pool.kind[at]).unwrap_or(0) as u32;
            let start = spent.len();
            spent.resize(start + problem.metrics, 0.0);
            for unit in (0..problem.units() as u32).filter(|&unit| self.pool.word[at] >> unit & 1 == 1) {
                let today = problem.current_of(unit);
                if today != NONE && today != t {
                    spent[start..].iter_mut().zip(problem.weights_of(unit)).for_each(|(sum, w)| *sum += w);
                }
            }
        }
        spent
    }
}

fn terms<'a>(problem: &'a Problem, kinds: &'a Kinds, spent: &'a [f64]) -> Terms<'a> {
    let limit: &[f64] = if spent.is_empty() { &[] } else { &problem.budget };
    Terms { units: problem.units(), size: &kinds.size, limit, spent }
}
