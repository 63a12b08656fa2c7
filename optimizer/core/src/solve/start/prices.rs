//! Shapes a start by prices: a power diagram whose cells weigh about the same.
//!
//! Each territory has a center and a price; a unit goes where its squared distance less the price is least, among its own territory and those that touch
//! it. A territory that is too heavy lowers its price. Borders become straight, which a bisection's are not, and the centers settle where the weight is.
//!
//! # Source
//! Aurenhammer, Hoffmann, Aronov, "Minkowski-type theorems and least-squares clustering", Algorithmica 20, 1998, doi 10.1007/PL00009187: the assignment of
//! least squared distance under given weights is a power diagram. Lloyd, "Least squares quantization in PCM", IEEE Trans. Information Theory 28(2), 1982,
//! doi 10.1109/TIT.1982.1056489, for moving the centers.

use crate::problem::{Problem, squared};
use crate::solve::objective::inertia::{Moments, unit_moments};
use crate::solve::start::bisection::loads;

/// Tuned on the US business market: more passes gain little.
const PASSES: usize = 30;
/// Centers move every so many passes; prices need the others to settle.
const CENTER_EVERY: usize = 3;
/// First step of a price, in mean squared distances of the territory per fraction of its target that it is off.
const FIRST_STEP: f64 = 0.5;
const DAMPING: f64 = 0.6;
const FIT_SWEEPS: usize = 30;

/// A territory with less than this part of its share, and less than it had, is lost: a center that far units hold at sea wins nothing back on land.
const LOST: f64 = 0.5;

/// Reshapes a layout of non-empty territories; the result may need [`repair`](crate::solve::repair::repair), and none of its territories is empty.
///
/// The layout stays as it is where a territory would be lost.
#[must_use]
pub fn shape(problem: &Problem, territory: &[u32]) -> Vec<u32> {
    if problem.territories < 2 {
        return territory.to_vec();
    }
    let mut diagram = Diagram::new(problem, territory);
    let before = diagram.sums();
    for pass in 0..PASSES {
        if pass % CENTER_EVERY == 0 {
            diagram.move_centers();
            diagram.fit_prices();
        }
        diagram.assign();
        diagram.adjust_prices();
    }
    let after = diagram.sums();
    let is_lost = |t: usize| after[t] < LOST * diagram.target[t] && after[t] < before[t];
    if (0..problem.territories).any(is_lost) { territory.to_vec() } else { diagram.territory }
}

struct Diagram<'p> {
    problem: &'p Problem,
    units: Vec<Moments>,
    load: Vec<f64>,
    /// `[k]` share of all load that a territory should have.
    target: Vec<f64>,
    territory: Vec<u32>,
    center: Vec<[f64; 3]>,
    /// `[k]` km squared.
    price: Vec<f64>,
    step: Vec<f64>,
    last: Vec<f64>,
    /// `[k]` territories that touch, ascending.
    touching: Vec<Vec<u32>>,
}

impl<'p> Diagram<'p> {
    fn new(problem: &'p Problem, territory: &[u32]) -> Self {
        let (k, m) = (problem.territories, problem.metrics);
        let load = loads(problem);
        let all: f64 = load.iter().sum();
        let metric = (0..m).find(|&metric| problem.bounds.upper[metric].is_finite());
        let whole: f64 = metric.map_or(0.0, |metric| (0..k).map(|t| problem.bounds.target[t * m + metric]).sum());
        let target = (0..k)
            .map(|t| match metric {
                Some(metric) if whole > 0.0 => all * problem.bounds.target[t * m + metric] / whole,
                _ => all / k as f64,
            })
            .collect();
        Self {
            problem,
            units: unit_moments(problem),
            load,
            target,
            territory: territory.to_vec(),
            center: vec![[0.0; 3]; k],
            price: vec![0.0; k],
            step: vec![FIRST_STEP; k],
            last: vec![0.0; k],
            touching: Vec::new(),
        }
    }

    fn moments(&self) -> Vec<Moments> {
        let mut moments = vec![Moments::default(); self.problem.territories];
        for (unit, &own) in self.units.iter().zip(&self.territory) {
            moments[own as usize] = moments[own as usize].plus(*unit);
        }
        moments
    }

    /// `[k]` load of each territory.
    fn sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.problem.territories];
        for (load, &own) in self.load.iter().zip(&self.territory) {
            sums[own as usize] += load;
        }
        sums
    }

    fn move_centers(&mut self) {
        self.center = self.moments().iter().map(Moments::centroid).collect();
    }

    fn place(&self, unit: usize) -> [f64; 3] {
        self.units[unit].centroid()
    }

    /// Prices under which the diagram's borders lie where the layout's are, by least squares over pairs that touch.
    fn fit_prices(&mut self) {
        let k = self.problem.territories;
        let mut pairs: Vec<(u32, u32, f64)> = Vec::new();
        for unit in 0..self.problem.units() {
            let own = self.territory[unit];
            for &other in self.problem.adjacency.of(unit as u32) {
                let theirs = self.territory[other as usize];
                if own < theirs {
                    let (x, y) = (self.place(unit), self.place(other as usize));
                    let middle = core::array::from_fn(|axis| 0.5 * (x[axis] + y[axis]));
                    let gap =
                        squared(middle, self.center[own as usize]) - squared(middle, self.center[theirs as usize]);
                    pairs.push((own, theirs, gap));
                }
            }
        }
        pairs.sort_by_key(|pair| (pair.0, pair.1));
        let mut rows: Vec<Vec<(u32, f64, f64)>> = vec![Vec::new(); k];
        for run in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (own, theirs, _) = run[0];
            let gap = run.iter().map(|pair| pair.2).sum::<f64>() / run.len() as f64;
            let apart = squared(self.center[own as usize], self.center[theirs as usize]).max(1e-12);
            let weight = 1.0 / (apart * apart);
            rows[own as usize].push((theirs, gap, weight));
            rows[theirs as usize].push((own, -gap, weight));
        }
        for _ in 0..FIT_SWEEPS {
            for (own, row) in rows.iter().enumerate() {
                let weight: f64 = row.iter().map(|&(_, _, weight)| weight).sum();
                if weight > 0.0 {
                    let sum: f64 = row.iter().map(|&(t, gap, w)| w * (self.price[t as usize] + gap)).sum();
                    self.price[own] = sum / weight;
                }
            }
        }
        self.touching = rows.into_iter().map(|row| row.into_iter().map(|(t, ..)| t).collect()).collect();
        self.step.fill(FIRST_STEP);
        self.last.fill(0.0);
    }

    fn assign(&mut self) {
        let k = self.problem.territories;
        let mut count = vec![0u32; k];
        let mut assigned = self.territory.clone();
        for unit in 0..self.problem.units() {
            let own = self.territory[unit];
            let place = self.place(unit);
            let (mut best, mut least) = (own, squared(place, self.center[own as usize]) - self.price[own as usize]);
            for &other in &self.touching[own as usize] {
                let cost = squared(place, self.center[other as usize]) - self.price[other as usize];
                if cost < least {
                    (best, least) = (other, cost);
                }
            }
            assigned[unit] = best;
            count[best as usize] += 1;
        }
        // A territory that lost every unit keeps the one nearest to its center, where that is not another's last.
        for empty in 0..k {
            if count[empty] > 0 {
                continue;
            }
            let nearest = (0..assigned.len())
                .filter(|&unit| self.territory[unit] as usize == empty && count[assigned[unit] as usize] > 1)
                .min_by(|&a, &b| {
                    let away = |unit| squared(self.place(unit), self.center[empty]);
                    away(a).total_cmp(&away(b))
                });
            if let Some(unit) = nearest {
                count[assigned[unit] as usize] -= 1;
                count[empty] += 1;
                assigned[unit] = empty as u32;
            }
        }
        if count.iter().all(|&c| c > 0) {
            self.territory = assigned;
        }
    }

    fn adjust_prices(&mut self) {
        let k = self.problem.territories;
        let sums = self.sums();
        let moments = self.moments();
        for own in 0..k {
            let off = (sums[own] - self.target[own]) / self.target[own].max(f64::MIN_POSITIVE);
            if off * self.last[own] < 0.0 {
                self.step[own] *= DAMPING;
            }
            self.last[own] = off;
            let spread = moments[own].inertia() / moments[own].weight.max(f64::MIN_POSITIVE);
            let least_apart = self.touching[own]
                .iter()
                .map(|&t| squared(self.center[own], self.center[t as usize]))
                .fold(f64::INFINITY, f64::min);
            let most = 0.25 * least_apart;
            self.price[own] -= (self.step[own] * off * spread).clamp(-most, most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Adjacency, Bounds};
    use crate::solve::start::bisection::split;

    const LAND: u32 = 40 * 40;
    const TERRITORIES: usize = 16;

    /// Land of 40 by 40 units, and an island of a fifth of a territory, ten times as far away as the land is wide, joined to its western shore.
    fn with_island() -> Problem {
        let far = [-400.0, 20.0, 0.0];
        let position: Vec<[f64; 3]> =
            (0..LAND).map(|unit| [f64::from(unit / 40), f64::from(unit % 40), 0.0]).chain([far]).collect();
        let east = (0..LAND - 40).map(|unit| (unit, unit + 40));
        let north = (0..LAND).filter(|unit| unit % 40 < 39).map(|unit| (unit, unit + 1));
        let edges: Vec<(u32, u32)> = east.chain(north).chain([(20, LAND)]).collect();
        let weights: Vec<f64> = (0..=LAND).map(|unit| if unit == LAND { 20.0 } else { 1.0 }).collect();
        let total = weights.iter().sum();
        Problem {
            territories: TERRITORIES,
            metrics: 1,
            inertia_weight: weights.clone(),
            adjacency: Adjacency::from_edges(position.len(), &edges).unwrap_or_default(),
            bounds: Bounds::equal_shares(&[total], TERRITORIES, &[Some(0.1)]),
            position,
            weights,
            ..Problem::default()
        }
    }

    #[test]
    fn no_territory_is_lost_to_a_far_unit() {
        let problem = with_island();
        let units: Vec<u32> = (0..=LAND).collect();
        for seed in 0..10 {
            let shaped = shape(&problem, &split(&problem, &units, TERRITORIES, 0, seed));
            let mut sums = [0.0; TERRITORIES];
            shaped.iter().zip(&problem.weights).for_each(|(&own, weight)| sums[own as usize] += weight);
            assert!(sums.iter().all(|&sum| sum > 50.0), "seed {seed}: {sums:?}");
        }
    }
}
