//! The search of any problem: exact where that is small work, many short walks up to some hundred units, one long anneal above.

mod resume;

use core::mem;

use crate::exact;
use crate::problem::{Adjacency, Problem, ProblemError};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::large_search::LargeSearch;
use crate::solve::proximity::proximity;
use crate::solve::start::from_current;
use crate::solve::tight::tight_search::TightSearch;

pub use crate::solve::effort::{Effort, SearchOptions};
pub(crate) use resume::{read_proof, write_proof};

/// Units, and units times territories, up to which the search for small problems is the better one: on tracts, and on planes of 500 to 700 units with
/// three metrics.
const TIGHT_UNITS: usize = 1_500;
const TIGHT_CELLS: usize = 16_000;
/// What a node of the exact search counts, in steps of a walk.
const STEPS_PER_NODE: u64 = 40;
/// Steps for a layout of a problem that is known to have no feasible one.
const LEAST_STEPS: u64 = 100_000;

/// A search under way.
pub struct Search {
    problem: Problem,
    /// Who touches, while who is near takes its place: a copy of the problem beside would not fit.
    touching: Option<Adjacency>,
    book: Rulebook,
    options: SearchOptions,
    stage: Stage,
    /// Steps of the stages that have ended.
    taken: u64,
    proof: Option<Proof>,
    best: Vec<u32>,
}

/// What is known for certain at the end of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// No feasible layout has a lower objective.
    Optimal,
    /// There is no feasible layout.
    Infeasible,
}

enum Stage {
    /// Every layout, where they are few.
    Exact,
    Tight(Box<TightSearch>),
    /// Every layout that could be better than the best known, as far as the nodes last.
    Prove,
    Large(Box<LargeSearch>),
    Done,
}

impl Search {
    /// A search of a valid problem.
    ///
    /// # Errors
    /// What [`Problem::validate`] finds.
    pub fn new(problem: Problem, options: SearchOptions) -> Result<Self, ProblemError> {
        problem.validate()?;
        let book = Rulebook::new(&problem);
        let mut search = Self {
            touching: None,
            book,
            options,
            stage: Stage::Done,
            taken: 0,
            proof: None,
            best: Vec::new(),
            problem,
        };
        search.stage = if is_exact(&search.problem) { Stage::Exact } else { search.open() };
        if let Stage::Exact = search.stage {
            search.best = from_current::start(&search.problem, &search.book, options.seed);
        }
        Ok(search)
    }

    /// The problem it is of; where pieces do not matter, with near units as neighbours until the search is done.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The problem, and nothing else kept.
    #[must_use]
    pub fn into_problem(mut self) -> Problem {
        self.leave_near();
        self.problem
    }

    /// Steps taken so far, or their worth in other work.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.taken
            + match &self.stage {
                Stage::Tight(search) => search.spent(),
                Stage::Large(search) => search.steps(),
                _ => 0,
            }
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done)
    }

    /// What is certain, once the search is done.
    #[must_use]
    pub fn proof(&self) -> Option<Proof> {
        self.proof
    }

    /// Part of the work done, 0 to 1; 1 only when done. What may not be needed counts as the last tenth.
    #[must_use]
    pub fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Exact => 0.0,
            Stage::Tight(search) => 0.9 * (search.spent() as f64 / search.budget().max(1) as f64).min(1.0),
            Stage::Prove => 0.9,
            Stage::Large(search) => {
                let first = search.first_steps(&self.problem) as f64;
                let limit = search.limit(&self.problem) as f64;
                let taken = search.steps() as f64;
                0.9 * (taken / first).min(1.0) + 0.1 * (taken / (2.0 * limit)).min(0.99)
            }
            Stage::Done => 1.0,
        }
    }

    /// Takes at least `steps` steps, or all that are left; the result does not depend on how the steps are sliced.
    pub fn advance(&mut self, steps: u64) {
        let until = self.steps().saturating_add(steps);
        while self.steps() < until && !self.is_done() {
            self.take_task();
        }
    }

    /// The best layout found, `[n]`.
    #[must_use]
    pub fn territory(&self) -> &[u32] {
        match &self.stage {
            Stage::Tight(search) => search.best(),
            Stage::Large(search) => search.best(),
            _ => &self.best,
        }
    }

    /// The layout that the search is at, `[n]`: for tests of what every step keeps.
    #[must_use]
    pub fn state(&self) -> &[u32] {
        match &self.stage {
            Stage::Tight(search) => search.state(),
            Stage::Large(search) => search.state(),
            _ => &self.best,
        }
    }

    /// Lets near units be neighbours, where pieces do not matter.
    fn enter_near(&mut self) {
        if !self.problem.contiguity
            && let Ok(near) = proximity(&self.problem)
        {
            self.touching = Some(mem::replace(&mut self.problem.adjacency, near));
        }
    }

    fn leave_near(&mut self) {
        if let Some(touching) = self.touching.take() {
            self.problem.adjacency = touching;
        }
    }

    fn open(&mut self) -> Stage {
        self.enter_near();
        let problem = &self.problem;
        if is_tight(problem) {
            let mut search = TightSearch::new(problem, &self.book, self.options.seed, self.tight_budget());
            search.offer(problem, &self.book, &self.best);
            Stage::Tight(Box::new(search))
        } else {
            Stage::Large(Box::new(LargeSearch::new(problem, &self.book, self.options)))
        }
    }

    /// Where there is no feasible layout, what breaks least need not be looked for long.
    fn tight_budget(&self) -> u64 {
        match self.proof {
            Some(Proof::Infeasible) => LEAST_STEPS,
            _ => self.options.effort.tight_steps(self.problem.units()),
        }
    }

    fn take_task(&mut self) {
        let problem = &self.problem;
        match &mut self.stage {
            Stage::Tight(search) if !search.is_done() => search.advance(problem, &self.book),
            Stage::Large(search) if !search.is_done() => search.take_step(problem, &self.book),
            Stage::Exact => {
                let answer = self.look_everywhere(self.options.effort.first_nodes(), None);
                self.stage = match answer {
                    Some(Proof::Optimal) => Stage::Done,
                    // What breaks least is worth knowing, too.
                    _ => self.open(),
                };
            }
            Stage::Tight(search) => {
                self.taken += search.spent();
                self.best = search.best().to_vec();
                self.stage = if self.proof.is_none() { Stage::Prove } else { Stage::Done };
                self.leave_near();
            }
            Stage::Large(search) => {
                self.taken += search.steps();
                self.best = search.best().to_vec();
                self.stage = Stage::Done;
                self.leave_near();
            }
            Stage::Prove => {
                let best = self.best.clone();
                self.look_everywhere(self.options.effort.proof_nodes(), Some(&best));
                self.stage = Stage::Done;
            }
            Stage::Done => {}
        }
    }

    /// Exact search, whose answer replaces the best where it is feasible. The cost of moves is no part of what it looks for.
    fn look_everywhere(&mut self, nodes: u64, incumbent: Option<&[u32]>) -> Option<Proof> {
        let answer = exact::solve(&self.problem, nodes, incumbent);
        self.taken += answer.nodes * STEPS_PER_NODE;
        let has_move_cost = self.problem.move_cost > 0.0 && !self.problem.current.is_empty();
        let proof = match (&answer.territory, answer.complete) {
            (Some(_), true) if !has_move_cost => Some(Proof::Optimal),
            (None, true) => Some(Proof::Infeasible),
            _ => None,
        };
        self.proof = proof;
        if let Some(territory) = answer.territory
            && (!has_move_cost || incumbent.is_none())
        {
            self.best = territory;
        }
        proof
    }
}

/// Whether all layouts are looked at first. What parted pairs cost is beyond the exact search.
fn is_exact(problem: &Problem) -> bool {
    !problem.follows() && exact::is_small(problem)
}

/// Whether the search for small problems is the better one. It takes a layout for a sum over territories and units about centers, which parted pairs are not.
fn is_tight(problem: &Problem) -> bool {
    !problem.follows() && problem.units() <= TIGHT_UNITS && problem.units() * problem.territories <= TIGHT_CELLS
}
