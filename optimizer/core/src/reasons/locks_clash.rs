use super::blocks::Blocks;
use super::{Reason, ReasonKind, slack};
use crate::problem::{NONE, Problem};

/// Locks, groups, forbidden pairs and bounds that cannot hold together.
pub(super) fn find(problem: &Problem, blocks: &Blocks, found: &mut Vec<Reason>) {
    let clash = Reason::new(ReasonKind::LocksClash);
    for (block, domain) in blocks.domain.iter().enumerate() {
        let is_allowed = blocks.allowed[block].as_ref().is_none_or(|list| !list.is_empty());
        if is_allowed && domain.as_ref().is_some_and(Vec::is_empty) {
            found.push(clash.clone().unit(blocks.first[block]));
        }
    }
    for &(a, b) in &problem.rules.forbidden_pairs {
        let (of_a, of_b) = (blocks.of[a as usize] as usize, blocks.of[b as usize] as usize);
        let only = blocks.fixed(of_a).filter(|_| blocks.fixed(of_a) == blocks.fixed(of_b));
        if of_a == of_b || only.is_some() {
            found.push(Reason { territory: only, ..clash.clone().unit(a) });
        }
    }
    find_overfull(problem, blocks, found);
    find_locked_territories(problem, found);
}

/// Several blocks that can only be in one territory and are too heavy for it; a single one is a unit too heavy.
fn find_overfull(problem: &Problem, blocks: &Blocks, found: &mut Vec<Reason>) {
    let (m, k) = (problem.metrics, problem.territories);
    let (mut sums, mut count, mut first) = (vec![0.0; k * m], vec![0u32; k], vec![NONE; k]);
    for block in 0..blocks.first.len() {
        let Some(t) = blocks.fixed(block) else { continue };
        let t = t as usize;
        first[t] = first[t].min(blocks.first[block]);
        count[t] += 1;
        for metric in 0..m {
            sums[t * m + metric] += blocks.weights[block * m + metric];
        }
    }
    let totals = problem.totals();
    for (entry, &sum) in sums.iter().enumerate() {
        let (t, metric) = (entry / m, entry % m);
        if count[t] > 1 && sum > problem.bounds.upper[entry] + slack(problem.bounds.target[entry], totals[metric]) {
            let clash = Reason::new(ReasonKind::LocksClash).territory(t).unit(first[t]);
            found.push(clash.metric(metric).amount(sum));
        }
    }
}

/// A locked territory stays as it is: without unit, or below its lower bound.
fn find_locked_territories(problem: &Problem, found: &mut Vec<Reason>) {
    let (m, k) = (problem.metrics, problem.territories);
    if !problem.rules.locked_territories.contains(&true) {
        return;
    }
    let (mut sums, mut is_empty) = (vec![0.0; k * m], vec![true; k]);
    for unit in 0..problem.units() as u32 {
        let today = problem.current_of(unit) as usize;
        if today < k {
            is_empty[today] = false;
            sums[today * m..].iter_mut().zip(problem.weights_of(unit)).for_each(|(sum, more)| *sum += more);
        }
    }
    let totals = problem.totals();
    for t in (0..k).filter(|&t| problem.rules.locks_territory(t as u32)) {
        let clash = Reason::new(ReasonKind::LocksClash).territory(t);
        if is_empty[t] {
            found.push(clash);
            continue;
        }
        for metric in 0..m {
            let entry = t * m + metric;
            if sums[entry] < problem.bounds.lower[entry] - slack(problem.bounds.target[entry], totals[metric]) {
                found.push(clash.clone().metric(metric).amount(sums[entry]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, causes, row::row};
    use crate::problem::Problem;

    fn locked(units: &[usize]) -> Problem {
        let mut problem = row();
        problem.current = vec![0, 0, 0, 1, 1, 1];
        problem.rules.locked = (0..6).map(|unit| units.contains(&unit)).collect();
        problem
    }

    fn clash() -> Reason {
        Reason::new(ReasonKind::LocksClash)
    }

    #[test]
    fn a_group_that_joins_two_locks_clashes() {
        let mut problem = locked(&[2, 3]);
        assert_eq!(causes(&problem), []);
        problem.rules.groups = vec![vec![2, 3]];
        assert_eq!(causes(&problem), [clash().unit(2)]);
    }

    #[test]
    fn a_lock_where_a_unit_is_not_allowed_clashes() {
        let mut problem = locked(&[2]);
        problem.rules.allowed = vec![(2, vec![1])];
        assert_eq!(causes(&problem), [clash().unit(2)]);
    }

    #[test]
    fn a_forbidden_pair_locked_or_grouped_together_clashes() {
        let mut problem = locked(&[0, 2]);
        problem.rules.forbidden_pairs = vec![(0, 2)];
        assert_eq!(causes(&problem), [clash().unit(0).territory(0)]);
        problem.rules.locked.clear();
        problem.rules.groups = vec![vec![0, 2]];
        assert_eq!(causes(&problem), [clash().unit(0)]);
    }

    #[test]
    fn locked_units_above_the_upper_bound_clash_with_it() {
        let mut problem = locked(&[0, 1, 2]);
        problem.bounds.upper[0] = 2.5;
        assert_eq!(causes(&problem), [clash().territory(0).unit(0).metric(0).amount(3.0)]);
    }

    #[test]
    fn a_locked_territory_without_unit_or_below_its_bound_clashes() {
        let mut problem = locked(&[]);
        problem.rules.locked_territories = vec![true, false];
        assert_eq!(causes(&problem), []);
        problem.bounds.lower[0] = 3.5;
        assert!(causes(&problem).contains(&clash().territory(0).metric(0).amount(3.0)));
        problem.current.fill(1);
        assert!(causes(&problem).contains(&clash().territory(0)));
    }
}
