//! The independent checker: judges a layout from the problem alone and shares no code with the search.

use crate::problem::{NONE, Problem};

/// What is true of a layout.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// `[k]` connected pieces of each territory; 0 where it has no unit.
    pub pieces: Vec<u32>,
    /// `[k][m]` sums.
    pub sums: Vec<f64>,
    /// `[k][m]` `abs(sum - target) / target`, 0 where the target is 0.
    pub deviation: Vec<f64>,
    /// `[k][m]` whether the sum is inside its bounds.
    pub inside: Vec<bool>,
    /// `[m]` how much of each metric left its current territory.
    pub moved: Vec<f64>,
    /// Locked units that left their current territory.
    pub broken_locks: Vec<u32>,
    /// `[k]` moment of inertia about the weighted centroid: weight times km squared.
    pub moment_of_inertia: Vec<f64>,
    /// `[k][k]`-free list of pairs of territories that touch, each once, ascending.
    pub touching: Vec<(u32, u32)>,
}

impl Verdict {
    /// Every territory has one piece, every bound and the budget hold, no lock is broken.
    #[must_use]
    pub fn is_feasible(&self, problem: &Problem) -> bool {
        self.pieces.iter().all(|&pieces| pieces == 1)
            && self.inside.iter().all(|&inside| inside)
            && self.broken_locks.is_empty()
            && self.over_budget(problem).is_none()
    }

    /// The first metric of which more moved than the budget allows.
    #[must_use]
    pub fn over_budget(&self, problem: &Problem) -> Option<usize> {
        // Sums in another order differ in the last bits.
        let totals = problem.totals();
        (0..problem.budget.len()).find(|&metric| self.moved[metric] > problem.budget[metric] + 1e-9 * totals[metric])
    }
}

/// Judges a layout, `territory[n]` with values below `k`.
///
/// # Errors
/// The first unit that is in no territory; the number of units where the length is wrong.
pub fn check(problem: &Problem, territory: &[u32]) -> Result<Verdict, usize> {
    let (n, m, k) = (problem.units(), problem.metrics, problem.territories);
    if territory.len() != n {
        return Err(n);
    }
    if let Some(unit) = territory.iter().position(|&t| t as usize >= k) {
        return Err(unit);
    }
    let mut verdict = Verdict {
        pieces: vec![0; k],
        sums: vec![0.0; k * m],
        deviation: vec![0.0; k * m],
        inside: vec![false; k * m],
        moved: vec![0.0; m],
        broken_locks: Vec::new(),
        moment_of_inertia: moments(problem, territory),
        touching: Vec::new(),
    };
    let mut parent: Vec<usize> = (0..n).collect();
    for unit in 0..n {
        let own = territory[unit] as usize;
        for metric in 0..m {
            let value = problem.weights[unit * m + metric];
            verdict.sums[own * m + metric] += value;
            if moved(problem, territory, unit) {
                verdict.moved[metric] += value;
            }
        }
        if moved(problem, territory, unit) && problem.locked.get(unit).is_some_and(|&locked| locked) {
            verdict.broken_locks.push(unit as u32);
        }
        for &other in problem.adjacency.of(unit as u32) {
            let other = other as usize;
            if territory[other] as usize == own {
                let (a, b) = (root(&mut parent, unit), root(&mut parent, other));
                parent[a] = b;
            } else if own < territory[other] as usize {
                verdict.touching.push((own as u32, territory[other]));
            }
        }
    }
    verdict.touching.sort_unstable();
    verdict.touching.dedup();
    for unit in 0..n {
        if root(&mut parent, unit) == unit {
            verdict.pieces[territory[unit] as usize] += 1;
        }
    }
    for cell in 0..k * m {
        let (sum, target) = (verdict.sums[cell], problem.bounds.target[cell]);
        verdict.deviation[cell] = if target > 0.0 { (sum - target).abs() / target } else { 0.0 };
        let slack = 1e-9 * target;
        verdict.inside[cell] = sum >= problem.bounds.lower[cell] - slack && sum <= problem.bounds.upper[cell] + slack;
    }
    Ok(verdict)
}

fn moved(problem: &Problem, territory: &[u32], unit: usize) -> bool {
    problem.current.get(unit).is_some_and(|&today| today != NONE && today != territory[unit])
}

fn root(parent: &mut [usize], mut unit: usize) -> usize {
    while parent[unit] != unit {
        parent[unit] = parent[parent[unit]];
        unit = parent[unit];
    }
    unit
}

/// Two passes, first the centroids, then the squared distances: exact where the search's running sums may have drifted.
fn moments(problem: &Problem, territory: &[u32]) -> Vec<f64> {
    let k = problem.territories;
    let mut center = vec![[0.0; 3]; k];
    let mut weight = vec![0.0; k];
    for (unit, &own) in territory.iter().enumerate() {
        weight[own as usize] += problem.inertia_weight[unit];
        for axis in 0..3 {
            center[own as usize][axis] += problem.inertia_weight[unit] * problem.position[unit][axis];
        }
    }
    for (center, &weight) in center.iter_mut().zip(&weight) {
        for axis in center.iter_mut() {
            *axis = if weight > 0.0 { *axis / weight } else { 0.0 };
        }
    }
    let mut moment = vec![0.0; k];
    for (unit, &own) in territory.iter().enumerate() {
        let center = center[own as usize];
        let square: f64 = problem.position[unit].iter().zip(center).map(|(x, c)| (x - c) * (x - c)).sum();
        moment[own as usize] += problem.inertia_weight[unit] * square;
    }
    moment
}
