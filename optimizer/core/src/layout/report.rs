use h3o::CellIndex;

use crate::check::Verdict;
use crate::followed::Followed;
use crate::outline::OutlineMeasure;
use crate::problem::Problem;
use crate::reasons::{Mix, Reason, ReasonKind};

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
    /// How far borders are followed, where a layout is.
    pub follow: Option<Followed>,
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

/// One thing that does not hold, its unit as a cell.
#[derive(Clone, Debug)]
pub struct Violation {
    /// What.
    pub kind: ReasonKind,
    /// Where, if in one territory.
    pub territory: Option<u32>,
    /// In which metric.
    pub metric: Option<u32>,
    /// By which cell.
    pub cell: Option<CellIndex>,
    /// How much: see [`Reason::amount`].
    pub amount: Option<f64>,
    /// What lies around the cell, where that is the reason.
    pub mix: Option<Mix>,
}

impl Violation {
    pub(crate) fn new(reason: Reason, cell_of: impl Fn(u32) -> CellIndex) -> Self {
        let Reason { kind, territory, unit, metric, amount, mix } = reason;
        Self { kind, territory, metric, cell: unit.map(cell_of), amount, mix }
    }
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

/// The measures of the outlines, of territories that have one.
pub(crate) fn add_outlines(reports: &mut [TerritoryReport], measures: Vec<Option<OutlineMeasure>>) {
    for (report, measure) in reports.iter_mut().zip(measures) {
        let Some(measure) = measure else { continue };
        report.area_km2 = measure.area_km2;
        report.polsby_popper = measure.polsby_popper();
    }
}
