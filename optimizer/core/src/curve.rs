//! The best result at each of several budgets of moves, in one search after another that share what they find.

mod resume;

use core::mem;

use crate::check::check;
use crate::problem::{NONE, Problem, ProblemError};
use crate::solve::search::{Proof, Search, SearchOptions};

/// Searches under way, one per budget that none of the layouts found so far answers.
///
/// The largest budget comes first: where its layout moves no more than a smaller budget allows, that one needs no search. Every layout found is a candidate
/// at every budget it keeps to, so the result at a budget is never worse than at one that is smaller in every metric.
pub struct Curve {
    options: SearchOptions,
    /// The problem's own budget.
    budget: Vec<f64>,
    /// `[m]`.
    totals: Vec<f64>,
    /// As asked for.
    budgets: Vec<Vec<f64>>,
    /// Positions in `budgets`, largest first.
    order: Vec<usize>,
    /// How many of `order` are answered.
    answered: usize,
    stage: Stage,
    found: Vec<Found>,
    /// Of the searches that have ended.
    steps: u64,
}

/// A search gives its room back before the next begins.
enum Stage {
    Search(Box<Search>),
    Done(Box<Problem>),
}

/// What is known of a layout that was found.
struct Found {
    territory: Vec<u32>,
    /// The budget that it was searched with; none: it is today's.
    budget: Option<usize>,
    /// Of that search.
    proof: Option<Proof>,
    keeps_rules: bool,
    excess: f64,
    objective: f64,
    worst_deviation: f64,
    moved: Vec<f64>,
}

/// The best layout at a budget.
#[derive(Clone, Debug)]
pub struct CurvePoint {
    /// `[n]` the layout.
    pub territory: Vec<u32>,
    /// Whether every rule, every bound and the budget hold.
    pub feasible: bool,
    /// What is certain of it: no search with this budget or a larger one left anything better, or one ruled out every layout.
    pub proof: Option<Proof>,
    /// Weight times km squared.
    pub objective: f64,
    /// The largest deviation of a sum that has a bound.
    pub worst_deviation: f64,
    /// How far sums are outside their bounds, in targets (by value where the target is 0), summed.
    pub excess: f64,
    /// `[m]` how much of each metric left its current territory.
    pub moved: Vec<f64>,
}

impl Curve {
    /// Begins with the largest budget. The problem's own budget is not one of them.
    ///
    /// # Shape
    /// `budgets` is `[points][m]`, at least one point, infinite where unlimited; a point may be empty: all unlimited.
    ///
    /// # Errors
    /// What [`Problem::validate`] finds.
    pub fn new(mut problem: Problem, options: SearchOptions, budgets: Vec<Vec<f64>>) -> Result<Self, ProblemError> {
        let mut curve = Self::plan(&mut problem, options, budgets)?;
        curve.stage = Stage::Search(Box::new(Search::new(problem, options)?));
        Ok(curve)
    }

    /// The order of the searches, of which none has begun; the problem gets the budget of the first.
    fn plan(problem: &mut Problem, options: SearchOptions, budgets: Vec<Vec<f64>>) -> Result<Self, ProblemError> {
        let (m, totals) = (problem.metrics, problem.totals());
        let budgets: Vec<Vec<f64>> =
            budgets.into_iter().map(|budget| if budget.is_empty() { vec![f64::INFINITY; m] } else { budget }).collect();
        let share = |point: usize| -> f64 {
            budgets[point]
                .iter()
                .zip(&totals)
                .map(|(limit, total)| if *total > 0.0 { (limit / total).min(1.0) } else { 1.0 })
                .sum()
        };
        let mut order: Vec<usize> = (0..budgets.len()).collect();
        order.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
        let first = *order.first().ok_or(ProblemError::Shape { what: "budgets", length: 0, expected: 1 })?;
        let mut found = Vec::new();
        let budget = mem::replace(&mut problem.budget, budgets[first].clone());
        problem.validate()?;
        if problem.current.len() == problem.units() && !problem.current.contains(&NONE) {
            found.extend(judge(problem, &problem.current, None, None));
        }
        let stage = Stage::Done(Box::default());
        Ok(Self { options, budget, totals, budgets, order, answered: 0, stage, found, steps: 0 })
    }

    /// The problem, with the budget that the search is at, and its own when all is done.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        match &self.stage {
            Stage::Search(search) => search.problem(),
            Stage::Done(problem) => problem,
        }
    }

    /// Steps taken by all searches.
    #[must_use]
    pub fn steps(&self) -> u64 {
        match &self.stage {
            Stage::Search(search) => self.steps + search.steps(),
            Stage::Done(_) => self.steps,
        }
    }

    /// Whether every budget is answered.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done(_))
    }

    /// Part of the work done, 0 to 1; 1 only when done.
    #[must_use]
    pub fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Search(search) => (self.answered as f64 + search.progress().min(0.999)) / self.order.len() as f64,
            Stage::Done(_) => 1.0,
        }
    }

    /// Takes at least `steps` steps of the search under way; the result does not depend on how the steps are sliced.
    ///
    /// # Errors
    /// None that [`Curve::new`] would not have found; of the next search.
    pub fn advance(&mut self, steps: u64) -> Result<(), ProblemError> {
        let Stage::Search(search) = &mut self.stage else { return Ok(()) };
        search.advance(steps);
        if search.is_done() { self.close_search() } else { Ok(()) }
    }

    /// Judges what the search found, and begins the next where a budget is left.
    fn close_search(&mut self) -> Result<(), ProblemError> {
        let Stage::Search(search) = mem::replace(&mut self.stage, Stage::Done(Box::default())) else {
            return Ok(());
        };
        self.steps += search.steps();
        let budget = self.order[self.answered];
        self.found.extend(judge(search.problem(), search.territory(), Some(budget), search.proof()));
        self.answered += 1;
        while self.order.get(self.answered).is_some_and(|&next| self.is_answered(next)) {
            self.answered += 1;
        }
        let mut problem = search.into_problem();
        self.stage = match self.order.get(self.answered) {
            Some(&next) => {
                problem.budget.clone_from(&self.budgets[next]);
                Stage::Search(Box::new(Search::new(problem, self.options)?))
            }
            None => Stage::Done(Box::new(Problem { budget: mem::take(&mut self.budget), ..problem })),
        };
        Ok(())
    }

    /// The best layout at one of the budgets, by its position as asked for; none before all is done.
    #[must_use]
    pub fn point(&self, position: usize) -> Option<CurvePoint> {
        let budget = self.budgets.get(position).filter(|_| self.is_done())?;
        let totals = &self.totals;
        let key = |found: &Found| {
            (!is_within(&found.moved, budget, totals), !found.keeps_rules, found.excess, found.objective)
        };
        let better = |a: &Found, b: &Found| key(a).partial_cmp(&key(b)).unwrap_or(core::cmp::Ordering::Equal);
        let best = self.found.iter().min_by(|a, b| better(a, b))?;
        let feasible = best.keeps_rules && best.excess <= 0.0 && is_within(&best.moved, budget, totals);
        Some(CurvePoint {
            territory: best.territory.clone(),
            feasible,
            proof: self.proof_of(best, feasible, position),
            objective: best.objective,
            worst_deviation: best.worst_deviation,
            excess: best.excess,
            moved: best.moved.clone(),
        })
    }

    /// What the proofs of searches with this budget or a larger one say of the best layout: every layout of this budget was among theirs.
    fn proof_of(&self, best: &Found, feasible: bool, position: usize) -> Option<Proof> {
        let covers = |found: &&Found| found.budget.is_some_and(|budget| self.is_as_large(budget, position));
        let mut proven = self.found.iter().filter(covers).filter_map(|found| Some((found.proof?, found.objective)));
        proven.find_map(|(proof, objective)| match proof {
            Proof::Optimal if feasible && best.objective <= objective => Some(proof),
            Proof::Infeasible if !feasible => Some(proof),
            _ => None,
        })
    }

    /// Whether a feasible layout found with a larger budget keeps to this one, too.
    fn is_answered(&self, position: usize) -> bool {
        let budget = &self.budgets[position];
        self.found.iter().any(|found| {
            found.budget.is_some_and(|other| self.is_as_large(other, position))
                && found.keeps_rules
                && found.excess <= 0.0
                && is_within(&found.moved, budget, &self.totals)
        })
    }

    /// Whether one budget allows all that another does.
    fn is_as_large(&self, position: usize, other: usize) -> bool {
        self.budgets[position].iter().zip(&self.budgets[other]).all(|(a, b)| a >= b)
    }
}

/// With the slack of [`crate::check::Verdict::over_budget`].
fn is_within(moved: &[f64], budget: &[f64], totals: &[f64]) -> bool {
    moved.iter().zip(budget).zip(totals).all(|((moved, budget), total)| *moved <= budget + 1e-9 * total)
}

fn judge(problem: &Problem, territory: &[u32], budget: Option<usize>, proof: Option<Proof>) -> Option<Found> {
    let verdict = check(problem, territory).ok()?;
    let bounds = &problem.bounds;
    let (mut excess, mut worst_deviation) = (0.0, 0.0f64);
    for entry in 0..verdict.sums.len() {
        let (lower, upper, sum) = (bounds.lower[entry], bounds.upper[entry], verdict.sums[entry]);
        if !verdict.inside[entry] {
            let target = bounds.target[entry];
            excess += (lower - sum).max(sum - upper) / if target > 0.0 { target } else { 1.0 };
        }
        if lower > 0.0 || upper.is_finite() {
            worst_deviation = worst_deviation.max(verdict.deviation[entry]);
        }
    }
    Some(Found {
        territory: territory.to_vec(),
        budget,
        proof,
        keeps_rules: verdict.keeps_rules(problem),
        excess,
        objective: verdict.objective.iter().sum::<f64>() + verdict.parting,
        worst_deviation,
        moved: verdict.moved,
    })
}
