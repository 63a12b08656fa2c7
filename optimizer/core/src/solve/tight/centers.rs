//! Which units to have as centers: sets of centers near good ones, the most promising by their transport bound first.

use std::collections::BTreeSet;

use crate::problem::Problem;

/// Units tried in place of a center, the nearest first.
const NEAR: usize = 10;

/// A set of centers, its transport bound, and the prices that gave it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// `[k]`.
    pub centers: Vec<u32>,
    /// No layout about these centers costs less.
    pub bound: f64,
    /// `[k][m]`.
    pub price: Vec<f64>,
}

/// Candidates to look at, and those that were.
#[derive(Clone, Debug, Default)]
pub struct CenterQueue {
    open: Vec<Candidate>,
    seen: BTreeSet<Vec<u32>>,
}

impl CenterQueue {
    /// Whether a set is new; it is not from then on.
    pub fn is_new(&mut self, centers: &[u32]) -> bool {
        self.seen.insert(centers.to_vec())
    }

    /// Adds a set.
    pub fn push(&mut self, candidate: Candidate) {
        self.open.push(candidate);
    }

    /// The set of the least bound, where that is below `limit`; nothing is left to look at otherwise.
    pub fn pop(&mut self, limit: f64) -> Option<Candidate> {
        self.open.retain(|candidate| candidate.bound < limit);
        let least = (0..self.open.len()).min_by(|&a, &b| self.open[a].bound.total_cmp(&self.open[b].bound))?;
        Some(self.open.swap_remove(least))
    }

    /// Sets that differ from one in a single center, by a unit near to it.
    pub fn neighbors(&mut self, problem: &Problem, centers: &[u32]) -> Vec<Vec<u32>> {
        let mut found = Vec::new();
        for (t, &center) in centers.iter().enumerate() {
            for unit in nearest(problem, center) {
                let mut other = centers.to_vec();
                other[t] = unit;
                if !centers.contains(&unit) && self.is_new(&other) {
                    found.push(other);
                }
            }
        }
        found
    }
}

fn nearest(problem: &Problem, center: u32) -> Vec<u32> {
    let place = problem.position[center as usize];
    let mut near: Vec<(f64, u32)> = (0..problem.units() as u32)
        .filter(|&unit| unit != center)
        .map(|unit| {
            let other = problem.position[unit as usize];
            ((0..3).map(|axis| (place[axis] - other[axis]) * (place[axis] - other[axis])).sum(), unit)
        })
        .collect();
    let count = NEAR.min(near.len());
    if count < near.len() {
        near.select_nth_unstable_by(count, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.truncate(count);
    }
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    near.into_iter().map(|(_, unit)| unit).collect()
}
