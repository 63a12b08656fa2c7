//! The order of the search for large problems, a step at a time.
//!
//! An attempt is: start, anneal, and while the bounds do not hold, pass units on along chains, recombine what is still outside and anneal again, less hot;
//! then polish. Where they do not hold at its end another attempt begins from another start; the best of all is the answer.

mod resume;

use crate::problem::{NONE, Problem};
use crate::solve::anneal::{Anneal, Schedule};
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::effort::SearchOptions;
use crate::solve::moves::chain::Chains;
use crate::solve::objective::balance::{excess_of, shrink, total_excess};
use crate::solve::objective::energy::Energy;
use crate::solve::objective::following::parted_pairs;
use crate::solve::partition::Partition;
use crate::solve::random::Random;
use crate::solve::recombine::{Recombine, TREES};
use crate::solve::standing::Standing;
use crate::solve::start::connect::faults;
use crate::solve::start::{followed, fresh, from_current};

/// Part of an attempt's steps that goes to the polish.
const POLISH_SHARE: f64 = 0.3;
/// Temperatures in a territory's mean change of cost; tuned on the US business market.
const HOT: f64 = 1.0;
/// Where a unit is tried so few times, heat would only undo the shape of the start.
const FEW_STEPS: u64 = 500;
const HOT_IF_FEW: f64 = 0.2;
const HOT_FROM_CURRENT: f64 = 0.02;
const COLD: f64 = 0.003;
const POLISH_HOT: f64 = 0.1;
const POLISH_COLD: f64 = 0.001;
/// Part of each bound's width that the annealer keeps clear.
const MARGIN: f64 = 0.03;
/// Rounds of recombining and annealing again that an attempt may take.
const ROUNDS: u64 = 6;
/// What a round is: recombinations per territory, so many more with each round, the part of an attempt's steps, and the temperature.
const RECOMBINATIONS: u64 = 2;
const ROUND_SHARE: f64 = 0.125;
const WARM: f64 = 0.3;
/// Part of an attempt's steps for which a run may wait at its last temperature that the bounds hold.
const HOLD_SHARE: f64 = 0.05;

/// A search under way.
#[derive(Debug)]
pub struct LargeSearch {
    options: SearchOptions,
    partition: Partition,
    contiguity: Contiguity,
    random: Random,
    recombine: Recombine,
    phase: Phase,
    attempt: u32,
    /// Of this attempt.
    round: u64,
    taken: u64,
    best: Option<(Standing, Vec<u32>)>,
}

#[derive(Debug)]
enum Phase {
    Anneal(Box<Anneal>),
    /// The next territory that is looked at.
    Pass {
        next: u32,
    },
    Recombine {
        left: u64,
    },
    Polish(Box<Anneal>),
    Done,
}

impl LargeSearch {
    /// A search of a valid problem.
    #[must_use]
    pub fn new(problem: &Problem, book: &Rulebook, options: SearchOptions) -> Self {
        let mut search = Self {
            partition: Partition::new(problem, vec![0; problem.units()]),
            contiguity: Contiguity::new(&problem.adjacency),
            random: Random::new(options.seed, 0),
            recombine: Recombine::new(problem, options.seed),
            phase: Phase::Done,
            attempt: 0,
            round: 0,
            taken: 0,
            best: None,
            options,
        };
        search.open_attempt(problem, book);
        search
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

    /// Steps that all attempts may take at most.
    #[must_use]
    pub fn limit(&self, problem: &Problem) -> u64 {
        self.options.effort.limits().in_all.max(self.options.effort.steps(problem.units()))
    }

    /// Steps of the first attempt's annealing.
    #[must_use]
    pub fn first_steps(&self, problem: &Problem) -> u64 {
        self.options.effort.steps(problem.units())
    }

    /// The best layout found, `[n]`; the state as it is before the first attempt has ended.
    #[must_use]
    pub fn best(&self) -> &[u32] {
        self.best.as_ref().map_or(&self.partition.territory, |(_, territory)| territory)
    }

    /// The layout that the search is at, `[n]`: for tests of what every step keeps.
    #[must_use]
    pub fn state(&self) -> &[u32] {
        &self.partition.territory
    }

    /// Takes one step.
    pub fn take_step(&mut self, problem: &Problem, book: &Rulebook) {
        if let Phase::Pass { .. } | Phase::Recombine { .. } = self.phase
            && self.is_at_rest(problem)
        {
            self.partition.remake(problem);
        }
        match &mut self.phase {
            Phase::Anneal(run) if run.may_end() && total_excess(problem, &self.partition) <= 0.0 => {
                self.close_round(problem, book)
            }
            Phase::Anneal(run) | Phase::Polish(run) if !run.is_done() => {
                run.advance(problem, book, &mut self.partition, &mut self.contiguity, &mut self.random);
                self.taken += 1;
            }
            Phase::Pass { next } if (*next as usize) < problem.territories => {
                if excess_of(problem, &self.partition, *next) > 0.0 {
                    self.taken += Chains::new(problem, book, &mut self.contiguity).relieve(&mut self.partition, *next);
                }
                *next += 1;
            }
            Phase::Recombine { left } if *left > 0 && total_excess(problem, &self.partition) > 0.0 => {
                *left -= 1;
                let hope = 1.0 - self.round as f64 / ROUNDS as f64;
                self.recombine.attempt(problem, book, &mut self.partition, hope);
                self.taken += recombine_steps(problem);
            }
            Phase::Anneal(_) => self.phase = Phase::Pass { next: 0 },
            Phase::Pass { .. } => self.close_round(problem, book),
            Phase::Recombine { .. } if total_excess(problem, &self.partition) <= 0.0 => self.close_round(problem, book),
            Phase::Recombine { .. } => {
                self.keep_if_better(problem, book);
                self.round += 1;
                self.phase = Phase::Anneal(Box::new(self.new_anneal(problem)));
            }
            Phase::Polish(_) => self.close_attempt(problem, book),
            Phase::Done => {}
        }
    }

    fn open_attempt(&mut self, problem: &Problem, book: &Rulebook) {
        let seed = self.options.seed.wrapping_add(u64::from(self.attempt) << 32);
        self.attempt += 1;
        self.round = 0;
        let territory = if starts_from_current(problem) {
            from_current::start(problem, book, seed)
        } else {
            self.best_start(problem, book, seed)
        };
        self.partition = Partition::new(problem, territory);
        self.keep_if_better(problem, book);
        self.phase = Phase::Anneal(Box::new(self.new_anneal(problem)));
    }

    fn new_anneal(&self, problem: &Problem) -> Anneal {
        let steps = self.options.effort.steps(problem.units());
        let hot = if starts_from_current(problem) {
            HOT_FROM_CURRENT
        } else if steps < FEW_STEPS * problem.units() as u64 {
            HOT_IF_FEW
        } else {
            HOT
        };
        let (hot, share) = if self.round == 0 { (hot, 1.0 - POLISH_SHARE) } else { (hot.min(WARM), ROUND_SHARE) };
        let part = |share: f64| (steps as f64 * share) as u64;
        let schedule = Schedule { hot, cold: COLD, steps: part(share), hold: part(HOLD_SHARE) };
        let energy = Energy::new(problem, shrink(&problem.bounds, MARGIN), &self.partition);
        Anneal::new(problem, &self.partition, energy, schedule)
    }

    /// The best of several starts, each a bisection along other directions and its shape by prices.
    fn best_start(&self, problem: &Problem, book: &Rulebook, seed: u64) -> Vec<u32> {
        let k = problem.territories as f64;
        // Every other attempt leaves the bisection as it is: less compact, but nearer to its shares in all metrics.
        let shaped = self.attempt % 2 == 1;
        let cost = problem.follow_cost();
        // The last of them has the borders that are followed, where any are.
        let fresh = self.options.effort.starts(problem.units());
        let starts = (0..fresh + u64::from(cost > 0.0)).map(|index| {
            let seed = seed.wrapping_add(index << 40);
            let territory = if index == fresh {
                followed::start(problem, book, seed)
            } else {
                fresh::start(problem, book, seed, shaped)
            };
            let partition = Partition::new(problem, territory);
            let parting = if cost > 0.0 { cost * parted_pairs(problem, &partition.territory) as f64 } else { 0.0 };
            let score = (partition.inertia() + parting) * (1.0 + 3.0 * total_excess(problem, &partition) / k);
            ((faults(problem, book, &partition.territory), score), partition.territory)
        });
        let best = starts.reduce(|best, next| if next.0 < best.0 { next } else { best });
        best.map_or_else(Vec::new, |(_, territory)| territory)
    }

    fn new_polish(&self, problem: &Problem) -> Anneal {
        let steps = self.options.effort.steps(problem.units());
        let schedule =
            Schedule { hot: POLISH_HOT, cold: POLISH_COLD, steps: (steps as f64 * POLISH_SHARE) as u64, hold: 0 };
        let energy = Energy::strict(problem, problem.bounds.clone(), &self.partition);
        Anneal::new(problem, &self.partition, energy, schedule)
    }

    /// Polishes what holds its bounds; otherwise goes on with a round, another attempt, or the best there is.
    fn close_round(&mut self, problem: &Problem, book: &Rulebook) {
        self.keep_if_better(problem, book);
        let feasible = self.is_feasible();
        let outside = total_excess(problem, &self.partition) > 0.0;
        let lasts = self.round < ROUNDS && (self.attempt == 1 || self.taken < self.limit(problem));
        if !feasible && outside && lasts && problem.territories > 1 {
            self.phase = Phase::Recombine { left: recombinations(problem, self.round) };
        } else if !feasible && outside && self.taken < self.options.effort.limits().in_all {
            self.open_attempt(problem, book);
        } else {
            if outside && let Some((_, territory)) = &self.best {
                self.partition = Partition::new(problem, territory.clone());
            }
            self.phase = Phase::Polish(Box::new(self.new_polish(problem)));
        }
    }

    fn close_attempt(&mut self, problem: &Problem, book: &Rulebook) {
        self.keep_if_better(problem, book);
        let limits = self.options.effort.limits();
        if self.taken < if self.is_feasible() { limits.while_feasible } else { limits.in_all } {
            self.open_attempt(problem, book);
        } else {
            self.phase = Phase::Done;
        }
    }

    fn is_feasible(&self) -> bool {
        self.best.as_ref().is_some_and(|(best, _)| best.is_feasible())
    }

    fn keep_if_better(&mut self, problem: &Problem, book: &Rulebook) {
        let territory = &self.partition.territory;
        let Some(standing) = Standing::measured(problem, book, territory) else { return };
        if self.best.as_ref().is_none_or(|(best, _)| standing < *best) {
            self.best = Some((standing, territory.clone()));
        }
    }
}

/// What an attempt to recombine counts, in annealing steps: it looks at every unit of two territories.
fn recombine_steps(problem: &Problem) -> u64 {
    (2 * TREES * problem.units() / problem.territories).max(8) as u64
}

fn recombinations(problem: &Problem, round: u64) -> u64 {
    RECOMBINATIONS * (1 + round) * problem.territories as u64
}

fn starts_from_current(problem: &Problem) -> bool {
    problem.current.iter().any(|&today| today != NONE)
}
