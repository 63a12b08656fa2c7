use hexalign_core::bound::{Bound, BoundKind, GLOBAL_UNITS, lower_bound};
use hexalign_core::curve::CurvePoint;
use hexalign_core::problem::Problem;
use hexalign_core::solve::search::{Effort, Proof};

/// What no feasible layout is below, in the core's units; none where there is no feasible layout, or nothing is known of any but the one at hand.
pub(crate) fn bound(problem: &Problem, point: &CurvePoint, is_impossible: bool, effort: Effort) -> Option<Bound> {
    if is_impossible {
        return None;
    }
    if point.feasible && point.proof == Some(Proof::Optimal) {
        return Some(Bound { value: point.objective, kind: BoundKind::Exact });
    }
    // The centers of a layout that cannot be kept say nothing of one that can.
    let is_global = problem.units() <= GLOBAL_UNITS;
    (point.feasible || is_global).then(|| lower_bound(problem, &point.territory, effort))
}

/// How far a feasible layout is above the best possible at most; none where the bound is too low to tell.
pub(crate) fn gap(objective: f64, bound: f64) -> Option<f64> {
    if objective <= bound {
        return Some(0.0);
    }
    (bound > 0.0).then(|| objective / bound - 1.0)
}
