//! What a partial layout costs at least were a given unit the center of a territory: every open block pays what it costs about that center or the least
//! elsewhere.

use super::bits::{bits, has, one};
use super::model::Model;
use super::node::Node;
use crate::lesser::{greater, lesser};

/// What a partial layout costs at least whatever its centers are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs<'a> {
    /// `[k]` what the units of each territory cost.
    pub base: &'a [f64],
    /// `[blocks][k]` least cost of an open block in a territory, infinite where it may not be; `[blocks]` least, and next to least of it.
    pub gain: &'a [f64],
    pub least: &'a [f64],
    pub next: &'a [f64],
}

impl Costs<'_> {
    /// The least that a block costs outside of a territory.
    fn elsewhere(&self, model: &Model, block: usize, t: usize) -> f64 {
        if self.gain[block * model.k + t] > self.least[block] { self.least[block] } else { self.next[block] }
    }
}

/// Scratch of the bound.
#[derive(Debug, Default)]
pub(super) struct CenterBound {
    /// `[n]` what an open unit that is a block of its own costs at least outside of a territory, and inside beside compactness; 0 for others.
    elsewhere: Vec<f64>,
    beside: Vec<f64>,
}

impl CenterBound {
    pub fn new(units: usize) -> Self {
        Self { elsewhere: vec![0.0; units], beside: vec![0.0; units] }
    }

    /// Strikes centers that no layout below the limit has; the bound that follows, none where a territory has no center left.
    pub fn strike(
        &mut self,
        model: &Model,
        node: &mut Node,
        costs: Costs,
        limit: f64,
        struck: &mut bool,
    ) -> Option<f64> {
        let n = model.n;
        let base: f64 = costs.base.iter().sum();
        let mut bound = 0.0f64;
        for t in 0..model.k {
            let home = model.home_share[t];
            let others = base - costs.base[t] + home * node.shape.travel[t];
            self.fill(model, node, costs, t);
            let mut least = f64::INFINITY;
            for center in bits(node.shape.centers[t]) {
                let to_center = &model.about_center[center * n..(center + 1) * n];
                let cost = others
                    + (1.0 - home) * node.shape.about[t * n + center]
                    + sum_of_least(to_center, 1.0 - home, &self.beside, &self.elsewhere)
                    + cost_of_bound_blocks(model, node, costs, t, center);
                if cost >= limit {
                    node.shape.centers[t] &= !one(center);
                    *struck = true;
                } else {
                    least = lesser(least, cost);
                }
            }
            if node.shape.centers[t] == 0 {
                return None;
            }
            bound = greater(bound, least);
        }
        Some(bound)
    }

    fn fill(&mut self, model: &Model, node: &Node, costs: Costs, t: usize) {
        self.elsewhere.fill(0.0);
        self.beside.fill(0.0);
        for block in bits(node.open) {
            if let &[unit] = model.units_of(block) {
                self.elsewhere[unit] = costs.elsewhere(model, block, t);
                let may_join = costs.gain[block * model.k + t].is_finite();
                self.beside[unit] =
                    if may_join { model.home_share[t] * model.travel[unit * model.k + t] } else { f64::INFINITY };
            }
        }
    }
}

/// What open blocks of several units cost at least, in a territory about a center or elsewhere.
fn cost_of_bound_blocks(model: &Model, node: &Node, costs: Costs, t: usize, center: usize) -> f64 {
    let home = model.home_share[t];
    let to_center = &model.about_center[center * model.n..(center + 1) * model.n];
    let mut cost = 0.0;
    for &block in model.bound_blocks.iter().filter(|&&block| has(node.open, block)) {
        let here = if costs.gain[block * model.k + t].is_finite() {
            let of = |unit: usize| (1.0 - home) * to_center[unit] + home * model.travel[unit * model.k + t];
            model.units_of(block).iter().map(|&unit| of(unit)).sum()
        } else {
            f64::INFINITY
        };
        cost += lesser(here, costs.elsewhere(model, block, t));
    }
    cost
}

/// The sum of `min(factor * cost + beside, elsewhere)`, in four lanes that a processor takes at once.
fn sum_of_least(cost: &[f64], factor: f64, beside: &[f64], elsewhere: &[f64]) -> f64 {
    let least = |cost: f64, beside: f64, elsewhere: f64| {
        let here = factor * cost + beside;
        if here < elsewhere { here } else { elsewhere }
    };
    let (costs, rest) = cost.as_chunks::<4>();
    let (besides, beside_rest) = beside.as_chunks::<4>();
    let (elsewheres, elsewhere_rest) = elsewhere.as_chunks::<4>();
    let mut lanes = [0.0; 4];
    for ((cost, beside), elsewhere) in costs.iter().zip(besides).zip(elsewheres) {
        for lane in 0..4 {
            lanes[lane] += least(cost[lane], beside[lane], elsewhere[lane]);
        }
    }
    let rest = rest.iter().zip(beside_rest).zip(elsewhere_rest);
    lanes.iter().sum::<f64>() + rest.map(|((&cost, &beside), &elsewhere)| least(cost, beside, elsewhere)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::sum_of_least;

    #[test]
    fn the_lanes_and_the_rest_sum_each_unit_once() {
        let cost: Vec<f64> = (0..11).map(f64::from).collect();
        let (mut beside, mut elsewhere) = (vec![1.0; 11], vec![7.0; 11]);
        (beside[2], elsewhere[9]) = (f64::INFINITY, 2.0);
        // 2 c + 1 for c up to 2, else 7: 1 3 7 7 7 7 7 7 7 2 7
        assert_eq!(sum_of_least(&cost, 2.0, &beside, &elsewhere), 62.0);
        (beside[10], elsewhere[10]) = (f64::INFINITY, f64::INFINITY);
        assert_eq!(sum_of_least(&cost, 2.0, &beside, &elsewhere), f64::INFINITY);
    }
}
