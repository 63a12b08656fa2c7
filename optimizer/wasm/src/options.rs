use h3o::{CellIndex, Resolution};
use hexalign_core::cover::CoverOptions;
use hexalign_core::layout::LayoutOptions;
use hexalign_core::solve::search::{Effort, SearchOptions};
use serde::Deserialize;
use wasm_bindgen::JsError;

use crate::error::error;

/// More leaves than this do not fit into 64 MiB beside the cells they were made of and the state of the search.
const MAX_LEAVES: usize = 200_000;

/// `SolveOptions` of `src/application/ports.ts`, with the number of metrics.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OptionsJson {
    pub metrics: usize,
    territories: usize,
    tolerances: Vec<Option<f64>>,
    weight_metric: usize,
    seed: u32,
    effort: EffortJson,
    base_resolution: Option<u8>,
    split: bool,
    split_share: f64,
    fill_distance_km: Option<f64>,
    budget: Option<BudgetJson>,
    /// With pairs of cells: the cover is of the leaves of today's layout alone, joined where the pairs say.
    only_kept: Option<Vec<(String, String)>>,
    #[serde(default)]
    pub follow_weight: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum EffortJson {
    Fast,
    Normal,
    Best,
}

#[derive(Deserialize)]
struct BudgetJson {
    metric: usize,
    share: f64,
}

impl OptionsJson {
    pub(crate) fn parse(json: &str) -> Result<Self, JsError> {
        let options: Self = serde_json::from_str(json).map_err(|e| error("bad-option", e.to_string()))?;
        let m = options.metrics;
        if options.tolerances.len() != m || options.budget.as_ref().is_some_and(|b| b.metric >= m) {
            return Err(error("bad-option", "tolerances and budget must name metrics that there are".to_owned()));
        }
        let fraction = |value: f64| value.is_finite() && value >= 0.0;
        if !options.tolerances.iter().flatten().copied().chain(options.budget.iter().map(|b| b.share)).all(fraction) {
            return Err(error("bad-option", "tolerances and budget must be finite and not negative".to_owned()));
        }
        Ok(options)
    }

    pub(crate) fn into_layout_options(self) -> Result<LayoutOptions, JsError> {
        let base = match self.base_resolution {
            None => None,
            Some(base) => Some(
                Resolution::try_from(base)
                    .map_err(|_| error("bad-option", format!("baseResolution {base}: 0 to 15")))?,
            ),
        };
        let only_kept = self.only_kept.as_deref().map(parse_links).transpose()?;
        Ok(LayoutOptions {
            cover: CoverOptions {
                territories: self.territories,
                base,
                split: self.split,
                split_share: self.split_share,
                balanced: Vec::new(),
                weight_metric: self.weight_metric,
                fill_distance_km: self.fill_distance_km,
                keep: Vec::new(),
                only_kept,
                max_leaves: MAX_LEAVES,
            },
            tolerances: self.tolerances,
            search: SearchOptions {
                seed: u64::from(self.seed),
                effort: match self.effort {
                    EffortJson::Fast => Effort::Fast,
                    EffortJson::Normal => Effort::Normal,
                    EffortJson::Best => Effort::Best,
                },
            },
            budget: self.budget.map(|b| (b.metric, b.share)),
        })
    }
}

/// Pairs of cells as text.
pub(crate) fn parse_links(links: &[(String, String)]) -> Result<Vec<(CellIndex, CellIndex)>, JsError> {
    let cell = |text: &String| text.parse().map_err(|_| error("bad-input", format!("{text} is not an H3 cell")));
    links.iter().map(|(a, b)| Ok((cell(a)?, cell(b)?))).collect()
}
