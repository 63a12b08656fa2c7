//! Solves a problem of cells natively and prints the layout and how long it took: `npm run bench:optimizer` sets it beside the wasm.
//!
//! `cargo run --release --example solve_cells -- problem.json`, the file in the form of `test/fixtures/frozen-layouts.json`'s entries.

use std::error::Error;
use std::time::Instant;

use h3o::{CellIndex, Resolution};
use hexalign_core::cover::{CellSums, CoverOptions};
use hexalign_core::layout::{Current, LayoutOptions, LayoutSolve};
use hexalign_core::solve::search::{Effort, SearchOptions};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: solve_cells problem.json")?;
    let problem: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let options = &problem["options"];
    let metrics = options["metrics"].as_u64().ok_or("options.metrics")? as usize;
    let cells = problem["cells"].as_array().ok_or("cells")?;
    let cells: Vec<CellIndex> =
        cells.iter().map(|cell| cell.as_str().unwrap_or_default().parse()).collect::<Result<_, _>>()?;
    let sums = CellSums::new(cells, metrics, numbers(&problem["sums"]).into_iter().flatten().collect())?;
    let options = layout_options(options)?;

    let start = Instant::now();
    let mut solve = LayoutSolve::new(sums, options, &Current::default())?;
    let cover_ms = start.elapsed().as_secs_f64() * 1e3;
    while solve.advance(100_000) < 1.0 {}
    let solve_ms = start.elapsed().as_secs_f64() * 1e3 - cover_ms;
    let report = solve.report()?;
    let inertia: f64 = report.territories.iter().map(|t| t.moment_of_inertia).sum();
    let cover = solve.cover();
    let leaf_of = |unit: u32| cover.leaves[cover.units.leaf[unit as usize] as usize].to_string();
    let islands: Vec<_> = cover.islands.iter().map(|i| [leaf_of(i.unit), leaf_of(i.joined_to)]).collect();
    println!(
        "{}",
        json!({
            "coverMs": cover_ms,
            "solveMs": solve_ms,
            "units": solve.problem().units(),
            "steps": report.steps,
            "feasible": report.feasible,
            "momentOfInertia": inertia,
            "leaves": cover.leaves.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "territories": solve.territories(),
            "islands": islands,
        })
    );
    Ok(())
}

fn numbers(value: &Value) -> Vec<Option<f64>> {
    value.as_array().map(|values| values.iter().map(Value::as_f64).collect()).unwrap_or_default()
}

fn layout_options(options: &Value) -> Result<LayoutOptions, Box<dyn Error>> {
    let whole = |name: &'static str| options[name].as_u64().ok_or(name);
    let base = options["baseResolution"].as_u64().map(|base| Resolution::try_from(base as u8)).transpose()?;
    Ok(LayoutOptions {
        cover: CoverOptions {
            territories: whole("territories")? as usize,
            base,
            split: options["split"].as_bool().ok_or("split")?,
            split_share: options["splitShare"].as_f64().ok_or("splitShare")?,
            balanced: Vec::new(),
            weight_metric: whole("weightMetric")? as usize,
            fill_distance_km: options["fillDistanceKm"].as_f64(),
            keep: Vec::new(),
            only_kept: None,
            max_leaves: 300_000,
        },
        tolerances: numbers(&options["tolerances"]),
        search: SearchOptions {
            seed: whole("seed")?,
            effort: match options["effort"].as_str() {
                Some("fast") => Effort::Fast,
                Some("best") => Effort::Best,
                _ => Effort::Normal,
            },
        },
        budget: None,
    })
}
