//! The order of the search for small problems, a task at a time.

mod resume;

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::random::Random;
use crate::solve::standing::Standing;
use crate::solve::start::{fresh, from_current};
use crate::solve::tight::centers::{Candidate, CenterQueue};
use crate::solve::tight::combine::Combine;
use crate::solve::tight::polish::Polish;
use crate::solve::tight::prices::Transport;
use crate::solve::tight::schedule::Schedule;
use crate::solve::tight::shape::Shape;
use crate::solve::tight::state::State;
use crate::solve::tight::walk::Walk;

/// Fresh layouts made, of which the best are walked from.
const FRESH: u64 = 24;
/// Layouts that are walked from again.
const ELITES: usize = 3;
/// Walks between two combinations of the territories they met.
const WALKS_PER_COMBINATION: usize = 2;
/// Passes of the transport prices for a set of centers near another, and for one of its own.
const FEW_PASSES: usize = 60;
const MANY_PASSES: usize = 300;
/// Sets of centers are looked at while their bound is below the best objective and this share more.
const SLACK: f64 = 0.002;

/// A search under way.
#[derive(Debug)]
pub struct TightSearch {
    state: State,
    walk: Walk,
    random: Random,
    polish: Polish,
    starts: Vec<Vec<u32>>,
    elites: Vec<(Standing, Vec<u32>)>,
    queue: CenterQueue,
    combine: Option<Combine>,
    transport: Transport,
    schedule: Schedule,
    walks: usize,
    /// Walks taken when the best was found.
    last_gain: usize,
    is_settled: bool,
    seed: u64,
    spent: u64,
    budget: u64,
}

impl TightSearch {
    /// A search with a budget of steps.
    #[must_use]
    pub fn new(problem: &Problem, book: &Rulebook, seed: u64, budget: u64) -> Self {
        let shape = Shape::new(problem);
        let owners = if from_today(problem) {
            from_current::start(problem, book, seed)
        } else {
            fresh::start(problem, book, seed, true)
        };
        let mut search = Self::empty(problem, book, shape, owners, seed, budget);
        search.keep();
        search.make_starts(problem, book);
        search
    }

    /// The same with no starts yet, and nothing kept.
    fn empty(problem: &Problem, book: &Rulebook, shape: Shape, owners: Vec<u32>, seed: u64, budget: u64) -> Self {
        let state = State::new(problem, book, shape, owners);
        let polish = Polish::new(problem, book, &state.owners);
        Self {
            walk: Walk::default(),
            random: Random::new(seed, 4),
            polish,
            starts: Vec::new(),
            elites: Vec::new(),
            queue: CenterQueue::default(),
            combine: Combine::new(problem, book),
            transport: Transport::default(),
            schedule: Schedule::new(problem.units()),
            walks: 0,
            last_gain: 0,
            is_settled: false,
            seed,
            spent: 0,
            budget: if problem.territories < 2 { 0 } else { budget },
            state,
        }
    }

    /// Keeps a layout found elsewhere, where it is among the best.
    pub fn offer(&mut self, problem: &Problem, book: &Rulebook, owners: &[u32]) {
        if owners.len() == problem.units() {
            self.state.reset(problem, book, owners);
            self.keep();
        }
    }

    /// Steps taken, or their worth in other work.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// Steps that will be taken.
    #[must_use]
    pub fn budget(&self) -> u64 {
        self.budget
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.is_settled || self.spent >= self.budget
    }

    /// The best layout found.
    #[must_use]
    pub fn best(&self) -> &[u32] {
        self.elites.first().map_or(&self.state.owners, |(_, owners)| owners)
    }

    /// How good that is.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.elites.first().map_or_else(|| self.state.standing(), |(standing, _)| *standing)
    }

    /// The layout that the search is at.
    #[must_use]
    pub fn state(&self) -> &[u32] {
        &self.state.owners
    }

    /// Does the next task: a walk, or the layouts about one set of centers.
    pub fn advance(&mut self, problem: &Problem, book: &Rulebook) {
        if self.is_done() {
            return;
        }
        let feasible = self.elites.first().is_some_and(|(standing, _)| standing.is_feasible());
        let is_calm = self.schedule.is_calm(self.walks, self.last_gain);
        if self.combine.is_some() {
            self.take_walk(problem, book);
            if feasible && self.walks.is_multiple_of(WALKS_PER_COMBINATION) {
                self.combine(problem, book);
            }
            self.is_settled = feasible && is_calm;
            return;
        }
        let walks_first = !is_calm && (self.spent as f64) < self.schedule.walk_share * self.budget as f64;
        if walks_first || !feasible || !self.look_at_centers(problem, book) {
            self.take_walk(problem, book);
            self.is_settled = feasible && is_calm && !walks_first;
        }
    }

    /// Combines the territories met so far.
    fn combine(&mut self, problem: &Problem, book: &Rulebook) {
        let Some(combine) = &mut self.combine else { return };
        let (found, effort) = combine.run(problem, self.elites[0].0.objective);
        self.spent += effort;
        if let Some(owners) = found {
            self.state.reset(problem, book, &owners);
            self.keep();
        }
    }

    fn make_starts(&mut self, problem: &Problem, book: &Rulebook) {
        let today = from_today(problem);
        if today {
            self.starts.push(self.state.owners.clone());
        }
        if today && holds_moves(problem) {
            return;
        }
        let mut made: Vec<(Standing, Vec<u32>)> = Vec::new();
        for index in 0..FRESH {
            let owners = fresh::start(problem, book, self.seed.wrapping_add((index + 1) << 20), index % 2 == 0);
            self.state.reset(problem, book, &owners);
            made.push((self.state.standing(), owners));
        }
        made.sort_by(|a, b| a.0.merit(problem).total_cmp(&b.0.merit(problem)));
        made.dedup_by(|a, b| a.1 == b.1);
        self.starts.extend(made.into_iter().map(|(_, owners)| owners));
    }

    fn take_walk(&mut self, problem: &Problem, book: &Rulebook) {
        let (first, every) = (self.schedule.first_walks.min(self.starts.len()), self.schedule.again_every);
        let again = self.walks >= first && self.walks % every == every - 1;
        let source = self.random.below(self.elites.len().clamp(1, ELITES)).min(self.random.below(ELITES));
        if again && !self.elites.is_empty() {
            let owners = self.elites[source.min(self.elites.len() - 1)].1.clone();
            self.state.reset(problem, book, &owners);
        } else if self.walks < self.starts.len() || holds_moves(problem) {
            let owners = self.starts[self.walks % self.starts.len()].clone();
            self.state.reset(problem, book, &owners);
        } else {
            let seed = self.seed.wrapping_add((FRESH + 1 + self.walks as u64) << 20);
            let owners = fresh::start(problem, book, seed, self.walks.is_multiple_of(2));
            self.state.reset(problem, book, &owners);
        }
        self.walks += 1;
        let best = self.elites.first().map_or(f64::INFINITY, |(standing, _)| standing.objective);
        let scale = self.state.objective().min(best).max(f64::MIN_POSITIVE);
        let plan = self.schedule.plan(again, scale, &mut self.random);
        let mut found: Option<(Standing, Vec<u32>)> = None;
        self.walk.run(problem, book, &mut self.state, &mut self.random, plan, |state, leaps, _| {
            if let Some(combine) = &mut self.combine {
                combine.meet(state, leaps);
            }
            let standing = state.standing();
            if found.as_ref().is_none_or(|(best, _)| standing < *best) {
                let mut owners = found.take().map_or_else(Vec::new, |(_, owners)| owners);
                owners.clone_from(&state.owners);
                found = Some((standing, owners));
            }
        });
        self.spent += self.schedule.worth(&plan);
        if let Some((_, owners)) = found {
            self.state.reset(problem, book, &owners);
            self.keep();
        }
    }

    /// Layouts about the most promising centers; false where there are none left.
    fn look_at_centers(&mut self, problem: &Problem, book: &Rulebook) -> bool {
        for index in 0..self.elites.len().min(ELITES) {
            let (standing, owners) = self.elites[index].clone();
            if standing.is_feasible() {
                self.state.reset(problem, book, &owners);
                let centers = self.state.shape.center_key();
                if self.queue.is_new(&centers) {
                    let cost = self.state.shape.costs();
                    let (bound, price) = self.price(problem, &cost, standing.objective, MANY_PASSES, &[]);
                    self.queue.push(Candidate { centers, bound, price });
                }
            }
        }
        let best = self.elites[0].0.objective;
        let Some(candidate) = self.queue.pop(best * (1.0 + SLACK)) else { return false };
        let owners = self.elites[0].1.clone();
        self.state.reset(problem, book, &owners);
        self.state.shape.set_centers(&candidate.centers);
        let cost = self.state.shape.costs();
        let (_, price) = self.price(problem, &cost, best, FEW_PASSES, &candidate.price);
        let (walk, random) = (&mut self.walk, &mut self.random);
        let (polished, effort) = self.polish.run(problem, book, walk, random, &owners, (&cost, &price), best);
        self.spent += effort.steps + effort.tries / 5;
        if self.state.shape.has_unit_centers() {
            for centers in self.queue.neighbors(problem, &candidate.centers) {
                self.state.shape.set_centers(&centers);
                let cost = self.state.shape.costs();
                let (bound, price) = self.price(problem, &cost, best, FEW_PASSES, &price);
                if bound < best * (1.0 + SLACK) {
                    self.queue.push(Candidate { centers, bound, price });
                }
            }
        }
        self.state.reset(problem, book, &polished);
        self.keep();
        true
    }

    fn price(&mut self, problem: &Problem, cost: &[f64], target: f64, passes: usize, from: &[f64]) -> (f64, Vec<f64>) {
        self.spent += (passes * problem.units() * problem.territories * (1 + problem.metrics) / 250) as u64;
        self.transport.raise(problem, cost, target, passes, from);
        (self.transport.bound, self.transport.price.clone())
    }

    /// Keeps the layout that the search is at, where it is among the best.
    fn keep(&mut self) {
        let standing = self.state.standing();
        if self.elites.iter().any(|(other, _)| *other == standing) {
            return;
        }
        let place = self.elites.partition_point(|(other, _)| *other < standing);
        if place == 0 {
            self.last_gain = self.walks;
        }
        if place < ELITES {
            self.elites.insert(place, (standing, self.state.owners.clone()));
            self.elites.truncate(ELITES);
        }
    }
}

fn from_today(problem: &Problem) -> bool {
    problem.current.iter().any(|&today| today != NONE)
}

/// Whether moves from today's layout cost something or are limited: a fresh layout would move nearly everything.
fn holds_moves(problem: &Problem) -> bool {
    from_today(problem) && (problem.move_cost > 0.0 || problem.budget.iter().any(|limit| limit.is_finite()))
}
