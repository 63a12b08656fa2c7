use h3o::CellIndex;

use crate::check::Verdict;
use crate::problem::Problem;

/// What is said of a layout: measured by the checker, not by the search.
#[derive(Clone, Debug)]
pub struct LayoutReport {
    /// Every rule, bound and budget holds.
    pub feasible: bool,
    /// Steps the search took.
    pub steps: u64,
    /// `[k]`.
    pub territories: Vec<TerritoryReport>,
    /// What does not hold.
    pub violations: Vec<Violation>,
    /// `[m]` share of each metric's total that left its current territory.
    pub moved: Vec<f64>,
}

/// The measures of one territory.
#[derive(Clone, Debug)]
pub struct TerritoryReport {
    /// `[m]`.
    pub sums: Vec<f64>,
    /// `[m]`.
    pub targets: Vec<f64>,
    /// `[m]` `abs(sum - target) / target`.
    pub deviations: Vec<f64>,
    /// Weight times km squared about the weighted centroid.
    pub moment_of_inertia: f64,
    /// `4 pi A / P^2` of the outline at the coarsest resolution that gives it 200 cells: 1 for a circle.
    pub polsby_popper: f64,
    /// km2 of the same outline.
    pub area_km2: f64,
    /// Territories that share a border, ascending.
    pub neighbors: Vec<u32>,
}

/// One thing that does not hold.
#[derive(Clone, Debug)]
pub struct Violation {
    /// What.
    pub kind: ViolationKind,
    /// Where, if in one territory.
    pub territory: Option<u32>,
    /// In which metric.
    pub metric: Option<u32>,
    /// By which cell.
    pub cell: Option<CellIndex>,
    /// For a tolerance the least that would hold, for a budget the share that moved, for a unit its sum.
    pub amount: Option<f64>,
}

/// Kinds of violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViolationKind {
    /// A territory's sum is outside its bounds.
    OutsideTolerance,
    /// A single unit weighs more than a territory may.
    UnitTooHeavy,
    /// More of a metric moved than the budget allows.
    OverBudget,
    /// A territory is in several pieces.
    NotContiguous,
    /// A territory has no unit.
    EmptyTerritory,
}

/// Everything that does not hold, by the checker's verdict.
pub(crate) fn violations(problem: &Problem, verdict: &Verdict, cell_of: impl Fn(u32) -> CellIndex) -> Vec<Violation> {
    let (m, k) = (problem.metrics, problem.territories);
    let blank = |kind| Violation { kind, territory: None, metric: None, cell: None, amount: None };
    let mut found = Vec::new();
    for unit in 0..problem.units() as u32 {
        for (metric, &weight) in problem.weights_of(unit).iter().enumerate() {
            let most = (0..k).map(|t| problem.bounds.upper[t * m + metric]).fold(0.0, f64::max);
            if weight > most {
                found.push(Violation {
                    metric: Some(metric as u32),
                    cell: Some(cell_of(unit)),
                    amount: Some(weight),
                    ..blank(ViolationKind::UnitTooHeavy)
                });
            }
        }
    }
    for territory in 0..k as u32 {
        let here = |kind| Violation { territory: Some(territory), ..blank(kind) };
        match verdict.pieces[territory as usize] {
            0 => found.push(here(ViolationKind::EmptyTerritory)),
            1 => {}
            pieces => {
                found.push(Violation { amount: Some(f64::from(pieces)), ..here(ViolationKind::NotContiguous) });
            }
        }
        for metric in 0..m {
            let entry = territory as usize * m + metric;
            if !verdict.inside[entry] {
                found.push(Violation {
                    metric: Some(metric as u32),
                    amount: Some(verdict.deviation[entry]),
                    ..here(ViolationKind::OutsideTolerance)
                });
            }
        }
    }
    if let Some(metric) = verdict.over_budget(problem) {
        let share = verdict.moved[metric] / problem.totals()[metric];
        found.push(Violation { metric: Some(metric as u32), amount: Some(share), ..blank(ViolationKind::OverBudget) });
    }
    found
}

/// The measures of each territory that the checker gives; those of the outline come on top.
pub(crate) fn territories(problem: &Problem, verdict: &Verdict) -> Vec<TerritoryReport> {
    let m = problem.metrics;
    let mut reports: Vec<TerritoryReport> = (0..problem.territories)
        .map(|t| TerritoryReport {
            sums: verdict.sums[t * m..(t + 1) * m].to_vec(),
            targets: problem.bounds.target[t * m..(t + 1) * m].to_vec(),
            deviations: verdict.deviation[t * m..(t + 1) * m].to_vec(),
            moment_of_inertia: verdict.moment_of_inertia[t],
            polsby_popper: 0.0,
            area_km2: 0.0,
            neighbors: Vec::new(),
        })
        .collect();
    for &(a, b) in &verdict.touching {
        reports[a as usize].neighbors.push(b);
        reports[b as usize].neighbors.push(a);
    }
    for report in &mut reports {
        report.neighbors.sort_unstable();
    }
    reports
}
