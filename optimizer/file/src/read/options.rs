use hexalign_core::problem::{LEAST_COMPACTNESS, Measure};
use hexalign_core::solve::search::{Effort, SearchOptions};

use super::Overrides;
use super::number::Rule;
use super::sizes::Sizes;
use crate::json::View;
use crate::source::Source;
use crate::violation::{At, Violations};

const EFFORTS: [(&str, Effort); 3] = [("fast", Effort::Fast), ("normal", Effort::Normal), ("best", Effort::Best)];
const MEASURES: [(&str, Measure); 2] =
    [("moment_of_inertia", Measure::Centroid), ("hess_integer_km", Measure::UnitIntegerKm)];

/// Largest cost of a move, in mean squared distances.
const MAX_MOVE_COST: f64 = 1e9;

/// An effort by its name: `fast`, `normal` or `best`.
#[must_use]
pub fn parse_effort(name: &str) -> Option<Effort> {
    EFFORTS.iter().find(|(known, _)| *known == name).map(|&(_, effort)| effort)
}

/// `territories`; none where it is absent or no such number.
pub(super) fn territories(source: &mut Source, sizes: Sizes, violations: &mut Violations) -> Option<usize> {
    let value = source.take("territories")?;
    let before = violations.count;
    let most = sizes.n.map_or(f64::from(u32::MAX), |n| n as f64);
    let k = Rule::whole(1.0, most).read(value.view(), At::key("territories"), violations);
    (violations.count == before).then_some(k as usize)
}

pub(super) fn measure(source: &mut Source, violations: &mut Violations) -> Measure {
    choice(source, "objective", &MEASURES, violations).unwrap_or_default()
}

pub(super) fn move_cost(source: &mut Source, violations: &mut Violations) -> f64 {
    let value = source.take("move_cost");
    let rule = Rule::number(0.0, MAX_MOVE_COST);
    value.map_or(0.0, |value| rule.read(value.view(), At::key("move_cost"), violations))
}

pub(super) fn compactness(source: &mut Source, violations: &mut Violations) -> f64 {
    let value = source.take("compactness");
    let rule = Rule::number(LEAST_COMPACTNESS, 1.0);
    value.map_or(1.0, |value| rule.read(value.view(), At::key("compactness"), violations))
}

pub(super) fn search(source: &mut Source, overrides: Overrides, violations: &mut Violations) -> SearchOptions {
    let rule = Rule::whole(0.0, f64::from(u32::MAX));
    let seed = source.take("seed").map_or(1.0, |value| rule.read(value.view(), At::key("seed"), violations));
    let effort = choice(source, "effort", &EFFORTS, violations).unwrap_or(Effort::Normal);
    SearchOptions { seed: overrides.seed.map_or(seed as u64, u64::from), effort: overrides.effort.unwrap_or(effort) }
}

/// True or false.
pub(super) fn flag(source: &mut Source, key: &'static str, absent: bool, violations: &mut Violations) -> bool {
    let Some(value) = source.take(key) else { return absent };
    if let View::Bool(flag) = value.view() {
        return flag;
    }
    let texts = || ("is neither true nor false".to_owned(), "send true or false".to_owned());
    violations.add(At::key(key), value.view(), texts);
    absent
}

fn choice<T: Copy>(
    source: &mut Source,
    key: &'static str,
    known: &[(&str, T)],
    violations: &mut Violations,
) -> Option<T> {
    let value = source.take(key)?;
    if let View::Text(name) = value.view()
        && let Some((_, meant)) = known.iter().find(|(known, _)| *known == name)
    {
        return Some(*meant);
    }
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let texts = || ("is none of the possible values".to_owned(), format!("send one of: {}", names.join(", ")));
    violations.add(At::key(key), value.view(), texts);
    None
}
