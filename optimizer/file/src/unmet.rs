use hexalign_core::problem::Problem;
use hexalign_core::reasons::{Reason, remedy};
use serde::Serialize;

/// Most reasons that an answer lists; the rest is counted.
const MAX_LISTED: usize = 1_000;

/// What a layout does not keep, or none can, and what would help.
#[derive(Serialize)]
pub(crate) struct Unmet {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    territory: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<f64>,
    remedy: String,
}

/// The first of the reasons, in the file's words.
pub(crate) fn unmet(problem: &Problem, reasons: &[Reason]) -> Vec<Unmet> {
    let of = |reason: &Reason| Unmet {
        kind: reason.kind.name(),
        territory: reason.territory,
        unit: reason.unit,
        metric: reason.metric,
        amount: reason.amount,
        remedy: remedy(reason, problem),
    };
    reasons.iter().take(MAX_LISTED).map(of).collect()
}
