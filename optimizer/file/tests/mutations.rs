//! Whatever a file holds, it gives an answer or a document that names at least one thing that is wrong; never a panic.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod files;

use files::{full, solve};
use hexalign_core::solve::random::Random;
use hexalign_file::{Overrides, ProblemDocument, ProblemSolve};
use serde_json::{Value, json};

fn odd_value(random: &mut Random) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(2),
        json!(1.5),
        json!(1e300),
        json!(-1e-300),
        json!(u64::MAX),
        json!(""),
        json!("fast"),
        json!([]),
        json!([[]]),
        json!([1, [2], null, {}]),
        json!([[0, 1], [1, 2]]),
        json!({}),
        json!({"a": [1, {"b": 2}]}),
    ];
    values[random.below(values.len())].clone()
}

/// Changes one place: a value replaced, dropped, doubled or taken from another place.
fn mutate(value: &mut Value, whole: &Value, random: &mut Random) {
    let descend = random.below(5) > 0;
    match value {
        Value::Object(keys) if !keys.is_empty() => {
            let key = keys.keys().nth(random.below(keys.len())).unwrap().clone();
            match random.below(8) {
                0 => drop(keys.remove(&key)),
                1 => {
                    let other = whole.as_object().unwrap();
                    let taken = other.values().nth(random.below(other.len())).unwrap().clone();
                    keys.insert(key, taken);
                }
                _ => mutate(&mut keys[&key], whole, random),
            }
        }
        Value::Array(items) if !items.is_empty() && descend => {
            let index = random.below(items.len());
            match random.below(5) {
                0 => drop(items.remove(index)),
                1 => items.push(items[index].clone()),
                _ => mutate(&mut items[index], whole, random),
            }
        }
        _ => *value = odd_value(random),
    }
}

fn expect_reasons(document: &ProblemDocument) {
    assert!(!document.violations.is_empty());
    assert!(document.violation_count >= document.violations.len());
    for violation in &document.violations {
        assert!(!violation.detail.is_empty() && !violation.remedy.is_empty(), "{violation:?}");
        assert!(violation.value.chars().count() <= 100);
    }
}

#[test]
fn changed_values_are_read_or_refused_with_reasons() {
    let (whole, mut refused) = (full(), 0);
    for seed in 0..4_000 {
        let mut random = Random::new(seed, 300);
        let mut file = whole.clone();
        for _ in 0..=random.below(3) {
            mutate(&mut file, &whole, &mut random);
        }
        match ProblemSolve::new(file.to_string(), Overrides::default()) {
            Ok(solve) => assert!(solve.answer().is_none(), "the search has only begun"),
            Err(document) => {
                refused += 1;
                expect_reasons(&document);
            }
        }
    }
    assert!((1_000..3_900).contains(&refused), "{refused}");
}

#[test]
fn what_is_accepted_is_solved_to_the_end() {
    let whole = full();
    for seed in 0..40 {
        let mut random = Random::new(seed, 301);
        let mut file = whole.clone();
        mutate(&mut file, &whole, &mut random);
        match solve(&file) {
            Ok(answer) => {
                let feasible = answer["feasible"].as_bool().unwrap();
                assert_eq!(feasible, answer["violations"].as_array().unwrap().is_empty(), "{seed}: {answer}");
            }
            Err(document) => expect_reasons(&document),
        }
    }
}

#[test]
fn changed_text_is_read_or_refused_with_reasons() {
    let whole = full().to_string();
    for seed in 0..2_000 {
        let mut random = Random::new(seed, 302);
        let mut text = whole.clone();
        let at = random.below(text.len());
        match random.below(3) {
            0 => drop(text.remove(at)),
            1 => text.insert(at, ['[', ']', '{', '}', ',', ':', '"', '-', '9', 'e', '.', 'ü'][random.below(12)]),
            _ => text.truncate(at),
        }
        if let Err(document) = ProblemSolve::new(text, Overrides::default()) {
            expect_reasons(&document);
        }
    }
    let marked = ProblemSolve::new(format!("\u{feff}{whole}"), Overrides::default());
    assert!(marked.is_ok(), "a byte order mark is passed over");
}
