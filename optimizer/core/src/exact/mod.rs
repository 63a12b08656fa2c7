//! Small problems to the proven optimum: depth-first branch and bound over all rules, bounds and the budget.
//!
//! | step | file |
//! |---|---|
//! | the problem in words of 128 bits, groups bound together | `model.rs` |
//! | a partial layout and what it costs so far | `node.rs`, `shape.rs` |
//! | what follows from it without a choice: reach, sums, budget | `propagate.rs` |
//! | what it costs at least | `bound.rs`, `center_bound.rs`, `balance_bound.rs`, `deviation_bound.rs` |
//! | what to try next | `branch.rs` |
//! | the walk | `walk.rs` |
//!
//! The objective is the checker's, without the cost of moves: that steers the search and is no part of what a layout is measured by.

mod balance_bound;
mod bits;
mod bound;
mod branch;
mod center_bound;
mod deviation_bound;
mod model;
mod node;
mod propagate;
mod shape;
mod walk;

use crate::check::check;
use crate::problem::Problem;
use model::Model;
use walk::Walk;

/// What an exact search found.
#[derive(Clone, Debug, PartialEq)]
pub struct ExactAnswer {
    /// `[n]` the best layout met, the optimum where `complete`; none: no feasible layout was met, and where `complete` there is none.
    pub territory: Option<Vec<u32>>,
    /// Every layout was ruled in or out.
    pub complete: bool,
    /// Partial layouts looked at.
    pub nodes: u64,
}

/// Searches for the feasible layout of least objective, starting from a known one, if any.
///
/// # Cost
/// At most `max_nodes` partial layouts of some microseconds each. Problems above 128 units come back at once, not complete.
#[must_use]
pub fn solve(problem: &Problem, max_nodes: u64, incumbent: Option<&[u32]>) -> ExactAnswer {
    let best = incumbent.and_then(|territory| Best::judge(problem, territory));
    let Some(model) = Model::new(problem) else {
        return ExactAnswer { territory: best.map(|best| best.territory), complete: false, nodes: 0 };
    };
    let mut walk = Walk::new(&model, best);
    let complete = walk.run(max_nodes);
    ExactAnswer { nodes: walk.nodes, territory: walk.best.map(|best| best.territory), complete }
}

/// A layout that the checker calls feasible.
#[derive(Clone, Debug)]
struct Best {
    objective: f64,
    territory: Vec<u32>,
}

impl Best {
    fn judge(problem: &Problem, territory: &[u32]) -> Option<Self> {
        let verdict = check(problem, territory).ok()?;
        verdict
            .is_feasible(problem)
            .then(|| Self { objective: verdict.objective.iter().sum(), territory: territory.to_vec() })
    }
}

/// Most layouts, as a power of two, of which 200,000 partial ones mostly decide. Tuned on honeycombs of 16 to 48 units with bounds of 0.5 to 15 %.
const SMALL: f64 = 56.0;

/// Whether an exact search is worth trying without a known layout.
///
/// With a good one problems of 128 units may be proven too, about units more often than about centroids.
#[must_use]
pub fn is_small(problem: &Problem) -> bool {
    problem.units() <= bits::MOST && problem.units() as f64 * libm::log2(problem.territories as f64) <= SMALL
}
