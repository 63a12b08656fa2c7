use super::blocks::Blocks;
use super::{Reason, ReasonKind, slack};
use crate::problem::{NONE, Problem};

/// Metrics of which bounds or rules move more than the budget allows; with the share that must be allowed at least.
pub(super) fn find(problem: &Problem, blocks: &Blocks, found: &mut Vec<Reason>) {
    if problem.current.is_empty() {
        return;
    }
    let totals = problem.totals();
    for (metric, &budget) in problem.budget.iter().enumerate().filter(|(_, budget)| budget.is_finite()) {
        let least = moved_by_bounds(problem, metric).max(moved_by_rules(problem, blocks, metric));
        let total = totals[metric];
        if least > budget + slack(total, total) {
            found.push(Reason::new(ReasonKind::BudgetTooSmall).metric(metric).amount(least / total));
        }
    }
}

/// What must leave territories above their upper bound; what territories below their lower bound must take from others.
fn moved_by_bounds(problem: &Problem, metric: usize) -> f64 {
    let (m, k) = (problem.metrics, problem.territories);
    let (mut sums, mut without) = (vec![0.0; k], 0.0);
    for unit in 0..problem.units() as u32 {
        let weight = problem.weights_of(unit)[metric];
        match problem.current_of(unit) {
            NONE => without += weight,
            today => sums[today as usize] += weight,
        }
    }
    let (mut over, mut under) = (0.0, 0.0);
    for (t, sum) in sums.iter().enumerate() {
        let entry = t * m + metric;
        let slack = 1.001e-9 * problem.bounds.target[entry];
        over += (sum - problem.bounds.upper[entry] - slack).max(0.0);
        under += (problem.bounds.lower[entry] - slack - sum).max(0.0);
    }
    f64::max(over, under - without)
}

/// What moves wherever each block goes.
fn moved_by_rules(problem: &Problem, blocks: &Blocks, metric: usize) -> f64 {
    let mut most_kept = vec![0.0f64; blocks.first.len()];
    let mut with_today = vec![0.0; blocks.first.len()];
    let mut kept: Vec<(u32, u32, f64)> = Vec::new();
    for unit in 0..problem.units() as u32 {
        let (block, today) = (blocks.of[unit as usize], problem.current_of(unit));
        if today == NONE {
            continue;
        }
        let weight = problem.weights_of(unit)[metric];
        with_today[block as usize] += weight;
        let may_stay = match &blocks.domain[block as usize] {
            Some(list) => list.contains(&today),
            None => !problem.rules.locks_territory(today),
        };
        if may_stay {
            kept.push((block, today, weight));
        }
    }
    kept.sort_by_key(|&(block, today, _)| (block, today));
    for same in kept.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let stays: f64 = same.iter().map(|&(_, _, weight)| weight).sum();
        let most = &mut most_kept[same[0].0 as usize];
        *most = most.max(stays);
    }
    with_today.iter().zip(&most_kept).map(|(all, kept)| all - kept).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, causes, row::row};
    use crate::problem::NONE;

    fn too_small(share: f64) -> Reason {
        Reason::new(ReasonKind::BudgetTooSmall).metric(0).amount(share)
    }

    #[test]
    fn a_territory_too_full_today_must_lose_more_than_the_budget() {
        let mut problem = row();
        problem.bounds.lower.fill(1.5);
        problem.bounds.upper.fill(3.5);
        problem.current = vec![0, 0, 0, 0, 0, 1];
        problem.budget = vec![1.0];
        let reasons = causes(&problem);
        assert_eq!(reasons.len(), 1);
        assert!(reasons[0].amount.is_some_and(|share| (share - 0.25).abs() < 1e-6), "{reasons:?}");
        problem.budget = vec![2.0];
        assert_eq!(causes(&problem), []);
    }

    #[test]
    fn units_without_a_territory_fill_what_lacks_for_free() {
        let mut problem = row();
        problem.current = vec![0, 0, 0, 1, NONE, NONE];
        problem.budget = vec![0.0];
        assert_eq!(causes(&problem), []);
    }

    #[test]
    fn a_group_across_two_territories_moves_its_lighter_part() {
        let mut problem = row();
        problem.current = vec![0, 0, 0, 1, 1, 1];
        problem.rules.groups = vec![vec![1, 2, 3]];
        problem.budget = vec![0.5];
        assert_eq!(causes(&problem), [too_small(1.0 / 6.0)]);
    }
}
