//! Layouts frozen in `test/fixtures/frozen-layouts.json`, made by the wasm package: native must give the same bytes.

#![allow(clippy::unwrap_used, reason = "a test may")]

use h3o::{CellIndex, Resolution};
use hexalign_core::cover::{CellSums, CoverOptions};
use hexalign_core::layout::{Current, LayoutOptions, LayoutSolve};
use hexalign_core::outline::draw_outlines;
use hexalign_core::solve::search::{Effort, SearchOptions};
use serde_json::Value;

const FROZEN: &str = include_str!("../../../test/fixtures/frozen-layouts.json");

struct Fnv(u64);

impl Fnv {
    fn add<const N: usize>(&mut self, bytes: [u8; N]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn all<T: Copy, const N: usize>(&mut self, values: &[T], bytes: impl Fn(T) -> [u8; N]) {
        values.iter().for_each(|&value| self.add(bytes(value)));
    }
}

fn numbers(value: &Value) -> Vec<Option<f64>> {
    value.as_array().unwrap().iter().map(Value::as_f64).collect()
}

fn digest(problem: &Value) -> String {
    let options = &problem["options"];
    let cells: Vec<CellIndex> =
        problem["cells"].as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().parse().unwrap()).collect();
    let sums = numbers(&problem["sums"]).into_iter().map(Option::unwrap).collect();
    let whole = |name: &str| options[name].as_u64().unwrap();
    let base = options["baseResolution"].as_u64().map(|base| Resolution::try_from(base as u8).unwrap());
    assert_eq!(options["effort"], "fast");
    let options = LayoutOptions {
        cover: CoverOptions {
            territories: whole("territories") as usize,
            base,
            split: options["split"].as_bool().unwrap(),
            split_share: options["splitShare"].as_f64().unwrap(),
            balanced: vec![],
            weight_metric: whole("weightMetric") as usize,
            fill_distance_km: None,
            keep: vec![],
            only_kept: None,
            max_leaves: 300_000,
        },
        tolerances: numbers(&options["tolerances"]),
        search: SearchOptions { seed: whole("seed"), effort: Effort::Fast },
        budget: None,
    };
    let mut solve = LayoutSolve::new(CellSums::new(cells, 2, sums).unwrap(), options, &Current::default()).unwrap();
    while solve.advance(777_777) < 1.0 {}
    let report = solve.report().unwrap();
    let territories = solve.territories();
    let leaves = &solve.cover().leaves;
    let mut fnv = Fnv(0xcbf2_9ce4_8422_2325);
    fnv.all(leaves, |leaf| u64::from(leaf).to_le_bytes());
    fnv.all(&territories, u32::to_le_bytes);
    fnv.all(&solve.leaf_sums(), f64::to_le_bytes);
    for territory in &report.territories {
        fnv.all(&territory.sums, f64::to_le_bytes);
        fnv.all(&territory.deviations, f64::to_le_bytes);
        let measures = [territory.moment_of_inertia, territory.polsby_popper, territory.area_km2];
        fnv.all(&measures, f64::to_le_bytes);
    }
    for resolution in [solve.cover().base, Resolution::Seven] {
        let outlines = draw_outlines(leaves, &territories, resolution, None).unwrap();
        fnv.all(&outlines.owners, u32::to_le_bytes);
        fnv.all(&outlines.polygon_start, u32::to_le_bytes);
        fnv.all(&outlines.ring_start, u32::to_le_bytes);
        fnv.all(&outlines.points_e7, i32::to_le_bytes);
    }
    format!("{:016x}", fnv.0)
}

#[test]
fn native_gives_the_same_bytes_as_wasm() {
    let frozen: Value = serde_json::from_str(FROZEN).unwrap();
    for problem in frozen.as_array().unwrap() {
        assert_eq!(digest(problem), problem["digest"].as_str().unwrap(), "{}", problem["name"]);
    }
}
