//! Problem files that tests share.

#![allow(dead_code, clippy::unwrap_used, reason = "a test may, and each binary uses some of them")]

use hexalign_file::{Overrides, ProblemDocument, ProblemSolve};
use serde_json::{Value, json};

/// Units in a square grid, a kilometre apart, two metrics.
pub fn grid(columns: usize, rows: usize) -> Value {
    let at = |column: usize, row: usize| row * columns + column;
    let mut edges = Vec::new();
    for (column, row) in (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row))) {
        if column + 1 < columns {
            edges.push([at(column, row), at(column + 1, row)]);
        }
        if row + 1 < rows {
            edges.push([at(column, row), at(column, row + 1)]);
        }
    }
    let units = 0..columns * rows;
    json!({
        "territories": 3,
        "weights": units.clone().map(|unit| [3 + unit % 4, 1 + unit % 3]).collect::<Vec<_>>(),
        "edges": edges,
        "x_m": units.clone().map(|unit| 1000.0 * (unit % columns) as f64).collect::<Vec<_>>(),
        "y_m": units.map(|unit| 1000.0 * (unit / columns) as f64).collect::<Vec<_>>(),
        "effort": "fast",
    })
}

/// Five by four units, three territories, with every key there is.
pub fn full() -> Value {
    let (columns, rows) = (5, 4);
    let units = 0..columns * rows;
    let keys = json!({
        "name": "grid",
        "metrics": ["visits", "accounts"],
        "lat": units.clone().map(|unit| 50.0 + 0.01 * (unit / columns) as f64).collect::<Vec<_>>(),
        "lng": units.clone().map(|unit| 8.0 + 0.01 * (unit % columns) as f64).collect::<Vec<_>>(),
        "lower": [20, null],
        "upper": [[45, 30], [45, null], [45, 30]],
        "objective": "moment_of_inertia",
        "seed": 3,
        "contiguity": true,
        "current": units.map(|unit| if unit == 7 { -1 } else { (unit / 7) as i64 }).collect::<Vec<_>>(),
        "locked": [0, 19],
        "locked_territories": [],
        "budget": [0.5, null],
        "budgets": [0.1, [0.4, 0.9]],
        "move_cost": 0.1,
        "compactness": 0.9,
        "groups": [[0, 1], [18, 19]],
        "forbidden_pairs": [[0, 19]],
        "allowed": [[4, [0, 1]]],
        "homes": [[0, 0], null, [4000, 3000]],
        "home_weight": 0.2,
        "fixed_centers": false,
    });
    with(grid(columns, rows), keys)
}

/// The same without rules, layout or curve.
pub fn plain() -> Value {
    with(grid(5, 4), json!({"lower": [20, null], "upper": [45, null]}))
}

/// A file with some keys set; null takes one away.
pub fn with(mut file: Value, changes: Value) -> Value {
    let keys = file.as_object_mut().unwrap();
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() {
            keys.remove(key);
        } else {
            keys.insert(key.clone(), value.clone());
        }
    }
    file
}

pub fn solve_text(text: &str) -> Result<Value, ProblemDocument> {
    let mut solve = ProblemSolve::new(text.to_owned(), Overrides::default())?;
    while solve.advance(u64::MAX)? < 1.0 {}
    Ok(serde_json::from_str(&solve.answer().unwrap()).unwrap())
}

pub fn solve(file: &Value) -> Result<Value, ProblemDocument> {
    solve_text(&file.to_string())
}

pub fn answer(file: &Value) -> Value {
    solve(file).unwrap_or_else(|document| unreachable!("{}", document.to_json()))
}
