use hexalign_core::problem::{Bounds, derive_territories};

use super::number::{Rule, items, numbers};
use super::sizes::Sizes;
use crate::json::{Json, View};
use crate::source::Source;
use crate::violation::{At, Violations};

/// Largest bound: above every sum there can be.
const MAX_BOUND: f64 = 1e24;

/// `lower` and `upper` as they stand in the file.
pub(super) struct Limits {
    lower: Limit,
    upper: Limit,
}

struct Limit {
    key: &'static str,
    shape: Shape,
    /// NaN where there is no bound.
    values: Vec<f64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Absent,
    /// `[m]`.
    Same,
    /// `[rows][m]`.
    Each(usize),
}

impl Limits {
    pub fn read(source: &mut Source, sizes: Sizes, violations: &mut Violations) -> Self {
        let mut limit = |key: &'static str| match source.take(key) {
            Some(value) => Limit::read(key, &value, sizes, violations),
            None => Limit { key, shape: Shape::Absent, values: Vec::new() },
        };
        Self { lower: limit("lower"), upper: limit("upper") }
    }

    /// Whether there is not one bound.
    pub fn is_empty(&self) -> bool {
        [&self.lower, &self.upper].into_iter().all(|limit| limit.values.iter().all(|value| value.is_nan()))
    }

    /// The number of territories that bounds of each its own name.
    pub fn rows(&self) -> Option<usize> {
        [&self.lower, &self.upper].into_iter().find_map(|limit| match limit.shape {
            Shape::Each(rows) if rows > 0 => Some(rows),
            _ => None,
        })
    }

    /// Reports bounds for another number of territories, and lower ones above the upper.
    pub fn check(&self, sizes: Sizes, violations: &mut Violations) {
        let mut fits = true;
        for limit in [&self.lower, &self.upper] {
            if let (Shape::Each(rows), Some(k)) = (limit.shape, sizes.k)
                && rows != k
            {
                fits = false;
                let texts =
                    || (format!("has {rows} rows"), format!("send one row per metric, or {k} rows, one per territory"));
                violations.add(At::key(limit.key), View::Text(""), texts);
            }
        }
        let Some(m) = sizes.m.filter(|_| fits) else { return };
        let rows = self.rows().unwrap_or(1);
        let same = self.lower.shape == Shape::Same;
        for metric in 0..m {
            let is_crossed =
                |&row: &usize| self.lower.of(row, metric, m) > self.upper.of(row, metric, m).or(Some(f64::INFINITY));
            for row in (0..rows).filter(is_crossed).take(if same { 1 } else { rows }) {
                let at = if same { At::key("lower") } else { At::key("lower").item(row) };
                let value = |limit: &Limit| limit.of(row, metric, m).unwrap_or(f64::NAN);
                let detail = format!("is above upper, {}", value(&self.upper));
                let remedy = "send a lower bound that is not above the upper one".to_owned();
                violations.add(at.item(metric), View::Number(value(&self.lower)), || (detail, remedy));
            }
        }
    }

    /// The target is the middle of the bounds where there are both, an equal share elsewhere.
    pub fn into_bounds(self, sizes: Sizes, totals: &[f64]) -> Bounds {
        let (k, m) = (sizes.k.unwrap_or(0), totals.len());
        let mut bounds = Bounds::equal_shares(totals, k, &vec![None; m]);
        for (row, metric) in (0..k).flat_map(|row| (0..m).map(move |metric| (row, metric))) {
            let (lower, upper) = (self.lower.of(row, metric, m), self.upper.of(row, metric, m));
            let entry = row * m + metric;
            bounds.lower[entry] = lower.unwrap_or(0.0);
            bounds.upper[entry] = upper.unwrap_or(f64::INFINITY);
            if let (Some(lower), Some(upper)) = (lower, upper) {
                bounds.target[entry] = f64::midpoint(lower, upper);
            }
        }
        bounds
    }
}

impl Limit {
    fn read(key: &'static str, value: &Json, sizes: Sizes, violations: &mut Violations) -> Self {
        let (at, rule) = (At::key(key), Rule::number(0.0, MAX_BOUND).or_null(f64::NAN));
        let mut limit = Self { key, shape: Shape::Same, values: Vec::new() };
        let Some(rows) = items(value.view(), at, None, violations) else { return limit };
        if rows.iter().any(|row| matches!(row, View::List(_))) {
            limit.shape = Shape::Each(rows.len());
            for (index, row) in rows.iter().enumerate() {
                limit.values.extend(numbers(row, at.item(index), sizes.metrics(), rule, violations));
            }
        } else {
            limit.values = numbers(value.view(), at, sizes.metrics(), rule, violations);
        }
        limit
    }

    /// The bound of a territory in a metric, where there is one.
    fn of(&self, row: usize, metric: usize, m: usize) -> Option<f64> {
        let entry = match self.shape {
            Shape::Absent => return None,
            Shape::Same => metric,
            Shape::Each(_) => row * m + metric,
        };
        self.values.get(entry).copied().filter(|value| !value.is_nan())
    }
}

/// The number of territories that the bounds ask for; a violation where no number fits.
pub(super) fn derive(limits: &Limits, sizes: Sizes, weights: &[f64], violations: &mut Violations) -> Option<usize> {
    let (n, m) = (sizes.n?, sizes.m?);
    let bound = |limit: &Limit, none| (0..m).map(|metric| limit.of(0, metric, m).unwrap_or(none)).collect::<Vec<f64>>();
    let (lower, upper) = (bound(&limits.lower, 0.0), bound(&limits.upper, f64::INFINITY));
    let mut totals = vec![0.0; m];
    for row in weights.chunks_exact(m) {
        totals.iter_mut().zip(row).for_each(|(total, value)| *total += value);
    }
    let derived = derive_territories(&totals, &lower, &upper, n);
    if derived.is_none() {
        let ranges = (0..m).map(|metric| {
            let (least, most) = (totals[metric] / upper[metric], totals[metric] / lower[metric]);
            format!("metric {metric} wants {least:.3} to {most:.3}")
        });
        let detail = format!(
            "no number of territories from 1 to {n} has shares inside the bounds: {}",
            ranges.collect::<Vec<_>>().join(", ")
        );
        let remedy = "widen lower and upper until a whole number is in the range of every metric, or send territories";
        violations.add(At::key("territories"), View::Text(""), || (detail, remedy.to_owned()));
    }
    derived
}
