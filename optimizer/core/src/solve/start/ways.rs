//! Ways that join the units which rules hold in a territory, such that no two territories share a unit.
//!
//! Each territory takes its cheapest ways; units that several want grow dearer until all but one go around.
//!
//! # Source
//! McMurchie, Ebeling, "PathFinder: a negotiation-based performance-driven router for FPGAs", Symposium on Field-Programmable Gate Arrays, 1995, doi 10.1109/FPGA.1995.242049.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;

/// Rounds of negotiation.
const ROUNDS: u32 = 40;
/// What a unit costs that the territory has already, and any other.
const OWN: u64 = 2;
const OTHER: u64 = 5;

/// Units that are held, and the ways that join them.
#[derive(Debug)]
pub struct Ways<'p> {
    problem: &'p Problem,
    book: &'p Rulebook,
    /// `[n]` territory in which a unit is held, or [`NONE`].
    pub held: Vec<u32>,
    /// `[n]` territories whose ways use a unit.
    users: Vec<Vec<u32>>,
    /// `[k]` units of each territory's ways.
    units: Vec<Vec<u32>>,
    history: Vec<u64>,
    cost: Vec<u64>,
    before: Vec<u32>,
}

impl<'p> Ways<'p> {
    /// No ways yet.
    #[must_use]
    pub fn new(problem: &'p Problem, book: &'p Rulebook, held: Vec<u32>) -> Self {
        let n = problem.units();
        Self {
            problem,
            book,
            held,
            users: vec![Vec::new(); n],
            units: vec![Vec::new(); problem.territories],
            history: vec![0; n],
            cost: vec![u64::MAX; n],
            before: vec![NONE; n],
        }
    }

    /// The territory whose way uses a unit, or [`NONE`].
    #[must_use]
    pub fn user(&self, unit: u32) -> u32 {
        self.users[unit as usize].first().copied().unwrap_or(NONE)
    }

    /// Looks for ways, best along the units of a layout `own[n]`; false where some are still shared at the end.
    pub fn negotiate(&mut self, own: &[u32]) -> bool {
        let mut members = vec![Vec::new(); self.problem.territories];
        for (unit, &t) in self.held.iter().enumerate() {
            if t != NONE {
                members[t as usize].push(unit as u32);
            }
        }
        for round in 0..ROUNDS {
            let mut shared = false;
            for (t, members) in members.iter().enumerate() {
                let contested = self.units[t].iter().any(|&unit| self.users[unit as usize].len() > 1);
                if round == 0 || contested {
                    self.clear(t as u32);
                    self.join(t as u32, members, own, u64::from(round));
                }
            }
            for unit in 0..own.len() {
                if self.users[unit].len() > 1 {
                    self.history[unit] += 2;
                    shared = true;
                }
            }
            if !shared {
                return true;
            }
        }
        false
    }

    fn clear(&mut self, t: u32) {
        for unit in core::mem::take(&mut self.units[t as usize]) {
            self.users[unit as usize].retain(|&user| user != t);
        }
    }

    /// Joins the members of a territory, the nearest next.
    fn join(&mut self, t: u32, members: &[u32], own: &[u32], pressure: u64) {
        let Some(&first) = members.first() else { return };
        let mut left = members.len() - 1;
        let mut seen = vec![first];
        let mut heap = BinaryHeap::from([Reverse((0, first))]);
        self.cost[first as usize] = 0;
        self.take(t, first);
        while let Some(Reverse((cost, unit))) = heap.pop() {
            if cost > self.cost[unit as usize] {
                continue;
            }
            if self.held[unit as usize] == t && !self.users[unit as usize].contains(&t) {
                left -= 1;
                let mut step = unit;
                while !self.users[step as usize].contains(&t) {
                    self.take(t, step);
                    self.cost[step as usize] = 0;
                    heap.push(Reverse((0, step)));
                    step = self.before[step as usize];
                }
                continue;
            }
            if left == 0 {
                break;
            }
            for &other in self.problem.adjacency.of(unit) {
                if !self.is_open(other, t) {
                    continue;
                }
                let through = self.cost[unit as usize] + self.price(other, t, own, pressure);
                let known = &mut self.cost[other as usize];
                if through < *known {
                    if *known == u64::MAX {
                        seen.push(other);
                    }
                    *known = through;
                    self.before[other as usize] = unit;
                    heap.push(Reverse((through, other)));
                }
            }
        }
        // What cannot be joined is held all the same.
        for &unit in members {
            self.take(t, unit);
        }
        for unit in seen {
            self.cost[unit as usize] = u64::MAX;
        }
    }

    fn take(&mut self, t: u32, unit: u32) {
        if !self.users[unit as usize].contains(&t) {
            self.users[unit as usize].push(t);
            self.units[t as usize].push(unit);
        }
    }

    fn is_open(&self, unit: u32, t: u32) -> bool {
        let held = self.held[unit as usize];
        let is_apart = |&other: &u32| self.held[other as usize] != t && !self.users[other as usize].contains(&t);
        held == t || held == NONE && self.book.admits(unit, t) && self.book.apart_from(unit).iter().all(is_apart)
    }

    fn price(&self, unit: u32, t: u32, own: &[u32], pressure: u64) -> u64 {
        if self.held[unit as usize] == t {
            return 0;
        }
        let base = if own[unit as usize] == t { OWN } else { OTHER };
        let others = self.users[unit as usize].iter().filter(|&&user| user != t).count() as u64;
        (base + self.history[unit as usize]) * (1 + pressure * others)
    }
}
