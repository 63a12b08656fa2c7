use super::{CellSums, CoverOptions};

/// Decides which cells are too heavy to stay whole.
pub(crate) struct Heavy {
    /// By metric; infinite where the metric is not balanced.
    limits: Vec<f64>,
}

impl Heavy {
    /// The limits that the share of a territory sets.
    pub(crate) fn new(sums: &CellSums, options: &CoverOptions) -> Self {
        let per_territory = options.split_share / options.territories as f64;
        let total = sums.total(0..sums.cells.len());
        let limits = total.iter().zip(&options.balanced);
        Self {
            limits: limits
                .map(|(total, balanced)| if options.split && *balanced { total * per_territory } else { f64::INFINITY })
                .collect(),
        }
    }

    /// Whether a cell of these sums is split: it exceeds a limit and holds more than one account.
    pub(crate) fn splits(&self, sums: &[f64]) -> bool {
        sums.first().is_some_and(|accounts| *accounts > 1.0)
            && sums.iter().zip(&self.limits).any(|(sum, limit)| sum > limit)
    }
}
