//! A layout under way in a walk: owners, sums, objective, border and broken rules, all kept move by move.

use crate::problem::Problem;
use crate::solve::border::Border;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::disruption::Disruption;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::objective::balance::excess;
use crate::solve::standing::Standing;
use crate::solve::start::connect::faults;
use crate::solve::tight::shape::{Leap, Shape};

/// The state of a walk. Every method that takes a problem takes the one it was made of.
#[derive(Clone, Debug)]
pub struct State {
    /// `[n]`.
    pub owners: Vec<u32>,
    /// `[k][m]`.
    pub sums: Vec<f64>,
    /// `[k]` number of units.
    pub count: Vec<u32>,
    /// `[k]` sum of the fractions of targets outside of the bounds.
    pub excess: Vec<f64>,
    /// The objective.
    pub shape: Shape,
    /// Rules that the layout breaks, and pieces of its territories beyond their first, where it came with any.
    pub broken: u32,
    disruption: Disruption,
    border: Border,
    contiguity: Contiguity,
    strays: Vec<u32>,
}

/// What became of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is made.
    Made,
    /// The leap at this place cuts a few units off, which could go along; nothing is made.
    CutsOff(usize),
    /// Nothing is made.
    Refused,
}

/// Units that may go along with one that connects them.
const MOST_STRAYS: usize = 12;

impl State {
    /// The state of a layout.
    #[must_use]
    pub fn new(problem: &Problem, book: &Rulebook, shape: Shape, owners: Vec<u32>) -> Self {
        let k = problem.territories;
        let mut state = Self {
            sums: vec![0.0; k * problem.metrics],
            count: vec![0; k],
            excess: vec![0.0; k],
            shape,
            broken: 0,
            disruption: Disruption::of(problem, &owners),
            border: Border::new(&problem.adjacency, &owners, k),
            contiguity: Contiguity::new(&problem.adjacency),
            strays: Vec::new(),
            owners,
        };
        state.load(problem, book);
        state
    }

    /// Takes up another layout.
    pub fn reset(&mut self, problem: &Problem, book: &Rulebook, owners: &[u32]) {
        self.owners.copy_from_slice(owners);
        self.disruption = Disruption::of(problem, owners);
        self.border = Border::new(&problem.adjacency, owners, problem.territories);
        self.load(problem, book);
    }

    fn load(&mut self, problem: &Problem, book: &Rulebook) {
        let m = problem.metrics;
        self.sums.fill(0.0);
        self.count.fill(0);
        for unit in 0..self.owners.len() {
            let own = self.owners[unit] as usize;
            self.count[own] += 1;
            for (sum, value) in self.sums[own * m..].iter_mut().zip(problem.weights_of(unit as u32)) {
                *sum += value;
            }
        }
        self.shape.load(&self.owners);
        self.broken = faults(problem, book, &self.owners);
        for t in 0..self.count.len() {
            self.excess[t] = excess_of(problem, t, &self.sums[t * m..(t + 1) * m]);
        }
    }

    /// How good the layout is.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing { broken: self.broken, excess: self.excess.iter().sum(), objective: self.shape.total() }
    }

    /// Units that touch another territory; all of them where pieces do not matter.
    #[must_use]
    pub fn border(&self) -> &[u32] {
        self.border.all()
    }

    /// Border units of a territory.
    #[must_use]
    pub fn border_of(&self, territory: u32) -> &[u32] {
        self.border.of(territory)
    }

    /// The excess of a territory once leaps are made.
    #[must_use]
    pub fn excess_after(&self, problem: &Problem, territory: u32, leaps: &[Leap]) -> f64 {
        let (t, m) = (territory as usize, problem.metrics);
        let mut all = 0.0;
        for metric in 0..m {
            let cell = t * m + metric;
            let mut sum = self.sums[cell];
            for leap in leaps {
                let value = problem.weights[leap.unit as usize * m + metric];
                if leap.to == territory {
                    sum += value;
                } else if leap.from == territory {
                    sum -= value;
                }
            }
            let bounds = &problem.bounds;
            all += excess(sum, bounds.lower[cell], bounds.target[cell], bounds.upper[cell]);
        }
        all
    }

    /// Makes leaps one after the other, or none where contiguity, a rule, the budget or a last unit forbids.
    ///
    /// A block must come as a run of leaps between the same two territories. `run` names leaps that follow what [`Outcome::CutsOff`] said of the first
    /// of them: those need no test.
    pub fn try_leaps(
        &mut self,
        problem: &Problem,
        book: &Rulebook,
        leaps: &[Leap],
        run: core::ops::Range<usize>,
    ) -> Outcome {
        let before = book.broken_around(&self.owners, leaps.iter().map(|leap| leap.unit));
        let alone = book.is_empty() || leaps.iter().all(|leap| book.block_of(leap.unit).is_empty());
        for (done, &leap) in leaps.iter().enumerate() {
            let is_last = self.count[leap.from as usize] < 2;
            let is_stray = run.contains(&done) && done > run.start;
            if !is_last && (!alone || !problem.contiguity || is_stray) {
                self.leap(problem, leap);
                continue;
            }
            let touches = |state: &Self| {
                problem.adjacency.of(leap.unit).iter().any(|&other| state.owners[other as usize] == leap.to)
            };
            // What it was to join may have left with the leap before.
            if !is_last && !touches(self) {
                self.undo(problem, &leaps[..done]);
                return Outcome::Refused;
            }
            if is_last
                || !run.contains(&done) && !self.contiguity.holds_without(&problem.adjacency, &self.owners, leap.unit)
            {
                let mut strays = core::mem::take(&mut self.strays);
                let few = !is_last
                    && self.contiguity.strays(&problem.adjacency, &self.owners, leap.unit, MOST_STRAYS, &mut strays);
                self.strays = strays;
                self.undo(problem, &leaps[..done]);
                return if few { Outcome::CutsOff(done) } else { Outcome::Refused };
            }
            self.leap(problem, leap);
        }
        let after = book.broken_around(&self.owners, leaps.iter().map(|leap| leap.unit));
        let holds = after <= before
            && self.is_within_budget(problem, leaps)
            && (alone || !problem.contiguity || self.are_whole(problem, leaps));
        if !holds {
            self.undo(problem, leaps);
            return Outcome::Refused;
        }
        self.broken = self.broken + after - before;
        for leap in leaps {
            self.refresh(problem, leap.from);
            self.refresh(problem, leap.to);
        }
        Outcome::Made
    }

    /// Makes leaps all at once, or none where the layout at their end breaks contiguity, a rule or the budget.
    pub fn try_together(&mut self, problem: &Problem, book: &Rulebook, leaps: &[Leap]) -> bool {
        let before = book.broken_around(&self.owners, leaps.iter().map(|leap| leap.unit));
        for &leap in leaps {
            self.leap(problem, leap);
        }
        let after = book.broken_around(&self.owners, leaps.iter().map(|leap| leap.unit));
        let holds = after <= before
            && leaps.iter().all(|leap| self.count[leap.from as usize] > 0)
            && self.is_within_budget(problem, leaps)
            && (!problem.contiguity || self.are_whole(problem, leaps));
        if !holds {
            self.undo(problem, leaps);
            return false;
        }
        self.broken = self.broken + after - before;
        for leap in leaps {
            self.refresh(problem, leap.from);
            self.refresh(problem, leap.to);
        }
        true
    }

    /// The units that the last [`Outcome::CutsOff`] was about.
    #[must_use]
    pub fn strays(&self) -> &[u32] {
        &self.strays
    }

    fn undo(&mut self, problem: &Problem, leaps: &[Leap]) {
        for &Leap { unit, from, to } in leaps.iter().rev() {
            self.leap(problem, Leap { unit, from: to, to: from });
        }
    }

    fn is_within_budget(&self, problem: &Problem, leaps: &[Leap]) -> bool {
        if problem.budget.is_empty() {
            return true;
        }
        (0..problem.metrics).all(|metric| {
            let added: f64 = leaps
                .iter()
                .map(|leap| {
                    f64::from(Disruption::direction(problem, leap.unit, leap.from, leap.to))
                        * problem.weights[leap.unit as usize * problem.metrics + metric]
                })
                .sum();
            added <= 0.0 || self.disruption.moved[metric] <= problem.budget[metric]
        })
    }

    /// Whether the territories that leaps touch are in one piece each.
    fn are_whole(&mut self, problem: &Problem, leaps: &[Leap]) -> bool {
        let touched = leaps.iter().flat_map(|leap| [leap.from, leap.to]);
        let mut touched: Vec<u32> = touched.collect();
        touched.sort_unstable();
        touched.dedup();
        touched.iter().all(|&t| {
            let first = (0..self.owners.len() as u32).find(|&unit| self.owners[unit as usize] == t);
            let Some(first) = first else { return false };
            let mut seen = vec![false; self.owners.len()];
            let mut reached = vec![first];
            seen[first as usize] = true;
            let mut head = 0;
            while head < reached.len() {
                for &other in problem.adjacency.of(reached[head]) {
                    if self.owners[other as usize] == t && !seen[other as usize] {
                        seen[other as usize] = true;
                        reached.push(other);
                    }
                }
                head += 1;
            }
            reached.len() == self.count[t as usize] as usize
        })
    }

    fn leap(&mut self, problem: &Problem, leap: Leap) {
        let Leap { unit, from, to } = leap;
        let m = problem.metrics;
        let direction = Disruption::direction(problem, unit, from, to);
        self.disruption.record(problem, unit, direction);
        for (metric, value) in problem.weights_of(unit).iter().enumerate() {
            self.sums[from as usize * m + metric] -= value;
            self.sums[to as usize * m + metric] += value;
        }
        self.count[from as usize] -= 1;
        self.count[to as usize] += 1;
        self.owners[unit as usize] = to;
        self.border.follow(&problem.adjacency, &self.owners, unit, from);
        self.shape.leap(leap);
    }

    fn refresh(&mut self, problem: &Problem, territory: u32) {
        let (t, m) = (territory as usize, problem.metrics);
        self.shape.refresh(&self.owners, territory);
        self.excess[t] = excess_of(problem, t, &self.sums[t * m..(t + 1) * m]);
    }
}

fn excess_of(problem: &Problem, territory: usize, sums: &[f64]) -> f64 {
    let bounds = &problem.bounds;
    let cells = sums.iter().zip(territory * problem.metrics..);
    cells.map(|(&sum, cell)| excess(sum, bounds.lower[cell], bounds.target[cell], bounds.upper[cell])).sum()
}
