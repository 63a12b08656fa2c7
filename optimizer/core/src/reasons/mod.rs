//! Why a layout does not hold what was asked, and what would have to change.
//!
//! | cause, provable from the problem alone | file |
//! |---|---|
//! | allowed lists with nothing in common | `nowhere_allowed.rs` |
//! | locks, groups, pairs and bounds against each other | `locks_clash.rs` |
//! | locked units that nothing connects | `locks_split.rs` |
//! | a unit above every bound | `unit_too_heavy.rs` |
//! | bounds that miss the total | `totals.rs` |
//! | a piece of the map of the wrong weight | `component_too_small.rs` |
//! | too little allowed in a territory | `allowed_too_little.rs` |
//! | bounds or rules that move more than the budget | `budget_too_small.rs` |
//!
//! Beside them, that a search ruled out every layout; and, no proof, what stands in the way around a territory outside its bounds, `uneven_mix.rs`. What merely does not hold in a layout is in `broken.rs`, what to do about it in `remedy.rs`. No cause is ever given for a problem that has a layout;
//! a problem without one need not show a cause.

mod allowed_too_little;
mod blocks;
mod broken;
mod budget_too_small;
mod component_too_small;
mod kind;
mod locks_clash;
mod locks_split;
mod nowhere_allowed;
mod reach;
mod remedy;
#[cfg(test)]
mod row;
mod totals;
mod uneven_mix;
mod unit_too_heavy;

pub use kind::ReasonKind;
pub use remedy::remedy;

use crate::check::Verdict;
use crate::problem::Problem;
use crate::solve::search::Proof;
use blocks::Blocks;
use reach::Reach;

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What.
    pub kind: ReasonKind,
    /// In which territory, if in one.
    pub territory: Option<u32>,
    /// By which unit; of units bound together the first.
    pub unit: Option<u32>,
    /// In which metric.
    pub metric: Option<u32>,
    /// How much: the least tolerance that holds, a unit's or piece's weight, the factor that makes bounds fit a total, the share of a metric that moved
    /// or must be allowed to move, a number of pieces.
    pub amount: Option<f64>,
    /// What lies around, where that is the reason.
    pub mix: Option<Mix>,
}

/// How two metrics go together around a place, each as a share of a territory's target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mix {
    /// The metric that there is enough of.
    pub per: u32,
    /// Shares of the reason's metric for each share of that one.
    pub ratio: f64,
    /// The least that the bounds let a territory have.
    pub allowed: f64,
    /// Targets of the reason's metric that must come from beyond.
    pub lack: f64,
    /// How far around.
    pub radius_km: f64,
}

impl Reason {
    fn new(kind: ReasonKind) -> Self {
        Self { kind, territory: None, unit: None, metric: None, amount: None, mix: None }
    }

    fn territory(self, territory: usize) -> Self {
        Self { territory: Some(territory as u32), ..self }
    }

    fn unit(self, unit: u32) -> Self {
        Self { unit: Some(unit), ..self }
    }

    fn metric(self, metric: usize) -> Self {
        Self { metric: Some(metric as u32), ..self }
    }

    fn amount(self, amount: f64) -> Self {
        Self { amount: Some(amount), ..self }
    }
}

/// What proves that no layout holds everything, from the problem alone.
///
/// # Cost
/// Linear in units, edges, and what rules list, and `k` times the pieces of the map.
#[must_use]
pub fn causes(problem: &Problem) -> Vec<Reason> {
    let blocks = Blocks::new(problem);
    let mut found = Vec::new();
    nowhere_allowed::find(&blocks, &mut found);
    locks_clash::find(problem, &blocks, &mut found);
    unit_too_heavy::find(problem, &blocks, &mut found);
    totals::find(problem, &mut found);
    component_too_small::find(problem, &mut found);
    if !problem.rules.is_empty() {
        let reach = Reach::new(problem, &blocks);
        locks_split::find(problem, &reach, &mut found);
        allowed_too_little::find(problem, &reach, &mut found);
    }
    budget_too_small::find(problem, &blocks, &mut found);
    found
}

/// Everything that does not hold in a layout: first what `proof`, of the search that found it, rules out, then provable causes.
#[must_use]
pub fn find(problem: &Problem, verdict: &Verdict, territory: &[u32], proof: Option<Proof>) -> Vec<Reason> {
    if verdict.is_feasible(problem) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if proof == Some(Proof::Infeasible) {
        found.push(Reason::new(ReasonKind::NoLayout));
    }
    found.extend(causes(problem));
    broken::find(problem, verdict, territory, &mut found);
    uneven_mix::find(problem, verdict, territory, &mut found);
    found
}

/// What a sum may miss a bound by: the checker's slack, and the rounding of sums in another order.
fn slack(target: f64, total: f64) -> f64 {
    1.001e-9 * target + 1e-11 * total
}
