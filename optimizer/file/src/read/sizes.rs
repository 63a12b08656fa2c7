use super::number::{Rule, items};
use crate::json::View;
use crate::source::Source;
use crate::violation::{At, Violations};

/// Most units of a problem.
const MAX_UNITS: usize = 250_000;
/// Most metrics.
const MAX_METRICS: usize = 16;
/// Largest metric value: sums of moments stay far from the largest number.
const MAX_WEIGHT: f64 = 1e18;

pub(super) const PER_UNIT: &str = "one per unit, as weights has";
pub(super) const PER_METRIC: &str = "one per metric, as a row of weights has";
pub(super) const PER_TERRITORY: &str = "one per territory";

/// Units, metrics, territories, where the file says so.
#[derive(Clone, Copy, Default)]
pub(super) struct Sizes {
    pub n: Option<usize>,
    pub m: Option<usize>,
    pub k: Option<usize>,
}

impl Sizes {
    pub fn units(self) -> Option<(usize, &'static str)> {
        self.n.map(|n| (n, PER_UNIT))
    }

    pub fn metrics(self) -> Option<(usize, &'static str)> {
        self.m.map(|m| (m, PER_METRIC))
    }

    pub fn territories(self) -> Option<(usize, &'static str)> {
        self.k.map(|k| (k, PER_TERRITORY))
    }
}

/// `weights`: `[n][m]`, or `[n]` numbers for one metric. Says how many units and metrics there are.
pub(super) fn weights(source: &mut Source, violations: &mut Violations) -> (Sizes, Vec<f64>) {
    let at = At::key("weights");
    let Some(value) = source.take("weights") else {
        violations.missing("weights", "send a list of metric values per unit: [[120, 3], [80, 1], ...]");
        return Default::default();
    };
    let Some(rows) = items(value.view(), at, None, violations) else { return Default::default() };
    let n = rows.len();
    if n == 0 || n > MAX_UNITS {
        let texts = || (format!("has {n} units"), format!("send 1 to {MAX_UNITS} units"));
        violations.add(at, value.view(), texts);
        return Default::default();
    }
    let width = |row: View| match row {
        View::List(values) => Some(values.len()),
        View::Number(_) => Some(1),
        _ => None,
    };
    let Some(m) = rows.iter().find_map(width).filter(|&m| (1..=MAX_METRICS).contains(&m)) else {
        let texts = || ("has no rows of metric values".to_owned(), format!("send 1 to {MAX_METRICS} values per unit"));
        violations.add(at, value.view(), texts);
        return (Sizes { n: Some(n), ..Sizes::default() }, Vec::new());
    };
    let rule = Rule::number(0.0, MAX_WEIGHT);
    let mut weights = Vec::with_capacity(n * m);
    for (unit, row) in rows.iter().enumerate() {
        let at = at.item(unit);
        if m == 1 && !matches!(row, View::List(_)) {
            weights.push(rule.read(row, at, violations));
        } else if let Some(values) = items(row, at, Some((m, "one per metric, as the first unit has")), violations) {
            weights
                .extend(values.iter().enumerate().map(|(index, value)| rule.read(value, at.item(index), violations)));
        } else {
            weights.extend((0..m).map(|_| 0.0));
        }
    }
    (Sizes { n: Some(n), m: Some(m), k: None }, weights)
}
