use h3o::{CellIndex, Resolution};

use crate::outline::{OutlineError, OutlineMeasure, measure_outlines};

/// Cells that a territory's outline must have before its shape is judged: fewer would judge the cells.
const LEAST_CELLS: f64 = 200.0;

/// Measures each territory's outline at the coarsest resolution, from the base on, at which it has 200 cells or more; at the finest one otherwise.
///
/// One resolution for all would draw a territory of a few city blocks, in a country's layout, as nothing at all. The finer passes draw only the
/// territories that need them.
///
/// # Errors
/// As [`measure_outlines`].
pub(crate) fn measure_territories(
    leaves: &[CellIndex],
    owners: &[u32],
    territories: usize,
    (base, finest): (Resolution, Resolution),
) -> Result<Vec<Option<OutlineMeasure>>, OutlineError> {
    let mut measures = vec![None; territories];
    for resolution in Resolution::range(base, finest) {
        let is_open = |owner: u32| measures.get(owner as usize).is_some_and(Option::is_none);
        let (open, of): (Vec<CellIndex>, Vec<u32>) =
            leaves.iter().zip(owners).filter(|&(_, &owner)| is_open(owner)).unzip();
        if open.is_empty() {
            break;
        }
        for measure in measure_outlines(&open, &of, resolution)? {
            if measure.area_km2 >= LEAST_CELLS * resolution.area_km2() || resolution == finest {
                measures[measure.owner as usize] = Some(measure);
            }
        }
    }
    Ok(measures)
}
