use hexalign_core::check::Verdict;
use hexalign_core::curve::CurvePoint;
use hexalign_core::problem::Problem;
use hexalign_core::reasons::find;
use hexalign_core::solve::search::Effort;
use serde::Serialize;

use crate::ENGINE;
use crate::bound::{bound, gap};
use crate::moves::{MoveJson, moves};
use crate::read::{AskedBudget, objective_unit};
use crate::unmet::{Unmet, unmet};

/// The answer document.
#[derive(Serialize)]
pub(crate) struct Answer<'a> {
    territory: &'a [u32],
    feasible: bool,
    objective: f64,
    bound: Option<f64>,
    bound_kind: Option<&'static str>,
    gap: Option<f64>,
    sums: Vec<&'a [f64]>,
    deviation: Vec<&'a [f64]>,
    moved: Vec<f64>,
    steps: u64,
    engine: &'static str,
    violations: Vec<Unmet>,
    violation_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    moves: Option<Vec<MoveJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    curve: Option<Vec<CurveJson>>,
}

/// A point of the disruption curve.
#[derive(Serialize)]
pub(crate) struct CurveJson {
    budget: AskedBudget,
    feasible: bool,
    objective: f64,
    worst_deviation: f64,
    excess: f64,
    moved: Vec<f64>,
}

impl<'a> Answer<'a> {
    pub fn new(problem: &Problem, point: &'a CurvePoint, verdict: &'a Verdict, steps: u64, effort: Effort) -> Self {
        let (territory, unit) = (&point.territory, objective_unit(problem.measure));
        let reasons = find(problem, verdict, territory, point.proof);
        let bound = bound(problem, point, reasons.iter().any(|reason| reason.kind.is_proof()), effort);
        let (objective, value) = (point.objective / unit, bound.map(|bound| bound.value / unit));
        let rows = |values: &'a [f64]| values.chunks_exact(problem.metrics).collect();
        Self {
            territory,
            feasible: point.feasible,
            objective,
            bound: value,
            bound_kind: bound.map(|bound| bound.kind.name()),
            gap: value.filter(|_| point.feasible).and_then(|value| gap(objective, value)),
            sums: rows(&verdict.sums),
            deviation: rows(&verdict.deviation),
            moved: shares(problem, &verdict.moved),
            steps,
            engine: ENGINE,
            violations: unmet(problem, &reasons),
            violation_count: reasons.len(),
            moves: moves(problem, territory),
            curve: None,
        }
    }

    pub fn with_curve(mut self, problem: &Problem, points: Vec<(AskedBudget, CurvePoint)>) -> Self {
        let json_of = |(budget, point): (AskedBudget, CurvePoint)| CurveJson {
            budget,
            feasible: point.feasible,
            objective: point.objective / objective_unit(problem.measure),
            worst_deviation: point.worst_deviation,
            excess: point.excess,
            moved: shares(problem, &point.moved),
        };
        self.curve = Some(points.into_iter().map(json_of).collect());
        self
    }
}

/// Shares of each metric's total.
fn shares(problem: &Problem, moved: &[f64]) -> Vec<f64> {
    moved.iter().zip(problem.totals()).map(|(moved, total)| if total > 0.0 { moved / total } else { 0.0 }).collect()
}
