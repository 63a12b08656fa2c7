use h3o::Resolution;
use hexalign_core::cover::CellSums;
use hexalign_core::layout::{GivenLayout, MeasureOptions, measure_layout};
use serde::Deserialize;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{error, layout_error};
use crate::layout_solve::parse_cells;
use crate::options::parse_links;
use crate::report::MeasureJson;

/// `MeasureInput` of `src/application/ports.ts`, all but its long arrays.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MeasureOptionsJson {
    metrics: usize,
    territories: usize,
    tolerances: Vec<Option<f64>>,
    weight_metric: usize,
    base: u8,
    finest: u8,
    links: Vec<(String, String)>,
}

/// Judges and measures a given layout; `MeasureReport` as JSON.
///
/// # Shape
/// One territory and one row of `sums` per leaf; `targets` row-major `[territories][metrics]`, or empty for equal shares; `finerCells` ascending at one
/// resolution with a row of `finerSums` each, or both empty.
///
/// # Errors
/// An error whose message is JSON `{kind, detail}`.
#[wasm_bindgen(js_name = measureLayout)]
pub fn measure(
    leaves: &[u64],
    territories: Vec<u32>,
    sums: Vec<f64>,
    #[wasm_bindgen(js_name = optionsJson)] options_json: &str,
    targets: Vec<f64>,
    #[wasm_bindgen(js_name = finerCells)] finer_cells: &[u64],
    #[wasm_bindgen(js_name = finerSums)] finer_sums: Vec<f64>,
) -> Result<String, JsError> {
    let options: MeasureOptionsJson =
        serde_json::from_str(options_json).map_err(|e| error("bad-option", e.to_string()))?;
    let resolution = |number: u8| {
        Resolution::try_from(number).map_err(|_| error("bad-option", format!("resolution {number}: 0 to 15")))
    };
    let finer = match finer_cells {
        [] => None,
        cells => {
            Some(CellSums::new(parse_cells(cells)?, options.metrics, finer_sums).map_err(|e| layout_error(&e.into()))?)
        }
    };
    let layout =
        GivenLayout { leaves: parse_cells(leaves)?, territories, sums, finer, links: parse_links(&options.links)? };
    let options = MeasureOptions {
        territories: options.territories,
        metrics: options.metrics,
        tolerances: options.tolerances,
        targets: if targets.is_empty() { None } else { Some(targets) },
        weight_metric: options.weight_metric,
        resolutions: (resolution(options.base)?, resolution(options.finest)?),
    };
    let measured = measure_layout(layout, &options).map_err(|e| layout_error(&e))?;
    serde_json::to_string(&MeasureJson::new(measured)).map_err(|e| error("bad-input", e.to_string()))
}
