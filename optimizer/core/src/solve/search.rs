//! The order of the search, a step at a time.
//!
//! An attempt is: start, anneal, recombine until the bounds hold, polish. Where the bounds do not hold at its end another attempt begins from another
//! start; the best of all is the answer.

use crate::problem::{NONE, Problem, ProblemError};
use crate::solve::anneal::{Anneal, Schedule};
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::objective::balance::shrink;
use crate::solve::objective::energy::Energy;
use crate::solve::partition::Partition;
use crate::solve::random::Random;
use crate::solve::recombine::{Recombine, territory_excess};
use crate::solve::repair::repair;
use crate::solve::start::{bisection, from_current, prices};

/// How hard to search: a number of steps that follows from the size of the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For a look while a map is dragged.
    Fast,
    /// For a proposal.
    Normal,
    /// For what will be published.
    Best,
}

/// What determines a search beside its problem.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// The same seed gives the same layout.
    pub seed: u64,
    /// How hard to search.
    pub effort: Effort,
}

impl Effort {
    /// Annealing steps of an attempt, polish included.
    #[must_use]
    pub fn steps(self, units: usize) -> u64 {
        let (per_unit, least, most) = match self {
            Self::Fast => (80, 50_000, 2_000_000),
            Self::Normal => (800, 200_000, 16_000_000),
            Self::Best => (1_600, 400_000, 60_000_000),
        };
        (units as u64 * per_unit).clamp(least, most)
    }

    /// Starts of which an attempt takes the best.
    fn starts(self) -> u64 {
        match self {
            Self::Fast => 2,
            Self::Normal => 8,
            Self::Best => 16,
        }
    }

    /// Steps of all attempts: new ones begin while fewer than `while_feasible` were taken, and while the bounds do not hold up to `in_all`.
    fn limits(self) -> Limits {
        match self {
            Self::Fast => Limits { while_feasible: 400_000, in_all: 3_200_000 },
            Self::Normal => Limits { while_feasible: 3_200_000, in_all: 24_000_000 },
            Self::Best => Limits { while_feasible: 24_000_000, in_all: 120_000_000 },
        }
    }
}

/// Small problems with tight bounds need many short attempts, large ones can afford few.
struct Limits {
    while_feasible: u64,
    in_all: u64,
}

/// Part of an attempt's steps that goes to the polish.
const POLISH_SHARE: f64 = 0.3;
/// Temperatures in a territory's mean change of cost; tuned on the US business market.
const HOT: f64 = 1.0;
const HOT_FROM_CURRENT: f64 = 0.02;
const COLD: f64 = 0.003;
const POLISH_HOT: f64 = 0.1;
const POLISH_COLD: f64 = 0.001;
/// Part of each bound's width that the annealer keeps clear.
const MARGIN: f64 = 0.03;
/// Recombinations of an attempt per territory.
const RECOMBINATIONS: u64 = 400;

/// A search under way.
pub struct Search {
    problem: Problem,
    options: SearchOptions,
    partition: Partition,
    contiguity: Contiguity,
    random: Random,
    recombine: Recombine,
    phase: Phase,
    attempt: u32,
    taken: u64,
    best: Option<Best>,
}

enum Phase {
    Anneal(Box<Anneal>),
    Recombine { left: u64 },
    Polish(Box<Anneal>),
    Done,
}

struct Best {
    excess: f64,
    inertia: f64,
    territory: Vec<u32>,
}

impl Search {
    /// A search of a valid problem.
    ///
    /// # Errors
    /// What [`Problem::validate`] finds.
    pub fn new(problem: Problem, options: SearchOptions) -> Result<Self, ProblemError> {
        problem.validate()?;
        let territory = vec![0; problem.units()];
        let mut search = Self {
            partition: Partition::new(&problem, territory),
            contiguity: Contiguity::new(problem.units()),
            random: Random::new(options.seed, 0),
            recombine: Recombine::new(&problem, options.seed),
            phase: Phase::Done,
            attempt: 0,
            taken: 0,
            best: None,
            problem,
            options,
        };
        search.open_attempt();
        Ok(search)
    }

    /// The problem it is of.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Steps taken so far.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.taken
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.phase, Phase::Done)
    }

    /// Part of the work done, 0 to 1; 1 only when done. What comes after the first attempt, which may not be needed, counts as the last tenth.
    #[must_use]
    pub fn progress(&self) -> f64 {
        if self.is_done() {
            return 1.0;
        }
        let first = self.options.effort.steps(self.problem.units()) as f64;
        let limit = (self.options.effort.limits().in_all as f64).max(first);
        let taken = self.taken as f64;
        0.9 * (taken / first).min(1.0) + 0.1 * (taken / (2.0 * limit)).min(0.99)
    }

    /// Takes at least `steps` steps, or all that are left; the result does not depend on how the steps are sliced.
    pub fn advance(&mut self, steps: u64) {
        let until = self.taken.saturating_add(steps);
        while self.taken < until && !self.is_done() {
            self.take_step();
        }
    }

    /// The best layout found, `[n]`; the state as it is before the first attempt has ended.
    #[must_use]
    pub fn territory(&self) -> &[u32] {
        self.best.as_ref().map_or(&self.partition.territory, |best| &best.territory)
    }

    /// The layout that the search is at, `[n]`: for tests of what every step keeps.
    #[must_use]
    pub fn state(&self) -> &[u32] {
        &self.partition.territory
    }

    fn take_step(&mut self) {
        let recombine_steps = self.recombine_steps();
        match &mut self.phase {
            Phase::Anneal(run) | Phase::Polish(run) if !run.is_done() => {
                run.advance(&self.problem, &mut self.partition, &mut self.contiguity, &mut self.random);
                self.taken += 1;
            }
            Phase::Recombine { left } if *left > 0 && excess_of(&self.problem, &self.partition) > 0.0 => {
                *left -= 1;
                self.recombine.attempt(&self.problem, &mut self.partition);
                self.taken += recombine_steps;
            }
            Phase::Anneal(_) => {
                self.keep_if_better();
                let left = RECOMBINATIONS * self.problem.territories as u64;
                self.phase = Phase::Recombine { left: if self.problem.territories > 1 { left } else { 0 } };
            }
            Phase::Recombine { .. } => {
                self.keep_if_better();
                self.open_polish();
            }
            Phase::Polish(_) => self.close_attempt(),
            Phase::Done => {}
        }
    }

    /// What an attempt to recombine counts, in annealing steps: it looks at every unit of two territories.
    fn recombine_steps(&self) -> u64 {
        (2 * self.problem.units() / self.problem.territories).max(8) as u64
    }

    fn starts_from_current(&self) -> bool {
        self.problem.current.iter().any(|&today| today != NONE)
    }

    fn open_attempt(&mut self) {
        let seed = self.options.seed.wrapping_add(u64::from(self.attempt) << 32);
        self.attempt += 1;
        let territory =
            if self.starts_from_current() { from_current::start(&self.problem, seed) } else { self.best_start(seed) };
        self.partition = Partition::new(&self.problem, territory);
        self.keep_if_better();
        let steps = self.options.effort.steps(self.problem.units());
        let schedule = Schedule {
            hot: if self.starts_from_current() { HOT_FROM_CURRENT } else { HOT },
            cold: COLD,
            steps: (steps as f64 * (1.0 - POLISH_SHARE)) as u64,
        };
        let energy = Energy::new(&self.problem, shrink(&self.problem.bounds, MARGIN), &self.partition);
        self.phase = Phase::Anneal(Box::new(Anneal::new(&self.problem, &self.partition, energy, schedule)));
    }

    /// The best of several starts, each a bisection along other directions and its shape by prices.
    fn best_start(&self, seed: u64) -> Vec<u32> {
        let k = self.problem.territories as f64;
        // Every other attempt leaves the bisection as it is: less compact, but nearer to its shares in all metrics.
        let shaped = self.attempt % 2 == 1;
        let starts = (0..self.options.effort.starts()).map(|index| {
            let mut territory = bisection::start(&self.problem, seed.wrapping_add(index << 40));
            if shaped {
                territory = prices::shape(&self.problem, &territory);
                repair(&self.problem, &mut territory);
            }
            let partition = Partition::new(&self.problem, territory);
            let score = partition.inertia() * (1.0 + 3.0 * excess_of(&self.problem, &partition) / k);
            (score, partition.territory)
        });
        let best = starts.reduce(|best, next| if next.0 < best.0 { next } else { best });
        best.map_or_else(Vec::new, |(_, territory)| territory)
    }

    fn open_polish(&mut self) {
        let steps = self.options.effort.steps(self.problem.units());
        let schedule = Schedule { hot: POLISH_HOT, cold: POLISH_COLD, steps: (steps as f64 * POLISH_SHARE) as u64 };
        let energy = Energy::strict(&self.problem, self.problem.bounds.clone(), &self.partition);
        self.phase = Phase::Polish(Box::new(Anneal::new(&self.problem, &self.partition, energy, schedule)));
    }

    fn close_attempt(&mut self) {
        self.keep_if_better();
        let feasible = self.best.as_ref().is_some_and(|best| best.excess <= 0.0);
        let limits = self.options.effort.limits();
        if self.taken < if feasible { limits.while_feasible } else { limits.in_all } {
            self.open_attempt();
        } else {
            self.phase = Phase::Done;
        }
    }

    fn keep_if_better(&mut self) {
        // Running sums drift in the last bits; a fresh partition has them exact.
        let exact = Partition::new(&self.problem, self.partition.territory.clone());
        let (excess, inertia) = (excess_of(&self.problem, &exact), exact.inertia());
        let better = self.best.as_ref().is_none_or(|best| (excess, inertia) < (best.excess, best.inertia));
        if better {
            self.best = Some(Best { excess, inertia, territory: exact.territory });
        }
    }
}

fn excess_of(problem: &Problem, partition: &Partition) -> f64 {
    (0..problem.territories as u32).map(|t| territory_excess(problem, t, partition.sums_of(t))).sum()
}
