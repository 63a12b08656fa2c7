//! What deviations from the targets cost at least, where the dial between shape and balance asks for it.
//!
//! Whatever becomes of the open blocks, the sums of a metric add up to its total: the least sum of squared deviations under that alone is a convex problem
//! of one multiplier, and its dual holds at any value of it.

use super::bits::bits;
use super::model::Model;
use super::node::Node;
use crate::lesser::{greater, lesser};

/// Halvings of the multiplier's range.
const HALVINGS: u32 = 24;

#[derive(Debug, Default)]
pub(super) struct DeviationBound {
    terms: Vec<Term>,
}

/// One territory: `curve * (sum - target)^2`, the sum within a range.
#[derive(Clone, Copy, Debug)]
struct Term {
    curve: f64,
    target: f64,
    least: f64,
    most: f64,
}

impl Term {
    /// Where `curve * (x - target)^2 - worth * x` is least.
    fn best(self, worth: f64) -> f64 {
        let free = if self.curve > 0.0 {
            self.target + 0.5 * worth / self.curve
        } else if worth > 0.0 {
            self.most
        } else {
            self.least
        };
        free.clamp(self.least, self.most)
    }
}

impl DeviationBound {
    /// In the unit of the objective; 0 where deviations cost nothing.
    pub fn of(&mut self, model: &Model, node: &Node) -> f64 {
        if model.deviation_cost <= 0.0 {
            return 0.0;
        }
        let sum: f64 = (0..model.m).map(|metric| self.of_metric(model, node, metric)).sum();
        model.deviation_cost * greater(0.0, sum) * (1.0 - 1e-9)
    }

    fn of_metric(&mut self, model: &Model, node: &Node, metric: usize) -> f64 {
        let m = model.m;
        let mut total = 0.0;
        self.terms.clear();
        for t in 0..model.k {
            let (entry, sum) = (t * m + metric, node.sums[t * m + metric]);
            let target = model.problem.bounds.target[entry];
            total += sum;
            let curve = if model.problem.is_balanced(entry) { 1.0 / (target * target) } else { 0.0 };
            self.terms.push(Term { curve, target, least: sum, most: sum });
        }
        for block in bits(node.open) {
            let weight = model.weights[block * m + metric];
            total += weight;
            for t in bits(node.domain[block]) {
                self.terms[t].most += weight;
            }
        }
        for (t, term) in self.terms.iter_mut().enumerate() {
            term.most = greater(term.least, lesser(term.most, model.upper[t * m + metric]));
        }
        let slope = |term: &Term, x: f64| 2.0 * term.curve * (x - term.target);
        let mut low = self.terms.iter().map(|term| slope(term, term.least)).fold(0.0, lesser);
        let mut high = self.terms.iter().map(|term| slope(term, term.most)).fold(0.0, greater);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if self.terms.iter().map(|term| term.best(middle)).sum::<f64>() < total {
                low = middle;
            } else {
                high = middle;
            }
        }
        let dual = |worth: f64| {
            let cost = self.terms.iter().map(|term| {
                let x = term.best(worth);
                term.curve * (x - term.target) * (x - term.target) - worth * x
            });
            cost.sum::<f64>() + worth * total
        };
        greater(dual(low), dual(high))
    }
}
