//! What an answer says of what does not hold.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod files;

use files::{answer, grid, with};
use serde_json::{Value, json};

fn kinds(solved: &Value) -> Vec<&str> {
    solved["violations"].as_array().unwrap().iter().map(|violation| violation["kind"].as_str().unwrap()).collect()
}

/// Four units in a row, two territories.
fn row(weights: [u32; 4], lower: u32, upper: u32) -> Value {
    json!({
        "territories": 2,
        "weights": weights,
        "edges": [[0, 1], [1, 2], [2, 3]],
        "x_m": [0, 1000, 2000, 3000],
        "y_m": [0, 0, 0, 0],
        "lower": [lower],
        "upper": [upper],
    })
}

#[test]
fn causes_come_before_what_merely_does_not_hold() {
    // Two islands, one territory; a unit too heavy for the upper bound.
    let file = json!({"territories": 1, "weights": [[5], [1], [1]], "edges": [[0, 1]], "x_m": [0, 1, 2], "y_m": [0, 0, 0], "upper": [3], "effort": "fast"});
    let solved = answer(&file);
    let expected = [
        "no-layout",
        "unit-too-heavy",
        "totals-do-not-fit",
        "component-too-small",
        "not-contiguous",
        "outside-tolerance",
    ];
    assert_eq!(kinds(&solved), expected);
    assert_eq!(solved["violation_count"], 6);
    let heavy = &solved["violations"][1];
    assert_eq!((&heavy["unit"], &heavy["metric"], &heavy["amount"]), (&json!(0), &json!(0), &json!(5.0)));
    assert!(heavy["remedy"].as_str().unwrap().contains("to 5"), "{heavy}");
}

#[test]
fn a_remedy_that_is_followed_helps() {
    // No cut of 2, 1, 3, 2 gives two halves of 4.
    let solved = answer(&row([2, 1, 3, 2], 4, 4));
    assert_eq!(kinds(&solved), ["no-layout", "outside-tolerance", "outside-tolerance"]);
    for violation in &solved["violations"].as_array().unwrap()[1..] {
        assert_eq!(violation["amount"], 0.25);
        assert!(violation["remedy"].as_str().unwrap().contains("to 25 % (3 to 5)"), "{violation}");
    }
    let wider = answer(&row([2, 1, 3, 2], 3, 5));
    assert_eq!((kinds(&wider), &wider["feasible"]), (vec![], &json!(true)));
}

#[test]
fn a_long_list_is_cut_and_counted() {
    let all: Vec<usize> = (0..529).collect();
    let file = json!({"territories": 529, "current": all, "budget": [0, 0], "lower": [9, 9]});
    let solved = answer(&with(grid(23, 23), file));
    assert_eq!(solved["violations"].as_array().unwrap().len(), 1_000);
    assert!(solved["violation_count"].as_u64().unwrap() > 1_050);
}
