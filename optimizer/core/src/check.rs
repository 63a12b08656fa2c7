//! The independent checker: judges a layout from the problem alone and shares no code with the search.

use crate::problem::{Measure, NONE, Problem};

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
    /// Units that left their current territory though they, or it, are locked; units that entered a locked territory.
    pub broken_locks: Vec<u32>,
    /// Units in a territory where they are not allowed.
    pub misplaced: Vec<u32>,
    /// Positions of the groups that are in several territories.
    pub split_groups: Vec<u32>,
    /// Positions of the forbidden pairs that share a territory.
    pub joined_pairs: Vec<u32>,
    /// `[k]` moment of inertia about the weighted centroid: weight times km squared.
    pub moment_of_inertia: Vec<f64>,
    /// `[k]` what the search minimises: compactness by the problem's measure, travel from home by its weight, and what the dial makes of deviations;
    /// weight times km squared.
    pub objective: Vec<f64>,
    /// What pairs of units cost that touch, that the followed layout has in one territory, and that are in two: minimised beside the objective. 0 where no
    /// layout is followed.
    pub parting: f64,
    /// `[k][k]`-free list of pairs of territories that touch, each once, ascending.
    pub touching: Vec<(u32, u32)>,
}

impl Verdict {
    /// Every territory has units, in one piece where it must; every bound, the budget and every rule hold.
    #[must_use]
    pub fn is_feasible(&self, problem: &Problem) -> bool {
        self.keeps_rules(problem) && self.inside.iter().all(|&inside| inside) && self.over_budget(problem).is_none()
    }

    /// What must hold in every layout holds: all but bounds and budget.
    #[must_use]
    pub fn keeps_rules(&self, problem: &Problem) -> bool {
        self.pieces.iter().all(|&pieces| pieces == 1 || (pieces > 1 && !problem.contiguity))
            && self.broken_locks.is_empty()
            && self.misplaced.is_empty()
            && self.split_groups.is_empty()
            && self.joined_pairs.is_empty()
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
        misplaced: Vec::new(),
        split_groups: Vec::new(),
        joined_pairs: Vec::new(),
        moment_of_inertia: moments(problem, territory),
        objective: Vec::new(),
        parting: 0.0,
        touching: Vec::new(),
    };
    let mut parent: Vec<usize> = (0..n).collect();
    let mut parted = 0u64;
    for unit in 0..n {
        let own = territory[unit] as usize;
        for metric in 0..m {
            let value = problem.weights[unit * m + metric];
            verdict.sums[own * m + metric] += value;
            if moved(problem, territory, unit) {
                verdict.moved[metric] += value;
            }
        }
        for &other in problem.adjacency.of(unit as u32) {
            let other = other as usize;
            if territory[other] as usize == own {
                let (a, b) = (root(&mut parent, unit), root(&mut parent, other));
                parent[a] = b;
            } else if own < territory[other] as usize {
                parted += u64::from(is_followed(problem, unit, other));
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
    verdict.objective = objectives(problem, territory, &verdict.moment_of_inertia);
    verdict.parting = problem.follow_cost() * parted as f64;
    let rate = problem.deviation_cost();
    for cell in (0..k * m).filter(|&cell| rate > 0.0 && problem.is_balanced(cell)) {
        verdict.objective[cell / m] += rate * verdict.deviation[cell] * verdict.deviation[cell];
    }
    judge_rules(problem, territory, &mut verdict);
    Ok(verdict)
}

fn judge_rules(problem: &Problem, territory: &[u32], verdict: &mut Verdict) {
    let rules = &problem.rules;
    let is_set = |flags: &[bool], at: usize| flags.get(at).is_some_and(|&flag| flag);
    for (unit, &own) in territory.iter().enumerate() {
        let today = problem.current.get(unit).copied().unwrap_or(NONE);
        if today == own {
            continue;
        }
        let left = today != NONE && (is_set(&rules.locked, unit) || is_set(&rules.locked_territories, today as usize));
        if left || is_set(&rules.locked_territories, own as usize) {
            verdict.broken_locks.push(unit as u32);
        }
    }
    for (unit, list) in &rules.allowed {
        if !list.contains(&territory[*unit as usize]) {
            verdict.misplaced.push(*unit);
        }
    }
    verdict.misplaced.sort_unstable();
    verdict.misplaced.dedup();
    for (index, group) in rules.groups.iter().enumerate() {
        if group.iter().any(|&unit| territory[unit as usize] != territory[group[0] as usize]) {
            verdict.split_groups.push(index as u32);
        }
    }
    for (index, &(a, b)) in rules.forbidden_pairs.iter().enumerate() {
        if territory[a as usize] == territory[b as usize] {
            verdict.joined_pairs.push(index as u32);
        }
    }
}

/// Units tried as the center of a territory, nearest to the centroid first: more only where a territory has more than any problem with a known optimum.
const CENTERS_TRIED: usize = 5_000;

fn objectives(problem: &Problem, territory: &[u32], moment: &[f64]) -> Vec<f64> {
    let mut members = vec![Vec::new(); problem.territories];
    for (unit, &own) in territory.iter().enumerate() {
        members[own as usize].push(unit);
    }
    let mut objective = moment.to_vec();
    for (own, units) in members.iter().enumerate() {
        if problem.measure == Measure::UnitIntegerKm {
            objective[own] = about_best_unit(problem, units);
        }
        let Some(home) = problem.homes.get(own).copied().flatten() else { continue };
        let travel: f64 = units
            .iter()
            .map(|&unit| problem.inertia_weight[unit] * squared_distance(problem, problem.position[unit], home))
            .sum();
        objective[own] = (1.0 - problem.home_weight) * objective[own] + problem.home_weight * travel;
    }
    objective
}

fn about_best_unit(problem: &Problem, units: &[usize]) -> f64 {
    let weight: f64 = units.iter().map(|&unit| problem.inertia_weight[unit]).sum();
    let centroid: [f64; 3] = core::array::from_fn(|axis| {
        units.iter().map(|&unit| problem.inertia_weight[unit] * problem.position[unit][axis]).sum::<f64>()
            / weight.max(f64::MIN_POSITIVE)
    });
    let mut centers: Vec<(f64, usize)> = units
        .iter()
        .map(|&unit| {
            let offset = problem.position[unit];
            ((0..3).map(|axis| (offset[axis] - centroid[axis]).powi(2)).sum(), unit)
        })
        .collect();
    centers.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    centers.truncate(CENTERS_TRIED);
    let about = |center: usize| -> f64 {
        let place = problem.position[center];
        units
            .iter()
            .map(|&unit| problem.inertia_weight[unit] * squared_distance(problem, problem.position[unit], place))
            .sum()
    };
    centers.iter().map(|&(_, center)| about(center)).reduce(f64::min).unwrap_or(0.0)
}

fn squared_distance(problem: &Problem, a: [f64; 3], b: [f64; 3]) -> f64 {
    let square: f64 = a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum();
    match problem.measure {
        Measure::Centroid => square,
        Measure::UnitIntegerKm => {
            let whole = libm::round(square.sqrt());
            whole * whole
        }
    }
}

/// Whether the followed layout has both units in one territory.
fn is_followed(problem: &Problem, unit: usize, other: usize) -> bool {
    match (problem.follow.get(unit), problem.follow.get(other)) {
        (Some(&a), Some(&b)) => a == b && a != NONE,
        _ => false,
    }
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
