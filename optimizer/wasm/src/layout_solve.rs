use h3o::CellIndex;
use hexalign_core::cover::CellSums;
use hexalign_core::layout::{Current, Follow, LayoutOptions, LayoutReport, LayoutSolve as CoreSolve};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{error, layout_error};
use crate::options::OptionsJson;
use crate::report::ReportJson;

/// Steps of one slice: some tens of milliseconds.
const SLICE_STEPS: u64 = 100_000;

/// A solve under way. Advance until progress is 1, then finish and read the results.
#[wasm_bindgen]
pub struct LayoutSolve {
    solve: CoreSolve,
    report: Option<LayoutReport>,
}

#[wasm_bindgen]
impl LayoutSolve {
    /// Builds the cover and begins the search.
    ///
    /// # Shape
    /// `cells` ascending at one resolution; `sums` row-major `[cells][metrics]`, column 0 counts accounts; `currentLeaves` and `currentTerritories` of the
    /// same length, empty without a layout today; the same of a layout whose borders are followed, left out without one.
    ///
    /// # Errors
    /// An error whose message is JSON `{kind, detail}`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        cells: &[u64],
        sums: Vec<f64>,
        #[wasm_bindgen(js_name = optionsJson)] options_json: &str,
        #[wasm_bindgen(js_name = currentLeaves)] current_leaves: &[u64],
        #[wasm_bindgen(js_name = currentTerritories)] current_territories: Vec<u32>,
        #[wasm_bindgen(js_name = followLeaves)] follow_leaves: Option<Vec<u64>>,
        #[wasm_bindgen(js_name = followTerritories)] follow_territories: Option<Vec<u32>>,
    ) -> Result<LayoutSolve, JsError> {
        let followed = follow_leaves.zip(follow_territories);
        let (cells, options, current) =
            parse(cells, sums, options_json, (current_leaves, current_territories), followed)?;
        let solve = CoreSolve::new(cells, options, &current).map_err(|e| layout_error(&e))?;
        Ok(Self { solve, report: None })
    }

    /// Builds the cover again, and goes on with what `save` wrote of the same cells, options and layout today, to the same layout.
    ///
    /// # Errors
    /// As the constructor; of kind `bad-state` where the bytes are of something else.
    #[expect(clippy::too_many_arguments, reason = "arrays cross one by one")]
    pub fn resume(
        cells: &[u64],
        sums: Vec<f64>,
        #[wasm_bindgen(js_name = optionsJson)] options_json: &str,
        #[wasm_bindgen(js_name = currentLeaves)] current_leaves: &[u64],
        #[wasm_bindgen(js_name = currentTerritories)] current_territories: Vec<u32>,
        state: &[u8],
        #[wasm_bindgen(js_name = followLeaves)] follow_leaves: Option<Vec<u64>>,
        #[wasm_bindgen(js_name = followTerritories)] follow_territories: Option<Vec<u32>>,
    ) -> Result<LayoutSolve, JsError> {
        let followed = follow_leaves.zip(follow_territories);
        let (cells, options, current) =
            parse(cells, sums, options_json, (current_leaves, current_territories), followed)?;
        let solve = CoreSolve::resume(cells, options, &current, state).map_err(|e| layout_error(&e))?;
        Ok(Self { solve, report: None })
    }

    /// The search as bytes, less than a MiB up to 200,000 units and 1,000 territories. Goes on a little first, as far as where it can be left.
    pub fn save(&mut self) -> Vec<u8> {
        self.solve.save()
    }

    /// Takes one slice of steps; answers the part of the work that is done, 1 when all of it is.
    pub fn advance(&mut self) -> f64 {
        self.solve.advance(SLICE_STEPS)
    }

    /// Judges and measures the layout.
    ///
    /// # Errors
    /// Before progress is 1.
    pub fn finish(&mut self) -> Result<(), JsError> {
        self.report = Some(self.solve.report().map_err(|e| layout_error(&e))?);
        Ok(())
    }

    /// `SolveReport` as JSON.
    ///
    /// # Errors
    /// Before `finish`.
    pub fn report(&self) -> Result<String, JsError> {
        let report = self.report.clone().ok_or_else(|| error("bad-input", "finish first".to_owned()))?;
        serde_json::to_string(&ReportJson::new(self.solve.cover(), report))
            .map_err(|e| error("bad-input", e.to_string()))
    }

    /// Every leaf of the cover, occupied and empty.
    pub fn leaves(&self) -> Vec<u64> {
        self.solve.cover().leaves.iter().map(|&leaf| leaf.into()).collect()
    }

    /// The territory of each leaf.
    pub fn territories(&self) -> Vec<u32> {
        self.solve.territories()
    }

    /// Row-major `[leaves][metrics]`, zeros where a leaf is empty.
    #[wasm_bindgen(js_name = leafSums)]
    pub fn leaf_sums(&self) -> Vec<f64> {
        self.solve.leaf_sums()
    }
}

fn parse(
    cells: &[u64],
    sums: Vec<f64>,
    options_json: &str,
    (current_leaves, current_territories): (&[u64], Vec<u32>),
    followed: Option<(Vec<u64>, Vec<u32>)>,
) -> Result<(CellSums, LayoutOptions, Current), JsError> {
    let options = OptionsJson::parse(options_json)?;
    let cells = CellSums::new(parse_cells(cells)?, options.metrics, sums).map_err(|e| layout_error(&e.into()))?;
    let follow = match followed {
        None => None,
        Some((leaves, territories)) => {
            Some(Follow { leaves: parse_cells(&leaves)?, territories, weight: options.follow_weight })
        }
    };
    let current = Current { leaves: parse_cells(current_leaves)?, territories: current_territories, follow };
    Ok((cells, options.into_layout_options()?, current))
}

pub(crate) fn parse_cells(cells: &[u64]) -> Result<Vec<CellIndex>, JsError> {
    cells
        .iter()
        .map(|&cell| CellIndex::try_from(cell).map_err(|_| error("bad-input", format!("{cell:x} is not an H3 cell"))))
        .collect()
}
