use core::ops::Range;

use super::{CellSums, adjacency::Adjacency, center::center_km, split::Leaf};

/// What the optimizer assigns whole: the leaves that hold accounts.
///
/// # Shape
/// `sums` row by row, `[units][metrics]`. The units next to `u` are `adjacency[adjacency_start[u]..adjacency_start[u + 1]]`: symmetric, ascending, without `u`;
/// the graph is connected.
#[derive(Clone, Debug)]
pub struct Units {
    /// The leaf of each unit, ascending.
    pub leaf: Vec<u32>,
    /// The sums of the unit's cells, in the columns of the cells.
    pub sums: Vec<f64>,
    /// The weighted mean of the centers of the unit's cells, in km; in the sphere rather than on it, so that no meridian or pole is special.
    pub position: Vec<[f64; 3]>,
    /// Where the neighbours of each unit start.
    pub adjacency_start: Vec<u32>,
    /// The neighbours of all units.
    pub adjacency: Vec<u32>,
}

/// The sums and the position of every leaf that holds cells.
pub(crate) fn sum_units(sums: &CellSums, leaves: &[Leaf], weight_metric: usize) -> Units {
    let occupied = || leaves.iter().zip(0u32..).filter(|(leaf, _)| !leaf.cells.is_empty());
    // What grows as it is filled holds up to twice the memory.
    let count = occupied().count();
    let mut units = Units {
        leaf: Vec::with_capacity(count),
        sums: Vec::with_capacity(count * sums.metrics),
        position: Vec::with_capacity(count),
        adjacency_start: Vec::new(),
        adjacency: Vec::new(),
    };
    for (leaf, at) in occupied() {
        units.leaf.push(at);
        units.sums.extend(sums.total(leaf.cells.clone()));
        units.position.push(mean_position(sums, leaf.cells.clone(), weight_metric));
    }
    units
}

/// Units touch where the leaves they flooded do.
pub(crate) fn unit_pairs(unit_of_leaf: &[u32], leaves: &Adjacency) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for (leaf, &unit) in (0u32..).zip(unit_of_leaf) {
        let others = leaves.of(leaf).iter().map(|other| unit_of_leaf[*other as usize]);
        pairs.extend(others.filter(|other| *other > unit).map(|other| (unit, other)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The mean of the centers of a run of cells, weighted by a metric, or by accounts where that is 0, or evenly where both are.
pub(crate) fn mean_position(sums: &CellSums, cells: Range<usize>, weight_metric: usize) -> [f64; 3] {
    let total = |column: usize| cells.clone().map(|cell| sums.row(cell)[column]).sum::<f64>();
    let column = [weight_metric, 0].into_iter().map(|column| (column, total(column))).find(|(_, total)| *total > 0.0);
    let (mut mean, mut weights) = ([0.0; 3], 0.0);
    for cell in cells {
        // As a fraction, so that no product overflows.
        let weight = column.map_or(1.0, |(column, total)| sums.row(cell)[column] / total);
        let center = center_km(sums.cells[cell]);
        for (mean, coordinate) in mean.iter_mut().zip(center) {
            *mean += weight * coordinate;
        }
        weights += weight;
    }
    mean.map(|coordinate| coordinate / weights)
}
