use h3o::{CellIndex, Resolution};

use super::CoverError;

/// How to cover cells with leaves.
#[derive(Clone, Debug)]
pub struct CoverOptions {
    /// How many territories the leaves are for, at least 1.
    pub territories: usize,
    /// The resolution of unsplit leaves; chosen from the data when absent.
    pub base: Option<Resolution>,
    /// Whether heavy leaves are split. Without, every leaf is at the base resolution.
    pub split: bool,
    /// A leaf is heavy when it exceeds this fraction of a territory's share of a balanced metric; 0.02 is usual.
    pub split_share: f64,
    /// By metric: whether it is balanced, so that a leaf can be heavy in it.
    pub balanced: Vec<bool>,
    /// The column whose sums weigh a unit's position; accounts weigh where it is 0.
    pub weight_metric: usize,
    /// Gaps up to this width are filled with empty leaves: absent is four base cells, 0 is none.
    pub fill_distance_km: Option<f64>,
    /// Leaves of an earlier layout: every new leaf lies inside one of them or outside of all.
    pub keep: Vec<CellIndex>,
    /// With pairs of kept leaves: the cover is of the kept leaves alone, so that a part of a layout can be solved. Nothing is filled, every new leaf lies
    /// inside a kept one, and pieces that touch nowhere stay apart but where a pair joins them.
    pub only_kept: Option<Vec<(CellIndex, CellIndex)>>,
    /// The most leaves, empty ones included.
    pub max_leaves: usize,
}

impl CoverOptions {
    /// Checks every option against cells of `metrics` columns at resolution `finest`.
    ///
    /// # Errors
    /// Names the option and what would be right.
    pub(crate) fn check(&self, metrics: usize, finest: Resolution) -> Result<(), CoverError> {
        let bad = |option, wanted| Err(CoverError::BadOption { option, wanted });
        if self.territories == 0 {
            return bad("territories", "at least 1");
        }
        if !(self.split_share.is_finite() && self.split_share >= 0.0) {
            return bad("split_share", "a finite fraction, 0 or more");
        }
        if self.balanced.len() != metrics {
            return bad("balanced", "one flag per metric");
        }
        if self.weight_metric >= metrics {
            return bad("weight_metric", "the column of a metric");
        }
        if self.fill_distance_km.is_some_and(|km| !(km.is_finite() && km >= 0.0)) {
            return bad("fill_distance_km", "a finite distance, 0 or more");
        }
        if let Some(base) = self.base.filter(|base| *base > finest) {
            return Err(CoverError::BaseTooFine { base, finest });
        }
        match self.keep.iter().find(|leaf| leaf.resolution() > finest) {
            Some(&leaf) => Err(CoverError::KeptTooFine { leaf, finest }),
            None => Ok(()),
        }
    }
}
