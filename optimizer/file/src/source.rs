use core::fmt;
use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::json::{Json, View, shorten};
use crate::problem_document::ProblemDocument;
use crate::violation::{At, Violations};

/// Every key that is read. All others are passed over: names, sources, answers.
const KEYS: &[&str] = &[
    "allowed",
    "budget",
    "budgets",
    "compactness",
    "contiguity",
    "current",
    "edges",
    "effort",
    "fixed_centers",
    "forbidden_pairs",
    "groups",
    "home_weight",
    "homes",
    "lat",
    "lng",
    "locked",
    "locked_territories",
    "lower",
    "move_cost",
    "objective",
    "seed",
    "territories",
    "upper",
    "weights",
    "x_m",
    "y_m",
];

/// Keys of the published files that must not be taken for a misspelt one.
const PASSED_OVER: &[&str] = &["name", "source", "metrics", "best", "status", "lagrangian_lower_bound"];

/// The values of a problem file by key.
#[derive(Default)]
pub(crate) struct Source {
    values: BTreeMap<&'static str, Json>,
    /// Keys that are not known, the first of them.
    unknown: Vec<String>,
    twice: Vec<&'static str>,
}

impl Source {
    /// Reads the text. A byte order mark is passed over.
    ///
    /// # Errors
    /// Where it is not one JSON object.
    pub fn parse(text: &str) -> Result<Self, ProblemDocument> {
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| ProblemDocument::malformed(&error))
    }

    /// The value of a key, once; null counts as absent.
    pub fn take(&mut self, key: &'static str) -> Option<Json> {
        self.values.remove(key).filter(|value| !matches!(value, Json::Null))
    }

    /// Whether a key has a value that was not taken.
    pub fn has(&self, key: &str) -> bool {
        self.values.get(key).is_some_and(|value| !matches!(value, Json::Null))
    }

    /// Reports keys that are there twice, and unknown ones that look like a known one that is absent: passed over, they would change the answer in silence.
    pub fn report_keys(&self, violations: &mut Violations) {
        for &key in &self.twice {
            let texts = || ("is there more than once".to_owned(), "send it once".to_owned());
            violations.add(At::key(key), View::Text(""), texts);
        }
        for name in &self.unknown {
            let absent = KEYS.iter().filter(|key| !self.values.contains_key(*key));
            if let Some(key) = absent.copied().find(|key| is_misspelt(name, key)) {
                let texts = || ("is not known here".to_owned(), format!("is it {key}? then name it so"));
                violations.add(At::key(&shorten(name)), View::Text(""), texts);
            }
        }
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SourceVisitor)
    }
}

struct SourceVisitor;

/// Most unknown keys that are looked at.
const MAX_UNKNOWN: usize = 1_000;

impl<'de> Visitor<'de> for SourceVisitor {
    type Value = Source;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("one JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Source, A::Error> {
        let mut source = Source::default();
        while let Some(name) = map.next_key::<String>()? {
            if let Some(&key) = KEYS.iter().find(|&&key| key == name) {
                if source.values.insert(key, map.next_value()?).is_some() {
                    source.twice.push(key);
                }
                continue;
            }
            map.next_value::<IgnoredAny>()?;
            if source.unknown.len() < MAX_UNKNOWN && !PASSED_OVER.contains(&name.as_str()) {
                source.unknown.push(name);
            }
        }
        Ok(source)
    }
}

/// Whether a name is a key but for one letter, or two in a long key, or for its case.
fn is_misspelt(name: &str, key: &str) -> bool {
    let allowed = match key.len() {
        ..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    name.len() <= key.len() + 2 && distance(&name.to_lowercase(), key) <= allowed
}

/// Letters to insert, drop, change or swap with the next (Damerau 1964, doi 10.1145/363958.363994; optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
