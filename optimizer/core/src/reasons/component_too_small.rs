use super::{Reason, ReasonKind, slack};
use crate::problem::Problem;

/// A connected piece of the map.
struct Component {
    unit: u32,
    sums: Vec<f64>,
    /// Fewest and most territories whose bounds it can meet.
    fewest: usize,
    most: usize,
}

/// Pieces of the map whose weight is that of no whole number of territories, or which together ask for more or fewer territories than there are.
pub(super) fn find(problem: &Problem, found: &mut Vec<Reason>) {
    if !problem.contiguity {
        return;
    }
    let mut components = components(problem);
    // A map of one piece fits where the totals do.
    if components.len() < 2 {
        return;
    }
    let before = found.len();
    // Every other piece takes a territory at least.
    let spare = (problem.territories + 1).saturating_sub(components.len());
    let limits = Limits::new(problem);
    for component in components.iter_mut().filter(|_| spare > 0) {
        let too_small = Reason::new(ReasonKind::ComponentTooSmall).unit(component.unit);
        let known = found.len();
        (component.fewest, component.most) = (1, spare);
        for (metric, &sum) in component.sums.iter().enumerate() {
            let (fewest, most) = limits.counts(metric, sum);
            component.fewest = component.fewest.max(fewest);
            component.most = component.most.min(most);
            if fewest > most.min(spare) || most == 0 {
                found.push(too_small.clone().metric(metric).amount(sum));
            }
        }
        if known == found.len() && component.fewest > component.most {
            found.push(too_small.amount(component.sums[0]));
        }
    }
    let fewest: usize = components.iter().map(|component| component.fewest).sum();
    let most: usize = components.iter().map(|component| component.most).sum();
    if before == found.len() && !(fewest..=most).contains(&problem.territories) {
        let lightest = components.iter().min_by(|a, b| a.sums[0].total_cmp(&b.sums[0]));
        found.extend(lightest.map(|lightest| {
            Reason::new(ReasonKind::ComponentTooSmall).unit(lightest.unit).metric(0).amount(lightest.sums[0])
        }));
    }
}

/// The least and the most that a number of territories may have in each metric.
struct Limits {
    /// `[m][k + 1]` sums of the smallest lower and of the largest upper bounds.
    least: Vec<Vec<f64>>,
    most: Vec<Vec<f64>>,
}

impl Limits {
    fn new(problem: &Problem) -> Self {
        let m = problem.metrics;
        let totals = problem.totals();
        let sums = |metric: usize, bounds: &[f64], sign: f64| {
            let mut row: Vec<f64> = (metric..bounds.len())
                .step_by(m)
                .map(|entry| bounds[entry] - sign * slack(problem.bounds.target[entry], totals[metric]))
                .collect();
            row.sort_unstable_by(|a, b| (sign * a).total_cmp(&(sign * b)));
            let mut sum = 0.0;
            let mut sums = vec![0.0];
            sums.extend(row.iter().map(|bound| {
                sum += bound;
                sum
            }));
            sums
        };
        Self {
            least: (0..m).map(|metric| sums(metric, &problem.bounds.lower, 1.0)).collect(),
            most: (0..m).map(|metric| sums(metric, &problem.bounds.upper, -1.0)).collect(),
        }
    }

    /// The fewest territories that can take a sum, and the most that a sum is enough for; `k + 1` where all cannot take it.
    fn counts(&self, metric: usize, sum: f64) -> (usize, usize) {
        let k = self.least[metric].len() - 1;
        let fewest = (1..=k).find(|&count| sum <= self.most[metric][count]).unwrap_or(k + 1);
        let most = (1..=k).rev().find(|&count| sum >= self.least[metric][count]).unwrap_or(0);
        (fewest, most)
    }
}

fn components(problem: &Problem) -> Vec<Component> {
    let mut seen = vec![false; problem.units()];
    let mut components = Vec::new();
    let mut stack = Vec::new();
    for unit in 0..problem.units() as u32 {
        if seen[unit as usize] {
            continue;
        }
        seen[unit as usize] = true;
        stack.push(unit);
        let mut sums = vec![0.0; problem.metrics];
        while let Some(at) = stack.pop() {
            sums.iter_mut().zip(problem.weights_of(at)).for_each(|(sum, more)| *sum += more);
            for &other in problem.adjacency.of(at) {
                if !seen[other as usize] {
                    seen[other as usize] = true;
                    stack.push(other);
                }
            }
        }
        components.push(Component { unit, sums, fewest: 1, most: 0 });
    }
    components
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, causes, row::row};
    use crate::problem::{Adjacency, Problem};

    fn cut(after: u32) -> Problem {
        let mut problem = row();
        let edges: Vec<(u32, u32)> = (1..6).filter(|&unit| unit != after).map(|unit| (unit - 1, unit)).collect();
        problem.adjacency = Adjacency::from_edges(6, &edges).unwrap_or_default();
        problem
    }

    #[test]
    fn a_piece_that_holds_no_whole_number_of_territories_is_named_with_its_weight() {
        let small = Reason::new(ReasonKind::ComponentTooSmall).metric(0);
        assert_eq!(causes(&cut(3)), []);
        assert_eq!(causes(&cut(2)), []);
        assert_eq!(causes(&cut(1)), [small.clone().unit(0).amount(1.0), small.unit(1).amount(5.0)]);
    }

    #[test]
    fn more_pieces_than_territories_are_too_many() {
        let mut problem = row();
        problem.adjacency = Adjacency::from_edges(6, &[(0, 1), (2, 3), (4, 5)]).unwrap_or_default();
        problem.bounds.lower.fill(0.0);
        problem.bounds.upper.fill(6.0);
        assert_eq!(causes(&problem), [Reason::new(ReasonKind::ComponentTooSmall).unit(0).metric(0).amount(2.0)]);
        problem.contiguity = false;
        assert_eq!(causes(&problem), []);
    }
}
