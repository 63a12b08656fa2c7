use super::reach::Reach;
use super::{Reason, ReasonKind, slack};
use crate::problem::Problem;

/// Territories in which nothing may be, or whose reachable units do not add up to the lower bound; with what they add up to.
pub(super) fn find(problem: &Problem, reach: &Reach, found: &mut Vec<Reason>) {
    let m = problem.metrics;
    let totals = problem.totals();
    // A locked territory is as it is: that is a clash of locks.
    for t in (0..problem.territories).filter(|&t| !problem.rules.locks_territory(t as u32)) {
        let too_little = Reason::new(ReasonKind::AllowedTooLittle).territory(t);
        let mut pieces = reach.pieces(problem, t);
        if pieces.is_empty() {
            found.push(too_little.amount(0.0));
            continue;
        }
        if pieces.iter().any(|piece| piece.fixed > 0) {
            pieces.retain(|piece| piece.fixed > 0);
        }
        for metric in 0..m {
            let most = pieces.iter().map(|piece| piece.sums[metric]).fold(0.0, f64::max);
            let entry = t * m + metric;
            if most < problem.bounds.lower[entry] - slack(problem.bounds.target[entry], totals[metric]) {
                found.push(too_little.clone().metric(metric).amount(most));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, causes, row::row};

    #[test]
    fn units_that_are_allowed_but_out_of_reach_do_not_count() {
        let mut problem = row();
        problem.rules.allowed = vec![(1, vec![1]), (2, vec![1]), (4, vec![1])];
        let reason = Reason::new(ReasonKind::AllowedTooLittle).territory(0).metric(0);
        assert_eq!(causes(&problem), [reason.amount(1.0)]);
        problem.contiguity = false;
        assert_eq!(causes(&problem), []);
    }

    #[test]
    fn a_territory_in_which_nothing_may_be_has_nothing() {
        let mut problem = row();
        problem.bounds.lower.fill(0.0);
        problem.bounds.upper.fill(6.0);
        problem.rules.allowed = (0..6).map(|unit| (unit, vec![1])).collect();
        assert_eq!(causes(&problem), [Reason::new(ReasonKind::AllowedTooLittle).territory(0).amount(0.0)]);
    }
}
