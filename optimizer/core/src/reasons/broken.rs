use super::{Reason, ReasonKind};
use crate::check::Verdict;
use crate::problem::Problem;

/// What does not hold in a layout by the checker's verdict: rules first, then bounds, then the budget.
pub(super) fn find(problem: &Problem, verdict: &Verdict, territory: &[u32], found: &mut Vec<Reason>) {
    for (t, &pieces) in verdict.pieces.iter().enumerate() {
        match pieces {
            0 => found.push(Reason::new(ReasonKind::EmptyTerritory).territory(t)),
            2.. if problem.contiguity => {
                found.push(Reason::new(ReasonKind::NotContiguous).territory(t).amount(f64::from(pieces)));
            }
            _ => {}
        }
    }
    let rules = &problem.rules;
    let groups = verdict.split_groups.iter().map(|&index| rules.groups[index as usize][0]);
    let pairs = verdict.joined_pairs.iter().map(|&index| rules.forbidden_pairs[index as usize].0);
    for (kind, units) in [
        (ReasonKind::BrokenLock, verdict.broken_locks.clone()),
        (ReasonKind::NotAllowed, verdict.misplaced.clone()),
        (ReasonKind::SplitGroup, groups.collect()),
        (ReasonKind::ForbiddenPair, pairs.collect()),
    ] {
        found.extend(
            units.iter().map(|&unit| Reason {
                territory: territory.get(unit as usize).copied(),
                ..Reason::new(kind).unit(unit)
            }),
        );
    }
    for (entry, _) in verdict.inside.iter().enumerate().filter(|(_, inside)| !**inside) {
        let (t, metric) = (entry / problem.metrics, entry % problem.metrics);
        let outside = Reason::new(ReasonKind::OutsideTolerance).territory(t).metric(metric);
        // Of a target of nothing there is no share.
        let has_share = problem.bounds.target[entry] > 0.0;
        found.push(if has_share { outside.amount(verdict.deviation[entry]) } else { outside });
    }
    let totals = problem.totals();
    for (metric, budget) in problem.budget.iter().enumerate() {
        let total = totals[metric];
        if verdict.moved[metric] > budget + 1e-9 * total {
            found.push(Reason::new(ReasonKind::OverBudget).metric(metric).amount(verdict.moved[metric] / total));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, find, row::row};
    use crate::check::check;
    use crate::solve::search::Proof;

    #[test]
    fn everything_broken_is_named_and_nothing_that_holds() {
        let mut problem = row();
        problem.current = vec![0, 0, 0, 1, 1, 1];
        problem.budget = vec![1.0];
        problem.rules.locked = vec![true, false, false, false, false, false];
        problem.rules.groups = vec![vec![1, 2]];
        problem.rules.forbidden_pairs = vec![(1, 5)];
        problem.rules.allowed = vec![(5, vec![1])];
        let layout = [1, 0, 1, 1, 0, 0];
        let verdict = check(&problem, &layout);
        let reasons: Vec<Reason> =
            verdict.map_or_else(|_| Vec::new(), |verdict| find(&problem, &verdict, &layout, None));
        let new = Reason::new;
        assert_eq!(
            reasons,
            [
                new(ReasonKind::NotContiguous).territory(0).amount(2.0),
                new(ReasonKind::NotContiguous).territory(1).amount(2.0),
                new(ReasonKind::BrokenLock).unit(0).territory(1),
                new(ReasonKind::NotAllowed).unit(5).territory(0),
                new(ReasonKind::SplitGroup).unit(1).territory(0),
                new(ReasonKind::ForbiddenPair).unit(1).territory(0),
                new(ReasonKind::OverBudget).metric(0).amount(4.0 / 6.0),
            ]
        );
        let verdict = check(&problem, &[0, 0, 0, 1, 1, 1]);
        assert!(verdict.is_ok_and(|verdict| find(&problem, &verdict, &problem.current, None).is_empty()));
    }

    #[test]
    fn a_sum_outside_its_bounds_comes_with_the_least_tolerance_that_holds() {
        let problem = row();
        let layout = [0, 1, 1, 1, 1, 1];
        let verdict = check(&problem, &layout);
        let reasons = verdict.map_or_else(|_| Vec::new(), |verdict| find(&problem, &verdict, &layout, None));
        assert_eq!(reasons.len(), 2);
        assert!(reasons.iter().all(|reason| reason.kind == ReasonKind::OutsideTolerance));
        assert_eq!(reasons[0].amount, Some(2.0 / 3.0));
    }

    #[test]
    fn what_a_search_ruled_out_comes_first_and_only_where_nothing_feasible_is_there() {
        let problem = row();
        let kinds = |layout: &[u32]| -> Vec<ReasonKind> {
            let verdict = check(&problem, layout);
            let found = verdict.map(|verdict| find(&problem, &verdict, layout, Some(Proof::Infeasible)));
            found.unwrap_or_default().iter().map(|reason| reason.kind).collect()
        };
        assert_eq!(kinds(&[0, 1, 1, 1, 1, 1])[..2], [ReasonKind::NoLayout, ReasonKind::OutsideTolerance]);
        assert_eq!(kinds(&[0, 0, 0, 1, 1, 1]), []);
    }
}
