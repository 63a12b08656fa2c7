//! A layout under way in a walk: owners, sums, objective, border and broken rules, all kept move by move.

use crate::problem::Problem;
use crate::solve::border::Border;
use crate::solve::constraint::disruption::Disruption;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::objective::balance::excess;
use crate::solve::objective::deviation::squared_deviation;
use crate::solve::standing::Standing;
use crate::solve::start::connect::faults;
use crate::solve::sums::{pass_on, take_sums};
use crate::solve::tight::pieces::Pieces;
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
    /// `[k]` how far the sums are outside of the bounds, and what they cost inside.
    pub balance: Vec<Balance>,
    /// The objective but for what sums cost.
    pub shape: Shape,
    /// The units of each territory as words, where they fit, and whether they hang together.
    pub pieces: Pieces,
    /// Rules that the layout breaks, and pieces of its territories beyond their first and empty ones, where it came with any.
    pub broken: u32,
    /// What a squared deviation from a target costs.
    deviation_cost: f64,
    disruption: Disruption,
    border: Border,
    strays: Vec<u32>,
}

/// What the sums of a territory make.
#[derive(Clone, Copy, Debug, Default)]
pub struct Balance {
    /// Sum of the fractions of targets outside of the bounds.
    pub excess: f64,
    /// What deviations from the targets cost, in the unit of the objective.
    pub cost: f64,
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
            balance: vec![Balance::default(); k],
            shape,
            pieces: Pieces::new(problem),
            broken: 0,
            deviation_cost: problem.deviation_cost(),
            disruption: Disruption::of(problem, &owners),
            border: Border::new(&problem.adjacency, &owners, k),
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
        take_sums(problem, &self.owners, &mut self.sums, &mut self.count);
        self.shape.load(&self.owners);
        self.pieces.load(&self.owners);
        self.broken = faults(problem, book, &self.owners);
        for t in 0..self.count.len() as u32 {
            self.balance[t as usize] = self.balance_after(problem, t, &[]);
        }
    }

    /// How good the layout is.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing { broken: self.broken, excess: self.excess(), objective: self.objective() }
    }

    /// Fractions of targets by which sums are outside of their bounds, and of metrics that move beyond the budget.
    #[must_use]
    pub fn excess(&self) -> f64 {
        self.balance.iter().map(|balance| balance.excess).sum::<f64>() + self.disruption.excess()
    }

    /// The objective.
    #[must_use]
    pub fn objective(&self) -> f64 {
        let deviations = if self.deviation_cost > 0.0 { self.balance.iter().map(|b| b.cost).sum() } else { 0.0 };
        self.shape.total() + deviations
    }

    /// What a territory adds to the objective.
    #[must_use]
    pub fn cost_of(&self, territory: u32) -> f64 {
        self.shape.of(territory) + self.balance[territory as usize].cost
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

    /// What leaps would add to the objective under a penalty per excess of one target.
    #[must_use]
    #[inline]
    pub fn change(&self, problem: &Problem, leaps: &[Leap], penalty: f64) -> f64 {
        let (mut excess, mut cost) = (0.0, 0.0);
        let mut add = |t: u32| {
            let (old, new) = (self.balance[t as usize], self.balance_after(problem, t, leaps));
            excess += new.excess - old.excess;
            cost += new.cost - old.cost;
        };
        let Some(first) = leaps.first() else { return 0.0 };
        add(first.from);
        add(first.to);
        // A third at most: what passes on goes from the second to a third.
        let is_third = |t: u32| t != first.from && t != first.to;
        if let Some(third) = leaps.iter().flat_map(|leap| [leap.from, leap.to]).find(|&t| is_third(t)) {
            add(third);
        }
        self.shape.change(&self.owners, leaps) + cost + penalty * excess
    }

    /// Balance of a territory once leaps are made.
    #[inline]
    fn balance_after(&self, problem: &Problem, territory: u32, leaps: &[Leap]) -> Balance {
        let (base, m) = (territory as usize * problem.metrics, problem.metrics);
        let bounds = &problem.bounds;
        let rows = self.sums[base..][..m].iter().zip(&bounds.lower[base..][..m]);
        let rows = rows.zip(&bounds.upper[base..][..m]).zip(&bounds.target[base..][..m]);
        let mut balance = Balance::default();
        for (metric, (((&sum, &lower), &upper), &target)) in rows.enumerate() {
            let mut sum = sum;
            for leap in leaps {
                let value = problem.weights[leap.unit as usize * m + metric];
                if leap.to == territory {
                    sum += value;
                } else if leap.from == territory {
                    sum -= value;
                }
            }
            balance.excess += excess(sum, lower, target, upper);
            if self.deviation_cost > 0.0 {
                balance.cost += self.deviation_cost * squared_deviation(sum, lower, target, upper);
            }
        }
        balance
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
        let before = self.broken_around(book, leaps);
        let alone = book.is_empty() || leaps.iter().all(|leap| book.block_of(leap.unit).is_empty());
        for (done, &leap) in leaps.iter().enumerate() {
            let is_stray = run.contains(&done) && done > run.start;
            let is_last = self.count[leap.from as usize] < 2;
            if !is_last && (!alone || !problem.contiguity || is_stray) {
                self.place(problem, leap);
                continue;
            }
            // What it was to join may have left with the leap before.
            let mut around = problem.adjacency.of(leap.unit).iter();
            if is_last || !around.any(|&other| self.owners[other as usize] == leap.to) {
                self.take_back(problem, &leaps[..done]);
                return Outcome::Refused;
            }
            if !run.contains(&done) && !self.pieces.holds_without(&problem.adjacency, &self.owners, leap.unit) {
                let mut strays = core::mem::take(&mut self.strays);
                let few = self.pieces.strays(&problem.adjacency, &self.owners, leap.unit, MOST_STRAYS, &mut strays);
                self.strays = strays;
                self.take_back(problem, &leaps[..done]);
                return if few { Outcome::CutsOff(done) } else { Outcome::Refused };
            }
            self.place(problem, leap);
        }
        let is_whole = alone || !problem.contiguity;
        if self.settle(problem, book, leaps, before, is_whole) { Outcome::Made } else { Outcome::Refused }
    }

    /// Makes leaps all at once, or none where the layout at their end breaks contiguity, a rule or the budget.
    pub fn try_together(&mut self, problem: &Problem, book: &Rulebook, leaps: &[Leap]) -> bool {
        let before = self.broken_around(book, leaps);
        for &leap in leaps {
            self.place(problem, leap);
        }
        self.settle(problem, book, leaps, before, !problem.contiguity)
    }

    /// The units that the last [`Outcome::CutsOff`] was about.
    #[must_use]
    pub fn strays(&self) -> &[u32] {
        &self.strays
    }

    /// Rules that the units of leaps break.
    fn broken_around(&self, book: &Rulebook, leaps: &[Leap]) -> u32 {
        if book.is_empty() { 0 } else { book.broken_around(&self.owners, leaps.iter().map(|leap| leap.unit)) }
    }

    /// Keeps leaps that are placed, and all that follows from them, where they break no more than was broken `before`; takes them back otherwise.
    fn settle(&mut self, problem: &Problem, book: &Rulebook, leaps: &[Leap], before: u32, is_whole: bool) -> bool {
        let after = self.broken_around(book, leaps);
        let changes =
            leaps.iter().map(|leap| (leap.unit, Disruption::direction(problem, leap.unit, leap.from, leap.to)));
        let holds = after <= before
            && leaps.iter().all(|leap| self.count[leap.from as usize] > 0)
            && self.disruption.allowed(problem, changes)
            && (is_whole
                || leaps.iter().all(|leap| self.is_whole(problem, leap.from) && self.is_whole(problem, leap.to)));
        if !holds {
            self.take_back(problem, leaps);
            return false;
        }
        self.broken = self.broken + after - before;
        // The border follows one unit at a time.
        for leap in leaps.iter().rev() {
            self.owners[leap.unit as usize] = leap.from;
        }
        for &leap in leaps {
            self.owners[leap.unit as usize] = leap.to;
            pass_on(problem, leap.unit, leap.from, leap.to, &mut self.sums);
            self.border.follow(&problem.adjacency, &self.owners, leap.unit, leap.from);
            self.shape.leap(leap);
        }
        for (at, leap) in leaps.iter().enumerate() {
            for t in [leap.from, leap.to] {
                if !leaps[..at].iter().any(|other| other.from == t || other.to == t) {
                    self.shape.refresh(&self.owners, t);
                    self.balance[t as usize] = self.balance_after(problem, t, &[]);
                }
            }
        }
        true
    }

    /// Puts a unit where a leap leads, before it is known whether it stays.
    #[inline]
    fn place(&mut self, problem: &Problem, Leap { unit, from, to }: Leap) {
        let direction = Disruption::direction(problem, unit, from, to);
        self.disruption.record(problem, unit, direction);
        self.count[from as usize] -= 1;
        self.count[to as usize] += 1;
        self.owners[unit as usize] = to;
        self.pieces.place(unit, from, to);
    }

    fn take_back(&mut self, problem: &Problem, leaps: &[Leap]) {
        for &Leap { unit, from, to } in leaps.iter().rev() {
            self.place(problem, Leap { unit, from: to, to: from });
        }
    }

    fn is_whole(&mut self, problem: &Problem, territory: u32) -> bool {
        let count = self.count[territory as usize];
        count > 0 && self.pieces.is_whole(&problem.adjacency, &self.owners, territory, count)
    }
}
