use super::{Mix, Reason, ReasonKind};
use crate::check::Verdict;
use crate::problem::Problem;

/// Most territories that are looked at, each for the time of a sort of all units.
const MOST: usize = 10;

/// Where a territory is outside of its bounds, whether what lies around it has the metrics in another ratio than the bounds let a territory have.
///
/// Of all discs about the territory's center that hold at least one territory's worth, the one that lacks most counts: what lacks must come from beyond it.
/// No proof: territories can reach out.
pub(super) fn find(problem: &Problem, verdict: &Verdict, territory: &[u32], found: &mut Vec<Reason>) {
    if !problem.contiguity {
        return;
    }
    let m = problem.metrics;
    let outside = (0..problem.territories).filter(|t| verdict.inside[t * m..(t + 1) * m].contains(&false));
    let around = outside.take(MOST).filter_map(|t| {
        let pairs = pressed_pairs(problem, verdict, t);
        let center = center_of(problem, territory, t as u32)?;
        if pairs.is_empty() { None } else { worst_disc(problem, t, center, &pairs) }
    });
    found.extend(around);
}

/// A metric that may lack for what a territory has of another.
struct Pair {
    lacking: usize,
    per: usize,
    /// The least share of the target of the first per share of the second.
    allowed: f64,
}

/// Pairs of which the territory has too little of the first or too much of the second.
fn pressed_pairs(problem: &Problem, verdict: &Verdict, t: usize) -> Vec<Pair> {
    let (m, bounds) = (problem.metrics, &problem.bounds);
    let mut pairs = Vec::new();
    for lacking in 0..m {
        for per in (0..m).filter(|&per| per != lacking) {
            let (a, b) = (t * m + lacking, t * m + per);
            let bounded = bounds.upper[b].is_finite() && bounds.upper[b] > 0.0 && bounds.lower[a] > 0.0;
            if !bounded || bounds.target[a] <= 0.0 || bounds.target[b] <= 0.0 {
                continue;
            }
            if verdict.sums[a] < bounds.lower[a] || verdict.sums[b] > bounds.upper[b] {
                let allowed = bounds.lower[a] / bounds.target[a] * bounds.target[b] / bounds.upper[b];
                pairs.push(Pair { lacking, per, allowed });
            }
        }
    }
    pairs
}

fn center_of(problem: &Problem, territory: &[u32], t: u32) -> Option<[f64; 3]> {
    let (mut sum, mut center) = (0.0, [0.0; 3]);
    for (unit, _) in territory.iter().enumerate().filter(|&(_, &own)| own == t) {
        // Counting each unit a little gives a center to a territory without weight.
        let weight = problem.inertia_weight[unit] + 1e-9;
        sum += weight;
        for axis in 0..3 {
            center[axis] += weight * problem.position[unit][axis];
        }
    }
    if sum > 0.0 { Some(center.map(|axis| axis / sum)) } else { None }
}

fn worst_disc(problem: &Problem, t: usize, center: [f64; 3], pairs: &[Pair]) -> Option<Reason> {
    let (m, bounds) = (problem.metrics, &problem.bounds);
    let away = |unit: usize| -> f64 {
        problem.position[unit].iter().zip(center).map(|(x, c)| (x - c) * (x - c)).sum::<f64>().sqrt()
    };
    let mut order: Vec<(f64, u32)> = (0..problem.units()).map(|unit| (away(unit), unit as u32)).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut sums = vec![0.0; m];
    let mut most = 0.0;
    let mut worst = None;
    for &(radius_km, unit) in &order {
        sums.iter_mut().zip(problem.weights_of(unit)).for_each(|(sum, value)| *sum += value);
        for pair in pairs {
            let share = |metric: usize| sums[metric] / bounds.target[t * m + metric];
            let (lacking, per) = (share(pair.lacking), share(pair.per));
            let lack = per * pair.allowed - lacking;
            if per >= 1.0 && lack > most {
                most = lack;
                let mix = Mix { per: pair.per as u32, ratio: lacking / per, allowed: pair.allowed, lack, radius_km };
                worst = Some((pair, mix));
            }
        }
    }
    let (pair, mix) = worst?;
    // Filled to its bound with what is around, a territory has this much of what lacks.
    let per = t * m + pair.per;
    let tolerance = 1.0 - mix.ratio * bounds.upper[per] / bounds.target[per];
    let reason = Reason::new(ReasonKind::UnevenMix).territory(t).unit(order.first()?.1);
    Some(Reason { mix: Some(mix), ..reason.metric(pair.lacking).amount(tolerance) })
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, find, remedy};
    use crate::check::check;
    use crate::problem::{Adjacency, Bounds, Problem};

    /// Twelve units in a row; the first six have half as much of the second metric as the rest.
    fn slope() -> Problem {
        let edges: Vec<(u32, u32)> = (1..12).map(|unit| (unit - 1, unit)).collect();
        let weights: Vec<f64> = (0..12).flat_map(|unit| [1.0, if unit < 6 { 1.0 } else { 2.0 }]).collect();
        Problem {
            territories: 4,
            metrics: 2,
            position: (0..12).map(|unit| [f64::from(unit), 0.0, 0.0]).collect(),
            inertia_weight: vec![1.0; 12],
            bounds: Bounds::equal_shares(&[12.0, 18.0], 4, &[Some(0.1), Some(0.1)]),
            adjacency: Adjacency::from_edges(12, &edges).unwrap_or_default(),
            weights,
            ..Problem::default()
        }
    }

    fn reasons(problem: &Problem, layout: &[u32]) -> Vec<Reason> {
        let verdict = check(problem, layout);
        let found = verdict.map(|verdict| find(problem, &verdict, layout, None)).unwrap_or_default();
        found.into_iter().filter(|reason| reason.kind == ReasonKind::UnevenMix).collect()
    }

    #[test]
    fn what_lies_around_a_territory_outside_is_named_with_its_ratio_and_the_tolerance_that_takes_it_as_it_is() {
        let problem = slope();
        let found = reasons(&problem, &[0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
        assert!(!found.is_empty());
        let first = &found[0];
        assert_eq!((first.territory, first.unit, first.metric), (Some(0), Some(1), Some(1)));
        assert!(first.mix.is_some_and(|mix| {
            // The six units of the lighter half.
            let reaches = (mix.radius_km - 4.0).abs() < 1e-12;
            reaches && mix.per == 0 && (mix.ratio - 2.0 / 3.0).abs() < 1e-12 && (mix.allowed - 0.9 / 1.1).abs() < 1e-12
        }));
        assert!(first.amount.is_some_and(|amount| (amount - (1.0 - 1.1 * 2.0 / 3.0)).abs() < 1e-12));
        assert_eq!(
            remedy(first, &problem),
            "up to 4 km from unit 1 metric 1 is 0.667 of metric 0, each in targets, where the bounds ask for 0.818: 0.303 targets must come from beyond; widen the tolerance of metric 1 there to 26.667 %, or search longer"
        );
    }

    #[test]
    fn nothing_is_said_where_the_metrics_go_together_or_pieces_do_not_matter() {
        let mut problem = slope();
        problem.weights = (0..12).flat_map(|_| [1.0, 1.5]).collect();
        let layout = [0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3];
        assert_eq!(reasons(&problem, &layout), []);
        let mut problem = slope();
        problem.contiguity = false;
        assert_eq!(reasons(&problem, &[0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]), []);
    }
}
