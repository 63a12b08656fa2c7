//! From the keys of a problem file to a problem.

mod balance;
mod geometry;
mod layout;
mod number;
mod options;
mod rules;
mod sizes;

use hexalign_core::problem::{Measure, Problem};
use hexalign_core::solve::search::{Effort, SearchOptions};

use crate::problem_document::ProblemDocument;
use crate::source::Source;
use crate::violation::Violations;
pub use layout::{AskedBudget, BudgetPoint};
pub use options::parse_effort;

/// What the caller says instead of the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overrides {
    /// Instead of `seed`.
    pub seed: Option<u32>,
    /// Instead of `effort`.
    pub effort: Option<Effort>,
}

/// A problem file, read.
#[derive(Clone, Debug)]
pub struct ProblemFile {
    /// A valid problem.
    pub problem: Problem,
    /// Seed and effort, 1 and normal where the file says nothing.
    pub options: SearchOptions,
    /// Points of the disruption curve that is asked for.
    pub budgets: Vec<BudgetPoint>,
}

/// Reads a problem file.
///
/// # Errors
/// A problem document with everything that is wrong.
pub fn read_problem(text: String, overrides: Overrides) -> Result<ProblemFile, ProblemDocument> {
    let mut source = Source::parse(&text)?;
    // What follows needs the memory.
    drop(text);
    let mut violations = Violations::default();
    let v = &mut violations;
    source.report_keys(v);
    let (mut sizes, weights) = sizes::weights(&mut source, v);
    let (sphere, position) = geometry::positions(&mut source, sizes, v);
    let contiguity = options::flag(&mut source, "contiguity", true, v);
    let adjacency = geometry::adjacency(&mut source, sizes, contiguity, v);
    let names_territories = source.has("territories");
    sizes.k = options::territories(&mut source, sizes, v);
    let limits = balance::Limits::read(&mut source, sizes, v);
    let mut impossible = false;
    if !names_territories {
        sizes.k = limits.rows();
    }
    limits.check(sizes, v);
    if !names_territories && limits.is_empty() {
        v.missing("territories", "send the number of territories, or lower and upper to derive it from");
    } else if !names_territories && sizes.k.is_none() && v.count == 0 {
        sizes.k = balance::derive(&limits, sizes, &weights, v);
        impossible = sizes.k.is_none();
    }
    let has_current = source.has("current");
    let mut problem = Problem {
        territories: sizes.k.unwrap_or(0),
        metrics: sizes.m.unwrap_or(0),
        inertia_weight: weights.iter().step_by(sizes.m.unwrap_or(1)).copied().collect(),
        position,
        weights,
        adjacency,
        contiguity,
        measure: options::measure(&mut source, v),
        current: layout::current(&mut source, sizes, v),
        move_cost: options::move_cost(&mut source, v),
        compactness: options::compactness(&mut source, v),
        ..Problem::default()
    };
    problem.rules = rules::read(&mut source, sizes, has_current, v);
    (problem.homes, problem.home_weight) = geometry::homes(&mut source, sizes, sphere, v);
    let totals = problem.totals();
    problem.budget = layout::budget(&mut source, sizes, &totals, v);
    let budgets = layout::budgets(&mut source, sizes, has_current, (&problem.budget, &totals), v);
    let options = options::search(&mut source, overrides, v);
    if impossible && violations.count == 1 {
        return Err(ProblemDocument::impossible(violations));
    }
    if violations.count > 0 {
        return Err(ProblemDocument::invalid(violations));
    }
    problem.bounds = limits.into_bounds(sizes, &totals);
    problem.validate().map_err(|error| ProblemDocument::refused(&error))?;
    Ok(ProblemFile { problem, options, budgets })
}

/// What the core's objective is divided by to be the file's.
pub(crate) fn objective_unit(measure: Measure) -> f64 {
    match measure {
        Measure::Centroid => 1.0,
        Measure::UnitIntegerKm => 1e6,
    }
}
