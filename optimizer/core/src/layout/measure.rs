use core::ops::Range;

use h3o::{CellIndex, Resolution};

use super::LayoutError;
use super::joined_leaves::{LeafLink, join_leaves};
use super::report::{self, LayoutReport, Violation};
use super::territory_outlines::measure_territories;
use crate::check::check;
use crate::cover::units::mean_position;
use crate::cover::{CellSums, CoverError, center_km};
use crate::problem::{Bounds, Problem};
use crate::reasons::find;

/// A layout as it is given: nothing in it is searched for.
#[derive(Clone, Debug)]
pub struct GivenLayout {
    /// Every leaf, empty ones too, in any order.
    pub leaves: Vec<CellIndex>,
    /// The territory of each leaf.
    pub territories: Vec<u32>,
    /// `[leaves][m]`, zeros where a leaf is empty.
    pub sums: Vec<f64>,
    /// Sums of finer cells, where they are known: a leaf that holds any stands where their weighted mean is, another in its center.
    pub finer: Option<CellSums>,
    /// Cells between which islands are joined, before others are.
    pub links: Vec<(CellIndex, CellIndex)>,
}

/// By what a given layout is judged.
#[derive(Clone, Debug)]
pub struct MeasureOptions {
    /// `k`.
    pub territories: usize,
    /// `m`.
    pub metrics: usize,
    /// `[m]` tolerance of each metric as a fraction of its target; none where it is not balanced.
    pub tolerances: Vec<Option<f64>>,
    /// `[k][m]`; absent: equal shares of the totals.
    pub targets: Option<Vec<f64>>,
    /// The metric that weighs in the moment of inertia.
    pub weight_metric: usize,
    /// Coarsest and finest resolution at which outlines are measured: the base and the finest of the layout.
    pub resolutions: (Resolution, Resolution),
}

/// What is true of a given layout.
#[derive(Clone, Debug)]
pub struct Measured {
    /// As of a solve that took no step.
    pub report: LayoutReport,
    /// Leaves that hold accounts.
    pub occupied: usize,
    /// Where pieces that touch nowhere are joined.
    pub islands: Vec<LeafLink>,
}

/// Judges and measures a given layout. Its units are all its leaves: an empty one counts where a territory must be in one piece. A territory may be empty, and
/// is reported then.
///
/// # Errors
/// Lengths that do not fit each other, sums or targets that are negative or not finite, leaves that overlap.
///
/// # Cost
/// About `leaves * log(leaves)`, most of it adjacency and outlines.
pub fn measure_layout(layout: GivenLayout, options: &MeasureOptions) -> Result<Measured, LayoutError> {
    expect_shape(&layout, options)?;
    let GivenLayout { leaves, territories, sums, finer, links } = layout;
    let m = options.metrics;
    let positions = positions(&leaves, finer.as_ref(), options.weight_metric);
    let occupied: Vec<bool> = sums.chunks_exact(m).map(|row| row.iter().any(|&sum| sum > 0.0)).collect();
    let graph = join_leaves(&leaves, &positions, &occupied, &links).map_err(LayoutError::Current)?;
    let mut problem = Problem {
        territories: options.territories,
        metrics: m,
        position: positions,
        inertia_weight: sums.iter().skip(options.weight_metric).step_by(m).copied().collect(),
        weights: sums,
        adjacency: graph.adjacency,
        ..Problem::default()
    };
    let totals = problem.totals();
    problem.bounds = match &options.targets {
        None => Bounds::equal_shares(&totals, options.territories, &options.tolerances),
        Some(targets) => Bounds::around(targets, &options.tolerances),
    };
    let verdict = check(&problem, &territories).map_err(|_| LayoutError::CurrentShape)?;
    let mut reports = report::territories(&problem, &verdict);
    let measures = measure_territories(&leaves, &territories, options.territories, options.resolutions)?;
    report::add_outlines(&mut reports, measures);
    let violations = find(&problem, &verdict, &territories, None)
        .into_iter()
        .map(|reason| Violation::new(reason, |unit| leaves[unit as usize]))
        .collect();
    Ok(Measured {
        report: LayoutReport {
            follow: None,
            feasible: verdict.is_feasible(&problem),
            steps: 0,
            territories: reports,
            violations,
            moved: vec![0.0; m],
        },
        occupied: occupied.iter().filter(|&&is_occupied| is_occupied).count(),
        islands: graph.islands,
    })
}

fn expect_shape(layout: &GivenLayout, options: &MeasureOptions) -> Result<(), LayoutError> {
    let (n, m, k) = (layout.leaves.len(), options.metrics, options.territories);
    if m == 0 {
        return Err(CoverError::NoMetrics.into());
    }
    if n == 0 {
        return Err(CoverError::NoCells.into());
    }
    if layout.sums.len() != n * m {
        return Err(CoverError::SumsLength { expected: n * m, found: layout.sums.len() }.into());
    }
    let is_amount = |value: &f64| value.is_finite() && *value >= 0.0;
    if let Some(at) = layout.sums.iter().position(|sum| !is_amount(sum)) {
        return Err(CoverError::BadSum { cell: at / m, metric: at % m }.into());
    }
    let bad = |option, wanted| Err(CoverError::BadOption { option, wanted }.into());
    if options.weight_metric >= m || options.tolerances.len() != m {
        return bad("weight_metric and tolerances", "of the metrics that there are");
    }
    if options.targets.as_ref().is_some_and(|targets| targets.len() != k * m || !targets.iter().all(is_amount)) {
        return bad("targets", "an amount per territory and metric");
    }
    if layout.finer.as_ref().is_some_and(|finer| finer.metrics != m) {
        return bad("finer", "of the same metrics as the leaves");
    }
    if k == 0 || layout.territories.len() != n || layout.territories.iter().any(|&t| t as usize >= k) {
        return Err(LayoutError::CurrentShape);
    }
    Ok(())
}

fn positions(leaves: &[CellIndex], finer: Option<&CellSums>, weight_metric: usize) -> Vec<[f64; 3]> {
    let position = |leaf: &CellIndex| match finer.map(|finer| (finer, cells_inside(finer, *leaf))) {
        Some((finer, cells)) if !cells.is_empty() => mean_position(finer, cells, weight_metric),
        _ => center_km(*leaf),
    };
    leaves.iter().map(position).collect()
}

/// The run of cells that are a leaf or lie inside it.
fn cells_inside(finer: &CellSums, leaf: CellIndex) -> Range<usize> {
    let around = |cell: &CellIndex| cell.parent(leaf.resolution());
    let start = finer.cells.partition_point(|cell| around(cell).is_some_and(|around| around < leaf));
    start..start + finer.cells[start..].partition_point(|cell| around(cell) == Some(leaf))
}
