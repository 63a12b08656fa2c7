use super::{Reason, ReasonKind, slack};
use crate::problem::Problem;

/// Metrics whose lower bounds ask for more than there is, or whose upper bounds leave some over; with the factor that would make them fit.
pub(super) fn find(problem: &Problem, found: &mut Vec<Reason>) {
    let m = problem.metrics;
    for (metric, &total) in problem.totals().iter().enumerate() {
        let sum = |values: &[f64]| values.iter().skip(metric).step_by(m).sum::<f64>();
        let slack = slack(sum(&problem.bounds.target), total);
        for (bound, misses) in [
            (sum(&problem.bounds.lower), sum(&problem.bounds.lower) > total + slack),
            (sum(&problem.bounds.upper), sum(&problem.bounds.upper) < total - slack),
        ] {
            if misses {
                let factor = if bound > 0.0 { total / bound } else { f64::INFINITY };
                let reason = Reason::new(ReasonKind::TotalsDoNotFit).metric(metric);
                found.push(if factor.is_finite() { reason.amount(factor) } else { reason });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, causes, row::row};

    #[test]
    fn bounds_that_miss_the_total_are_named_with_the_factor_that_fits() {
        let mut problem = row();
        problem.bounds.lower = vec![3.5, 4.0];
        problem.bounds.upper = vec![9.0, 9.0];
        assert_eq!(causes(&problem), [Reason::new(ReasonKind::TotalsDoNotFit).metric(0).amount(0.8)]);
        problem.bounds.lower = vec![0.0, 0.0];
        problem.bounds.upper = vec![3.0, 1.0];
        assert_eq!(causes(&problem)[0], Reason::new(ReasonKind::TotalsDoNotFit).metric(0).amount(1.5));
    }
}
