//! What an answer says of how good it could be.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod files;

use files::{answer, grid, plain, with};
use serde_json::{Value, json};

fn expect_gap(solved: &Value, kind: &str, most: f64) {
    let [objective, bound, gap] = ["objective", "bound", "gap"].map(|key| solved[key].as_f64().unwrap());
    assert_eq!((&solved["feasible"], &solved["bound_kind"]), (&json!(true), &json!(kind)));
    assert!(
        bound > 0.0 && bound <= objective && (gap - (objective / bound - 1.0)).abs() < 1e-12,
        "{bound} {objective} {gap}"
    );
    assert!(gap < most, "{gap}");
}

#[test]
fn an_optimum_that_is_proven_is_its_own_bound() {
    for changes in [json!({}), json!({"objective": "hess_integer_km", "territories": 2, "upper": [60, null]})] {
        let solved = answer(&with(plain(), changes));
        assert_eq!((&solved["bound_kind"], &solved["gap"]), (&json!("exact"), &json!(0.0)));
        assert_eq!(solved["bound"], solved["objective"]);
    }
}

#[test]
fn a_layout_that_costs_nothing_is_the_best_possible() {
    let solved = answer(&with(plain(), json!({"territories": 20, "lower": null, "upper": null})));
    assert_eq!([&solved["objective"], &solved["bound"], &solved["gap"]], [&json!(0.0), &json!(0.0), &json!(0.0)]);
}

#[test]
fn some_hundred_units_are_bounded_among_all_layouts() {
    let file = with(grid(15, 12), json!({"territories": 5, "lower": [150, null], "upper": [175, null]}));
    expect_gap(&answer(&file), "lagrangian", 0.1);
    expect_gap(&answer(&with(file, json!({"objective": "hess_integer_km"}))), "lagrangian", 0.1);
}

#[test]
fn more_units_are_bounded_among_layouts_with_the_same_centers() {
    let file = with(grid(42, 40), json!({"territories": 8, "lower": [850, null], "upper": [1050, null]}));
    expect_gap(&answer(&file), "fixed-centers", 0.05);
    let today: Vec<usize> = (0..1_680).map(|unit| usize::from(unit % 42 > 38) + usize::from(unit % 42 > 40)).collect();
    let solved = answer(&with(file, json!({"territories": 3, "current": today, "budget": [0, 0]})));
    assert_eq!(solved["feasible"], false);
    assert_eq!([&solved["bound"], &solved["bound_kind"], &solved["gap"]], [&Value::Null; 3]);
}

#[test]
fn a_layout_that_is_not_feasible_has_no_gap() {
    // Even weights never add up to 71, which takes more than the search and all causes to see.
    let bounds = |odd: u32, other: u32| vec![[odd], [other], [other], [other], [other]];
    let keys = json!({"territories": 5, "weights": vec![[2]; 180], "lower": bounds(71, 60), "upper": bounds(71, 90)});
    let solved = answer(&with(grid(15, 12), keys));
    assert_eq!((&solved["feasible"], &solved["bound_kind"]), (&json!(false), &json!("lagrangian")));
    assert_eq!((solved["bound"].as_f64().unwrap() > 0.0, &solved["gap"]), (true, &Value::Null));
    assert_eq!(solved["violations"][0]["kind"], "outside-tolerance");
}

#[test]
fn where_there_is_no_layout_there_is_no_bound() {
    let solved = answer(&with(plain(), json!({"lower": [31, null]})));
    assert_eq!(solved["feasible"], false);
    assert_eq!([&solved["bound"], &solved["bound_kind"], &solved["gap"]], [&Value::Null; 3]);
}
