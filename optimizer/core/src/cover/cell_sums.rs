use h3o::{CellIndex, Resolution};

use super::CoverError;

/// Accounts summed by cell at the finest resolution.
///
/// # Shape
/// `cells` ascending, distinct, all at one resolution. `sums` row by row, `[cells][metrics]`, none negative; column 0 counts accounts.
#[derive(Clone, Debug)]
pub struct CellSums {
    /// The cells that hold accounts.
    pub cells: Vec<CellIndex>,
    /// Number of columns of `sums`.
    pub metrics: usize,
    /// One row per cell, one column per metric.
    pub sums: Vec<f64>,
}

impl CellSums {
    /// Checks the shape and takes the columns.
    ///
    /// # Errors
    /// Names the first cell or sum that breaks the shape.
    pub fn new(cells: Vec<CellIndex>, metrics: usize, sums: Vec<f64>) -> Result<Self, CoverError> {
        let sums = Self { cells, metrics, sums };
        sums.finest()?;
        Ok(sums)
    }

    /// The resolution of the cells, once all of the shape has been checked.
    ///
    /// # Errors
    /// Names the first cell or sum that breaks the shape.
    pub fn finest(&self) -> Result<Resolution, CoverError> {
        let Some(first) = self.cells.first() else {
            return Err(CoverError::NoCells);
        };
        if self.metrics == 0 {
            return Err(CoverError::NoMetrics);
        }
        let expected = self.cells.len().saturating_mul(self.metrics);
        if self.sums.len() != expected {
            return Err(CoverError::SumsLength { expected, found: self.sums.len() });
        }
        let finest = first.resolution();
        if let Some(index) = self.cells.iter().position(|cell| cell.resolution() != finest) {
            return Err(CoverError::MixedResolution { index });
        }
        if let Some(index) = self.cells.windows(2).position(|pair| pair[0] >= pair[1]) {
            return Err(CoverError::NotAscending { index: index + 1 });
        }
        match self.sums.iter().position(|sum| !(sum.is_finite() && *sum >= 0.0)) {
            Some(at) => Err(CoverError::BadSum { cell: at / self.metrics, metric: at % self.metrics }),
            None => Ok(finest),
        }
    }

    /// The sums of one cell, by metric.
    #[must_use]
    pub fn row(&self, cell: usize) -> &[f64] {
        &self.sums[cell * self.metrics..(cell + 1) * self.metrics]
    }

    /// The sums of a run of cells, by metric, added in order.
    #[must_use]
    pub fn total(&self, cells: core::ops::Range<usize>) -> Vec<f64> {
        let mut total = vec![0.0; self.metrics];
        for cell in cells {
            for (sum, value) in total.iter_mut().zip(self.row(cell)) {
                *sum += value;
            }
        }
        total
    }
}
