//! The best layout about fixed centers, as far as it is found: a priced walk, then exchanges.
//!
//! About fixed centers the objective is a sum over units, and with the bounds priced, a unit may change sides for next to nothing where two territories
//! meet. A walk on the priced costs tries many sums that fit; on the true ones it would be frozen at the bounds.

use crate::problem::{Bounds, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::random::Random;
use crate::solve::tight::exchange::exchange;
use crate::solve::tight::shape::Shape;
use crate::solve::tight::state::State;
use crate::solve::tight::walk::{Walk, WalkPlan};

/// Steps of the priced walk, and sets of units that exchanges may try.
pub(super) const STEPS: u32 = 100_000;
const TRIES: u64 = 200_000;
/// Width that the priced walk keeps to at a bound that has a price, in targets.
const WINDOW: f64 = 0.0005;
/// Temperatures of the priced walk, in the objective. Tuned on tracts, 300 to 830 units, 2 to 5 territories.
const LEAST_HEAT: f64 = 1e-5;
const HEAT_DECADES: f64 = 1.2;
const QUENCH: f64 = 0.05;
/// Exchanges are for layouts that are this near to the best.
const NEAR: f64 = 0.002;

/// What polishing needs beside the problem.
#[derive(Debug)]
pub struct Polish {
    /// The problem with its bounds drawn to where their prices hold the sums.
    narrow: Problem,
    state: State,
}

/// What was done, in steps of a walk and in tries of exchanges.
#[derive(Clone, Copy, Debug, Default)]
pub struct Effort {
    /// Steps.
    pub steps: u64,
    /// Tries.
    pub tries: u64,
}

impl Polish {
    /// Memory for a problem.
    #[must_use]
    pub fn new(problem: &Problem, book: &Rulebook, owners: &[u32]) -> Self {
        let fixed = Shape::fixed(problem.territories, vec![0.0; problem.territories * problem.units()]);
        Self { narrow: problem.clone(), state: State::new(problem, book, fixed, owners.to_vec()) }
    }

    /// Polishes a feasible layout about fixed centers, `cost[k][n]`, whose bounds have prices `[k][m]`.
    ///
    /// `best` is the objective to beat. Answers the layout, which is feasible and may cost more than `best`, and what was done.
    #[allow(clippy::too_many_arguments, reason = "each is a thing of its own")]
    pub fn run(
        &mut self,
        problem: &Problem,
        book: &Rulebook,
        walk: &mut Walk,
        random: &mut Random,
        owners: &[u32],
        (cost, price): (&[f64], &[f64]),
        best: f64,
    ) -> (Vec<u32>, Effort) {
        let (n, m, k) = (problem.units(), problem.metrics, problem.territories);
        self.narrow.bounds = narrow(&problem.bounds, price);
        let mut priced = cost.to_vec();
        for t in 0..k {
            for unit in 0..n {
                let row = problem.weights_of(unit as u32);
                priced[t * n + unit] -= row.iter().zip(&price[t * m..]).map(|(w, p)| w * p).sum::<f64>();
            }
        }
        self.state.shape = Shape::fixed(k, priced);
        self.state.reset(&self.narrow, book, owners);
        let raw = |state: &State| state.shape.total() + state.sums.iter().zip(price).map(|(s, p)| s * p).sum::<f64>();
        let heat = best * LEAST_HEAT * libm::pow(10.0, HEAT_DECADES * random.unit_interval());
        let per_unit = heat * n as f64 / k as f64;
        let plan = WalkPlan {
            steps: STEPS,
            hot: heat * libm::pow(10.0, random.unit_interval()),
            cold: heat * QUENCH,
            penalty: per_unit * libm::pow(10.0, random.unit_interval()),
        };
        let mut found: Option<(f64, Vec<u32>)> = None;
        walk.run(&self.narrow, book, &mut self.state, random, plan, |state, _, _| {
            let least = found.as_ref().map_or(f64::INFINITY, |(value, _)| *value);
            if state.broken == 0 && is_inside(&problem.bounds, &state.sums) {
                let value = raw(state);
                if value < least {
                    let mut owners = found.take().map_or_else(Vec::new, |(_, owners)| owners);
                    owners.clone_from(&state.owners);
                    found = Some((value, owners));
                }
            }
        });
        self.state.reset(problem, book, owners);
        let own = raw(&self.state);
        let mut effort = Effort { steps: u64::from(STEPS), tries: 0 };
        if let Some((value, owners)) = found
            && value < own
        {
            self.state.reset(problem, book, &owners);
        }
        if raw(&self.state) < best * (1.0 + NEAR) {
            let mut tries = TRIES;
            while exchange(problem, book, &mut self.state, cost, price, &mut tries) {}
            effort.tries = TRIES - tries;
        }
        (self.state.owners.clone(), effort)
    }
}

fn narrow(bounds: &Bounds, price: &[f64]) -> Bounds {
    let mut narrow = bounds.clone();
    for (cell, &price) in price.iter().enumerate() {
        let window = WINDOW * bounds.target[cell];
        if price > 0.0 {
            narrow.upper[cell] = bounds.upper[cell].min(bounds.lower[cell] + window);
        } else if price < 0.0 {
            narrow.lower[cell] = bounds.lower[cell].max(bounds.upper[cell] - window);
        }
    }
    narrow
}

fn is_inside(bounds: &Bounds, sums: &[f64]) -> bool {
    sums.iter().enumerate().all(|(cell, &sum)| sum >= bounds.lower[cell] && sum <= bounds.upper[cell])
}
