//! Districting problems with a known optimum, from the fixtures.

#![allow(dead_code, reason = "each test binary uses some of them")]

use hexalign_core::problem::{Adjacency, Bounds, Measure, Problem};
use serde_json::Value;

pub const LOUISIANA: &str = include_str!("../fixtures/hess/LA-county.json");
pub const NEW_MEXICO: &str = include_str!("../fixtures/hess/NM-county.json");

/// The problem of a file, and the file with its answers.
pub fn districting(text: &str) -> (Problem, Value) {
    let file: Value = serde_json::from_str(text).unwrap();
    let numbers = |value: &Value| -> Vec<f64> {
        value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
    };
    let edge = |value: &Value| (value[0].as_u64().unwrap() as u32, value[1].as_u64().unwrap() as u32);
    let edges: Vec<(u32, u32)> = file["edges"].as_array().unwrap().iter().map(edge).collect();
    let population: Vec<f64> = file["weights"].as_array().unwrap().iter().flat_map(numbers).collect();
    let places = numbers(&file["x_m"]).into_iter().zip(numbers(&file["y_m"]));
    let k = file["territories"].as_u64().unwrap() as usize;
    let problem = Problem {
        territories: k,
        metrics: 1,
        position: places.map(|(x, y)| [x / 1e3, y / 1e3, 0.0]).collect(),
        adjacency: Adjacency::from_edges(population.len(), &edges).unwrap(),
        bounds: Bounds {
            lower: numbers(&file["lower"]).repeat(k),
            target: vec![population.iter().sum::<f64>() / k as f64; k],
            upper: numbers(&file["upper"]).repeat(k),
        },
        inertia_weight: population.clone(),
        weights: population,
        measure: Measure::UnitIntegerKm,
        ..Problem::default()
    };
    (problem, file)
}
