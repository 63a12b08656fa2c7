//! A malformed file is refused with everything that is wrong with it: where, what was there, what is wrong and what would be right.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod files;

use files::{full, plain, solve_text, with};
use hexalign_file::{Overrides, ProblemDocument, ProblemSolve};
use serde_json::{Value, json};

fn refused(file: &Value) -> ProblemDocument {
    match ProblemSolve::new(file.to_string(), Overrides::default()) {
        Ok(_) => unreachable!("accepted: {file}"),
        Err(document) => document,
    }
}

/// The full file with one key changed is refused for this field alone, with these words in detail or remedy.
fn refuses(changes: Value, field: &str, words: &str) {
    let document = refused(&with(full(), changes.clone()));
    let [violation] = document.violations.as_slice() else { unreachable!("{changes}: {}", document.to_json()) };
    assert_eq!(violation.field, field, "{changes}");
    let text = format!("{}; {}", violation.detail, violation.remedy);
    assert!(text.contains(words), "{changes}: {text}");
    assert_eq!((document.kind, document.status), ("/problems/invalid-parameter", 400));
    assert!(document.detail.starts_with(field));
}

#[test]
fn takes_the_file_with_every_key() {
    assert!(ProblemSolve::new(full().to_string(), Overrides::default()).is_ok());
}

#[test]
fn names_what_is_missing() {
    refuses(json!({"edges": null}), "/edges", "contiguity false");
    refuses(json!({"y_m": null}), "/y_m", "x_m is there");
    refuses(json!({"x_m": null, "y_m": null, "lng": null, "homes": null}), "/lng", "lat is there");
    refuses(json!({"x_m": null, "y_m": null, "lat": null, "lng": null, "homes": null}), "/x_m", "lat and lng");
    refuses(json!({"weights": null, "forbidden_pairs": null}), "/weights", "metric values per unit");
    refuses(
        json!({"territories": null, "lower": null, "upper": null, "homes": null}),
        "/territories",
        "lower and upper",
    );
    refuses(json!({"current": null, "locked": null}), "/current", "budgets");
    refuses(json!({"current": null, "budgets": null}), "/current", "locked");
    refuses(json!({"fixed_centers": true, "home_weight": null, "homes": null}), "/homes", "fixed_centers");
}

#[test]
fn names_numbers_that_are_none_or_out_of_range() {
    refuses(json!({"territories": 0}), "/territories", "is below 1");
    refuses(json!({"territories": 2.5, "upper": null, "homes": null}), "/territories", "is not a whole number");
    refuses(json!({"territories": "3"}), "/territories", "is not a number");
    refuses(json!({"territories": 21, "upper": null, "homes": null}), "/territories", "from 1 to 20");
    refuses(json!({"seed": -1}), "/seed", "from 0 to 4294967295");
    refuses(json!({"seed": 1.5}), "/seed", "whole");
    refuses(json!({"effort": "huge"}), "/effort", "fast, normal, best");
    refuses(json!({"objective": "polsby"}), "/objective", "hess_integer_km");
    refuses(json!({"contiguity": 1}), "/contiguity", "true or false");
    refuses(json!({"move_cost": -0.1}), "/move_cost", "is below 0");
    refuses(json!({"compactness": 0}), "/compactness", "is below 0.1");
    refuses(json!({"home_weight": 1.01}), "/home_weight", "is above 1");
    refuses(
        json!({"home_weight": 0.5, "fixed_centers": true, "homes": [[0, 0], [1, 1], [2, 2]]}),
        "/home_weight",
        "is below 1",
    );
    refuses(json!({"budget": [0.5, 1.5]}), "/budget/1", "is above 1");
    refuses(json!({"budgets": [0.1, null]}), "/budgets/1", "is null");
    refuses(json!({"lower": [-1, null]}), "/lower/0", "is below 0");
}

#[test]
fn names_lists_of_the_wrong_length() {
    refuses(json!({"x_m": [1, 2]}), "/x_m", "has 2 entries; send 20 entries, one per unit");
    refuses(json!({"current": [0]}), "/current", "one per unit");
    refuses(json!({"lower": [1]}), "/lower", "one per metric");
    refuses(json!({"upper": [[45, 30], [45, 30]]}), "/upper", "3 rows");
    refuses(json!({"upper": [[45, 30], [45], [45, 30]]}), "/upper/1", "one per metric");
    refuses(json!({"budget": [0.1]}), "/budget", "one per metric");
    refuses(json!({"budgets": [[0.1]]}), "/budgets/0", "one per metric");
    refuses(json!({"homes": [null]}), "/homes", "one per territory");
    refuses(json!({"homes": [[1], null, null]}), "/homes/0", "[x_m, y_m]");
    refuses(json!({"edges": 7}), "/edges", "is not a list");
    refuses(json!({"edges": [[0, 1, 2]]}), "/edges/0", "a pair of units");
}

#[test]
fn names_positions_that_there_are_not() {
    refuses(json!({"edges": [[0, 1], [1, 20]]}), "/edges/1/1", "from 0 to 19");
    refuses(json!({"edges": [[0, -1]]}), "/edges/0/1", "from 0 to 19");
    refuses(json!({"locked": [20]}), "/locked/0", "from 0 to 19");
    refuses(json!({"locked_territories": [3]}), "/locked_territories/0", "from 0 to 2");
    refuses(json!({"groups": [[0, 1], [2, 99]]}), "/groups/1/1", "from 0 to 19");
    refuses(json!({"forbidden_pairs": [[0, 99]]}), "/forbidden_pairs/0/1", "from 0 to 19");
    refuses(json!({"forbidden_pairs": [[5, 5]]}), "/forbidden_pairs/0", "names one unit twice");
    refuses(json!({"allowed": [[99, [0]]]}), "/allowed/0/0", "from 0 to 19");
    refuses(json!({"allowed": [[1, [0, 3]]]}), "/allowed/0/1/1", "from 0 to 2");
    refuses(json!({"allowed": [[1, 0]]}), "/allowed/0/1", "is not a list");
    refuses(json!({"allowed": {"1": [0]}}), "/allowed", "is not a list");
    let mut file = full();
    file["current"][3] = json!(3);
    assert_eq!(refused(&file).violations[0].field, "/current/3");
}

#[test]
fn names_a_lower_bound_above_the_upper() {
    refuses(json!({"lower": [46, null]}), "/lower/0", "is above upper, 45");
    let each = json!([[1, 2], [1, 31], [46, 2]]);
    let document = refused(&with(full(), json!({"lower": each, "upper": [45, 30]})));
    let fields: Vec<&str> = document.violations.iter().map(|violation| violation.field.as_str()).collect();
    assert_eq!(fields, ["/lower/2/0", "/lower/1/1"]);
}

#[test]
fn names_places_that_are_none() {
    let sphere = json!({"x_m": null, "y_m": null, "homes": [[50, 8], null, null]});
    for (key, value) in [("lat", 90.5), ("lng", -181.0)] {
        let mut file = with(full(), sphere.clone());
        file[key][4] = json!(value);
        assert_eq!(refused(&file).violations[0].field, format!("/{key}/4"));
    }
    refuses(json!({"x_m": null, "y_m": null, "homes": [[91, 8], null, null]}), "/homes/0/0", "from -90 to 90");
    let mut file = full();
    file["x_m"][2] = json!(1e300);
    assert_eq!(refused(&file).violations[0].field, "/x_m/2");
    file["x_m"][2] = json!(null);
    assert_eq!(refused(&file).violations[0].detail, "is null");
}

#[test]
fn names_weights_that_are_none() {
    for (value, detail) in
        [(json!([-1, 2]), "is below 0"), (json!([1, "2"]), "is not a number"), (json!([1, null]), "is null")]
    {
        let mut file = full();
        file["weights"][5] = value;
        let document = refused(&file);
        assert_eq!(document.violations.len(), 1);
        assert!(document.violations[0].field.starts_with("/weights/5/"));
        assert_eq!(document.violations[0].detail, detail);
    }
    let mut file = full();
    file["weights"][5] = json!([1]);
    assert_eq!(refused(&file).violations[0].field, "/weights/5");
    for weights in [json!([]), json!("many"), json!([[], []])] {
        assert_eq!(refused(&with(plain(), json!({"weights": weights}))).violations[0].field, "/weights");
    }
    let wide = vec![vec![1; 17]; 20];
    let document = refused(&with(plain(), json!({"weights": wide, "lower": null, "upper": null})));
    assert_eq!(document.violations[0].field, "/weights");
    let document = refused(&with(plain(), json!({"weights": vec![1; 250_001]})));
    assert!(document.violations[0].remedy.contains("250000"));
}

#[test]
fn lists_everything_at_once_up_to_a_hundred_and_counts_the_rest() {
    let document = refused(&with(
        full(),
        json!({"seed": "a", "effort": 3, "lower": [1], "groups": [[77]], "homes": null, "y_m": [1]}),
    ));
    let fields: Vec<&str> = document.violations.iter().map(|violation| violation.field.as_str()).collect();
    assert_eq!(fields, ["/y_m", "/lower", "/groups/0/0", "/seed", "/effort"]);
    assert_eq!(document.detail, "/y_m: has 1 entries (and 4 more)");
    let document = refused(&with(full(), json!({"weights": vec![[-1, -2]; 200], "x_m": vec![0; 200]})));
    assert_eq!(document.violations.len(), 100);
    assert!(document.violation_count > 400);
    let json: Value = serde_json::from_str(&document.to_json()).unwrap();
    assert_eq!(json["violationCount"], document.violation_count);
    assert_eq!(json["violations"][0]["value"], "-1");
}

#[test]
fn shortens_the_values_it_shows() {
    let document = refused(&with(full(), json!({"seed": "ä".repeat(1_000), "effort": vec![vec![123_456]; 1_000]})));
    for violation in document.violations {
        assert_eq!(violation.value.chars().count(), 100, "{}", violation.value);
        assert!(violation.value.ends_with('…'));
    }
}

#[test]
fn names_keys_that_are_misspelt_or_there_twice() {
    let document = refused(&with(
        full(),
        json!({"territories": null, "teritories": 3, "lower": null, "upper": null, "homes": null}),
    ));
    let found: Vec<_> = document.violations.iter().map(|v| (v.field.as_str(), v.detail.as_str())).collect();
    assert_eq!(found, [("/teritories", "is not known here"), ("/territories", "is missing")]);
    assert!(document.violations[0].remedy.contains("territories"));
    for (name, key) in
        [("uper", "upper"), ("Seed", "seed"), ("weight", "weights"), ("forbiden_pair", "forbidden_pairs")]
    {
        let document = refused(&with(full(), json!({key: null, name: [1]})));
        assert_eq!(document.violations[0].field, format!("/{name}"));
    }
    let twice = plain().to_string().replacen('{', "{\"seed\":1,\"seed\":2,", 1);
    assert_eq!(solve_text(&twice).unwrap_err().violations[0].detail, "is there more than once");
}

#[test]
fn says_where_the_text_stops_being_json() {
    for text in ["", "{", "[1,2]", "3", "{\"seed\":}", "{\"x_m\":[1e999]}", "{} {}", &"[".repeat(100_000)] {
        let document = solve_text(text).unwrap_err();
        assert_eq!((document.kind, document.status), ("/problems/malformed-body", 400));
        assert_eq!(document.violations.len(), 1, "{text}");
        assert!(document.detail.contains("line"), "{}", document.detail);
    }
}

#[test]
fn says_where_no_number_of_territories_fits_the_bounds() {
    let document = refused(&with(plain(), json!({"territories": null, "lower": [60, null], "upper": [70, null]})));
    assert_eq!((document.kind, document.status), ("/problems/invalid-problem", 422));
    assert_eq!(document.violations[0].field, "/territories");
    assert!(document.detail.contains("metric 0 wants 1.286 to 1.500"), "{}", document.detail);
}

#[test]
fn a_state_of_another_file_is_refused_with_a_remedy() {
    let text = plain().to_string();
    let state = ProblemSolve::new(text.clone(), Overrides::default()).unwrap().save();
    assert!(ProblemSolve::resume(text.clone(), Overrides::default(), &state).is_ok());
    let seed = Overrides { seed: Some(8), ..Overrides::default() };
    for (overrides, state, words) in
        [(seed, &state[..], "another problem"), (Overrides::default(), text.as_bytes(), "no state")]
    {
        let document = ProblemSolve::resume(text.clone(), overrides, state).err().unwrap();
        let [violation] = document.violations.as_slice() else { unreachable!("{}", document.to_json()) };
        assert_eq!((violation.field.as_str(), document.kind), ("state", "/problems/invalid-parameter"));
        assert!(violation.detail.contains(words), "{}", violation.detail);
        assert!(violation.remedy.contains("begin from the start"), "{}", violation.remedy);
    }
}
