use hexalign_core::explain::{Move, Reason, explain};
use hexalign_core::problem::Problem;
use serde::Serialize;

use crate::read::objective_unit;

/// Why a unit left its current territory.
#[derive(Serialize)]
pub(crate) struct MoveJson {
    unit: u32,
    from: u32,
    to: u32,
    reason: ReasonJson,
    objective_if_stayed: f64,
    deviation_if_stayed: DeviationJson,
    contiguous_if_stayed: bool,
}

#[derive(Serialize)]
struct ReasonJson {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    territory: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric: Option<u32>,
}

#[derive(Serialize)]
struct DeviationJson {
    from: Vec<f64>,
    to: Vec<f64>,
}

/// Every move of a layout; none where there is no layout today.
pub(crate) fn moves(problem: &Problem, territory: &[u32]) -> Option<Vec<MoveJson>> {
    if problem.current.is_empty() {
        return None;
    }
    let unit = objective_unit(problem.measure);
    Some(explain(problem, territory).ok()?.into_iter().map(|moved| json_of(moved, unit)).collect())
}

fn json_of(moved: Move, objective_unit: f64) -> MoveJson {
    let (kind, territory, metric) = match moved.reason {
        Reason::Rule => ("rule", None, None),
        Reason::Bound { territory, metric } => ("bound", Some(territory), Some(metric)),
        Reason::Gain => ("gain", None, None),
        Reason::Contiguity => ("contiguity", None, None),
        Reason::None => ("none", None, None),
    };
    MoveJson {
        unit: moved.unit,
        from: moved.from,
        to: moved.to,
        reason: ReasonJson { kind, territory, metric },
        objective_if_stayed: moved.objective_if_stayed / objective_unit,
        deviation_if_stayed: DeviationJson { from: moved.deviation_from, to: moved.deviation_to },
        contiguous_if_stayed: moved.contiguous_if_stayed,
    }
}
