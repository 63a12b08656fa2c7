use super::blocks::Blocks;
use super::{Reason, ReasonKind, slack};
use crate::problem::Problem;

/// Units, alone or bound together, that weigh more in a metric than any territory they may be in may have.
pub(super) fn find(problem: &Problem, blocks: &Blocks, found: &mut Vec<Reason>) {
    let m = problem.metrics;
    let totals = problem.totals();
    let most = |territories: &[u32], metric: usize| {
        territories.iter().fold(f64::NEG_INFINITY, |most, &t| {
            let entry = t as usize * m + metric;
            most.max(problem.bounds.upper[entry] + slack(problem.bounds.target[entry], totals[metric]))
        })
    };
    let open: Vec<u32> = (0..problem.territories as u32).filter(|&t| !problem.rules.locks_territory(t)).collect();
    let anywhere: Vec<f64> = (0..m).map(|metric| most(&open, metric)).collect();
    for (block, domain) in blocks.domain.iter().enumerate() {
        for metric in 0..m {
            let weight = blocks.weights[block * m + metric];
            let limit = match domain.as_deref() {
                None => anywhere[metric],
                Some([]) => f64::INFINITY,
                Some(list) => most(list, metric),
            };
            if weight > limit {
                let heavy = Reason::new(ReasonKind::UnitTooHeavy).unit(blocks.first[block]);
                found.push(heavy.metric(metric).amount(weight));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, causes, row::row};

    #[test]
    fn a_group_above_every_bound_it_may_come_under_is_too_heavy() {
        let mut problem = row();
        problem.rules.groups = vec![vec![1, 2, 3]];
        problem.bounds.upper = vec![4.0, 2.0];
        assert_eq!(causes(&problem), []);
        problem.rules.allowed = vec![(2, vec![1])];
        assert_eq!(causes(&problem), [Reason::new(ReasonKind::UnitTooHeavy).unit(1).metric(0).amount(3.0)]);
    }
}
