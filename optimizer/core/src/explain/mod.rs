//! Why a unit moved: what would have happened, had it alone stayed in the territory where it is today.

mod cut_units;
mod objective;
mod rules;
mod unit_centers;

use crate::check::{Verdict, check};
use crate::problem::{NONE, Problem};
use cut_units::cut_units;
use objective::Objectives;
use rules::Companions;

/// A unit that left its current territory.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// The unit.
    pub unit: u32,
    /// Its territory today.
    pub from: u32,
    /// Its territory in the layout.
    pub to: u32,
    /// What speaks against its staying.
    pub reason: Reason,
    /// The objective of the whole layout had it stayed; weight times km squared.
    pub objective_if_stayed: f64,
    /// `[m]` deviation of `from` had it stayed.
    pub deviation_from: Vec<f64>,
    /// `[m]` deviation of `to` had it stayed.
    pub deviation_to: Vec<f64>,
    /// Whether neither territory would have fallen into more pieces.
    pub contiguous_if_stayed: bool,
}

/// What speaks against a unit's staying in its current territory, the first that does in the order of the variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It would break a rule, or leave its new territory empty.
    Rule,
    /// It would break this bound, or break it by more.
    Bound {
        /// The territory whose bound it is.
        territory: u32,
        /// The metric.
        metric: u32,
    },
    /// It would raise the objective.
    Gain,
    /// It would split a territory: it follows its neighbours.
    Contiguity,
    /// Nothing: it could as well have stayed.
    None,
}

/// Explains every move of a layout, `territory[n]` with values below `k`, in ascending order of units.
///
/// # Errors
/// Those of [`check`].
///
/// # Cost
/// Linear in units and edges, and constant per move by moments; about the best unit, the size of the two territories per move.
pub fn explain(problem: &Problem, territory: &[u32]) -> Result<Vec<Move>, usize> {
    let verdict = check(problem, territory)?;
    let units: Vec<u32> = (0..territory.len() as u32).filter(|&unit| has_moved(problem, territory, unit)).collect();
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut sizes = vec![0usize; problem.territories];
    for &own in territory {
        sizes[own as usize] += 1;
    }
    let cut = cut_units(problem, territory);
    let companions = Companions::new(problem);
    let objectives = Objectives::new(problem, territory, &verdict, &units);
    let explained = units.into_iter().map(|unit| {
        let (from, to) = (problem.current_of(unit), territory[unit as usize]);
        let joins = sizes[from as usize] == 0
            || problem.adjacency.of(unit).iter().any(|&other| territory[other as usize] == from);
        let contiguous = joins && !cut[unit as usize];
        let objective = objectives.if_stayed(unit, from, to);
        let values = problem.weights_of(unit);
        let breaks_rule = sizes[to as usize] == 1 || companions.forbid(problem, territory, unit, from);
        let reason = if breaks_rule {
            Reason::Rule
        } else if let Some((territory, metric)) = broken_bound(problem, &verdict, values, from, to) {
            Reason::Bound { territory, metric }
        } else if objective > objectives.total() * (1.0 + 1e-12) {
            Reason::Gain
        } else if problem.contiguity && !contiguous {
            Reason::Contiguity
        } else {
            Reason::None
        };
        Move {
            unit,
            from,
            to,
            reason,
            objective_if_stayed: objective,
            deviation_from: deviations(problem, &verdict, from, values, 1.0),
            deviation_to: deviations(problem, &verdict, to, values, -1.0),
            contiguous_if_stayed: contiguous,
        }
    });
    Ok(explained.collect())
}

fn has_moved(problem: &Problem, territory: &[u32], unit: u32) -> bool {
    let today = problem.current_of(unit);
    today != NONE && today != territory[unit as usize]
}

/// The deviations of a territory with a unit's values added (`sign` 1) or taken away (-1).
fn deviations(problem: &Problem, verdict: &Verdict, territory: u32, values: &[f64], sign: f64) -> Vec<f64> {
    let first = territory as usize * problem.metrics;
    let of = |(metric, value): (usize, &f64)| {
        let (sum, target) = (verdict.sums[first + metric] + sign * value, problem.bounds.target[first + metric]);
        if target > 0.0 { (sum - target).abs() / target } else { 0.0 }
    };
    values.iter().enumerate().map(of).collect()
}

/// The bound that would be broken by the most, in shares of its target, of those that would be broken by more than they are.
fn broken_bound(problem: &Problem, verdict: &Verdict, values: &[f64], from: u32, to: u32) -> Option<(u32, u32)> {
    let bounds = &problem.bounds;
    let mut worst: Option<(f64, u32, u32)> = None;
    for (territory, sign) in [(from, 1.0), (to, -1.0)] {
        for (metric, value) in values.iter().enumerate() {
            let entry = territory as usize * problem.metrics + metric;
            let (lower, upper, target) = (bounds.lower[entry], bounds.upper[entry], bounds.target[entry]);
            let excess = |sum: f64| (lower - sum).max(sum - upper).max(0.0);
            let (now, stayed) = (excess(verdict.sums[entry]), excess(verdict.sums[entry] + sign * value));
            let share = stayed / target.max(f64::MIN_POSITIVE);
            if stayed > now.max(0.0) + 1e-9 * target && worst.is_none_or(|(most, ..)| share > most) {
                worst = Some((share, territory, metric as u32));
            }
        }
    }
    worst.map(|(_, territory, metric)| (territory, metric))
}
