//! What the keys of a problem file mean.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod files;

use files::{answer, full, grid, plain, solve_text, with};
use hexalign_file::{Overrides, ProblemSolve, parse_effort};
use serde_json::{Value, json};

fn territories(answer: &Value) -> Vec<usize> {
    answer["territory"].as_array().unwrap().iter().map(|t| t.as_u64().unwrap() as usize).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// The objective as the benchmark defines it, from the file and nothing else.
fn hess_objective(file: &Value, territory: &[usize]) -> f64 {
    let (x, y) = (numbers(&file["x_m"]), numbers(&file["y_m"]));
    let weight = |unit: usize| file["weights"][unit][0].as_f64().unwrap();
    let distance = |a: usize, b: usize| ((x[a] - x[b]).hypot(y[a] - y[b]) / 1000.0).round();
    let mut sum = 0.0;
    for t in 0..file["territories"].as_u64().unwrap() as usize {
        let units: Vec<usize> = (0..territory.len()).filter(|&unit| territory[unit] == t).collect();
        let about =
            |center: usize| units.iter().map(|&unit| weight(unit) * distance(unit, center).powi(2)).sum::<f64>();
        sum += units.iter().map(|&center| about(center)).fold(f64::INFINITY, f64::min);
    }
    sum / 1e6
}

#[test]
fn the_objective_of_the_benchmark_is_its_own() {
    let file = with(plain(), json!({"objective": "hess_integer_km"}));
    let solved = answer(&file);
    assert!(is_near(solved["objective"].as_f64().unwrap(), hess_objective(&file, &territories(&solved))));
}

#[test]
fn the_moment_of_inertia_is_about_the_weighted_centroid_in_km() {
    let file = with(plain(), json!({"territories": 1, "lower": null, "upper": null, "weights": vec![2; 20]}));
    // Five by four units one kilometre apart: 2 (4 (4 + 1 + 0 + 1 + 4) + 5 (2.25 + 0.25 + 0.25 + 2.25)).
    assert!(is_near(answer(&file)["objective"].as_f64().unwrap(), 130.0));
}

#[test]
fn sums_deviations_and_feasibility_are_those_of_the_layout() {
    let (file, solved) = (plain(), answer(&plain()));
    let mut sums = vec![vec![0.0; 2]; 3];
    for (unit, own) in territories(&solved).into_iter().enumerate() {
        let values = numbers(&file["weights"][unit]);
        sums[own].iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    }
    assert_eq!(solved["sums"], json!(sums));
    assert_eq!(solved["feasible"], true);
    assert_eq!(solved["violations"], json!([]));
    assert_eq!(solved["moved"], json!([0.0, 0.0]));
    for (t, sum) in sums.iter().enumerate() {
        // The middle of the bounds, and an equal share where there are none.
        let expected = [(sum[0] - 32.5).abs() / 32.5, (sum[1] - 13.0).abs() / 13.0];
        let found = numbers(&solved["deviation"][t]);
        assert!(is_near(found[0], expected[0]) && is_near(found[1], expected[1]), "{found:?} {expected:?}");
    }
    assert!(solved["engine"].as_str().unwrap().starts_with("hexalign-optimizer "));
    assert!(solved["steps"].as_u64().unwrap() > 0);
    assert!(solved.get("moves").is_none() && solved.get("curve").is_none());
}

#[test]
fn answers_in_the_file_are_never_read() {
    let answers = json!({"best": "nonsense", "status": 7, "lagrangian_lower_bound": [], "source": {}, "metrics": 3, "solution": [1, 2]});
    assert_eq!(answer(&with(plain(), answers)), answer(&plain()));
}

#[test]
fn a_plane_wins_over_the_sphere() {
    let sphere = json!({"lat": full()["lat"], "lng": full()["lng"]});
    assert_eq!(answer(&with(plain(), sphere.clone())), answer(&plain()));
    let only = answer(&with(
        with(plain(), sphere),
        json!({"x_m": null, "y_m": null, "territories": 1, "lower": null, "upper": null}),
    ));
    // 0.01 degrees are 1.112 km from south to north and 0.715 km from west to east there.
    let wide =
        answer(&with(plain(), json!({"territories": 1, "lower": null, "upper": null})))["objective"].as_f64().unwrap();
    let found = only["objective"].as_f64().unwrap();
    assert!(found > 0.6 * wide && found < wide, "{found} {wide}");
}

#[test]
fn one_metric_may_be_a_plain_list() {
    let (rows, list): (Vec<_>, Vec<_>) = (0..20).map(|unit| ([3 + unit % 4], 3 + unit % 4)).unzip();
    let bounds = json!({"lower": [20], "upper": [45]});
    let file = with(plain(), bounds);
    assert_eq!(answer(&with(file.clone(), json!({"weights": rows}))), answer(&with(file, json!({"weights": list}))));
}

#[test]
fn bounds_of_all_are_bounds_of_each() {
    let each =
        with(plain(), json!({"lower": [[20, null], [20, null], [20, null]], "upper": vec![json!([45, null]); 3]}));
    assert_eq!(answer(&each), answer(&plain()));
    assert_eq!(answer(&with(each, json!({"territories": null}))), answer(&plain()), "rows say how many");
}

#[test]
fn the_number_of_territories_follows_from_their_size() {
    // 90 in all: 20 to 26 wants four.
    let file = with(plain(), json!({"territories": null, "lower": [20, null], "upper": [26, null]}));
    let solved = answer(&file);
    assert_eq!(solved["sums"].as_array().unwrap().len(), 4);
    assert_eq!(solved, answer(&with(file, json!({"territories": 4}))));
}

#[test]
fn the_caller_overrides_seed_and_effort() {
    let solve = |file: &Value, overrides: Overrides| {
        let mut solve = ProblemSolve::new(file.to_string(), overrides).unwrap();
        while solve.advance(10_000).unwrap() < 1.0 {
            assert!(solve.answer().is_none());
        }
        solve.answer().unwrap()
    };
    // Too many layouts to try them all: where the search ends depends on where it begins.
    let file = with(grid(9, 8), json!({"lower": [90, null], "upper": [125, null]}));
    let overrides = Overrides { seed: Some(9), effort: parse_effort("normal") };
    let said = solve(&with(file.clone(), json!({"seed": 9, "effort": "normal"})), Overrides::default());
    assert_eq!(solve(&file, overrides), said);
    assert_ne!(solve(&file, Overrides::default()), said);
    assert!(parse_effort("huge").is_none());
}

#[test]
fn without_contiguity_pieces_are_no_violation_and_edges_not_needed() {
    let apart: Vec<usize> = (0..20).map(|unit| unit % 3).collect();
    let file = with(plain(), json!({"contiguity": false, "edges": null, "current": apart, "budget": [0, 0]}));
    let solved = answer(&file);
    assert_eq!((territories(&solved), &solved["feasible"]), (apart, &json!(true)));
}

#[test]
fn a_budget_of_nothing_moves_nothing() {
    let current: Vec<usize> = (0..20).map(|unit| usize::from(unit >= 4) + usize::from(unit >= 10)).collect();
    let file = with(plain(), json!({"current": current, "budget": [0, 0], "lower": [25, null], "upper": [35, null]}));
    let solved = answer(&file);
    assert_eq!(territories(&solved), current);
    assert_eq!((&solved["moves"], &solved["moved"]), (&json!([]), &json!([0.0, 0.0])));
    assert_eq!(solved["feasible"], false);
}

#[test]
fn moves_and_the_curve_are_told_where_there_is_a_layout_today() {
    let current: Vec<usize> = (0..20).map(|unit| usize::from(unit >= 4) + usize::from(unit >= 10)).collect();
    let shares = json!([0, 0.1, 0.3, [1, null]]);
    let file = with(plain(), json!({"current": current, "lower": [25, null], "upper": [35, null], "budgets": shares}));
    let solved = answer(&file);
    assert_eq!(solved["feasible"], true);
    let own = territories(&solved);
    let moved: Vec<usize> = (0..20).filter(|&unit| own[unit] != current[unit]).collect();
    let told: Vec<usize> =
        solved["moves"].as_array().unwrap().iter().map(|m| m["unit"].as_u64().unwrap() as usize).collect();
    assert_eq!(told, moved);
    for told in solved["moves"].as_array().unwrap() {
        let unit = told["unit"].as_u64().unwrap() as usize;
        assert_eq!((told["from"].as_u64(), told["to"].as_u64()), (Some(current[unit] as u64), Some(own[unit] as u64)));
        assert!(["bound", "gain", "rule", "contiguity", "none"].contains(&told["reason"]["kind"].as_str().unwrap()));
        assert_eq!(told["reason"]["kind"] == "bound", told["reason"]["metric"].is_u64());
        assert_eq!(told["deviation_if_stayed"]["from"].as_array().unwrap().len(), 2);
    }
    let curve = solved["curve"].as_array().unwrap();
    assert_eq!(numbers(&json!([curve[0]["budget"], curve[1]["budget"], curve[2]["budget"]])), [0.0, 0.1, 0.3]);
    assert_eq!(curve[3]["budget"], json!([1.0, null]));
    assert_eq!((&curve[0]["feasible"], &curve[0]["moved"]), (&json!(false), &json!([0.0, 0.0])));
    assert_eq!((&curve[3]["feasible"], &curve[3]["objective"]), (&json!(true), &solved["objective"]));
    for pair in curve.windows(2) {
        let key = |point: &Value| (point["excess"].as_f64().unwrap(), point["objective"].as_f64().unwrap());
        assert!(key(&pair[1]) <= key(&pair[0]));
        assert!(pair[0]["moved"][0].as_f64() <= pair[0]["budget"].as_f64().map(|budget| budget + 1e-9));
    }
}

#[test]
fn a_solve_written_and_taken_up_again_gives_the_same_document() {
    let text = with(full(), json!({"seed": 9})).to_string();
    let whole = solve_text(&text).unwrap_or_else(|document| unreachable!("{}", document.to_json()));
    let mut solve = ProblemSolve::new(text.clone(), Overrides::default()).unwrap();
    while solve.advance(1_000).unwrap() < 1.0 {
        let state = solve.save();
        solve = ProblemSolve::resume(text.clone(), Overrides::default(), &state).unwrap();
    }
    assert_eq!(serde_json::from_str::<Value>(&solve.answer().unwrap()).unwrap(), whole);
}
