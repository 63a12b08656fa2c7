use hexalign_core::problem::Rules;

use super::geometry::read_pair;
use super::number::{Rule, indices, items};
use super::sizes::Sizes;
use crate::json::View;
use crate::source::Source;
use crate::violation::{At, Violations};

/// `locked`, `locked_territories`, `groups`, `forbidden_pairs`, `allowed`.
pub(super) fn read(source: &mut Source, sizes: Sizes, has_current: bool, violations: &mut Violations) -> Rules {
    let mut flags = |key: &'static str, count: Option<usize>| {
        let Some(value) = source.take(key) else { return Vec::new() };
        let named = indices(value.view(), At::key(key), None, count, violations);
        if named.is_empty() {
            return Vec::new();
        }
        if !has_current {
            violations
                .missing("current", &format!("{key} keeps units where they are today: send it, or leave {key} out"));
        }
        let mut flags = vec![false; count.unwrap_or(0)];
        for index in named {
            if let Some(flag) = flags.get_mut(index as usize) {
                *flag = true;
            }
        }
        flags
    };
    let locked = flags("locked", sizes.n);
    let locked_territories = flags("locked_territories", sizes.k);
    Rules {
        locked,
        locked_territories,
        groups: list(source, "groups", violations, |group, at, v| Some(indices(group, at, None, sizes.n, v))),
        forbidden_pairs: list(source, "forbidden_pairs", violations, |pair, at, v| apart(pair, at, sizes, v)),
        allowed: list(source, "allowed", violations, |entry, at, v| allowed(entry, at, sizes, v)),
    }
}

fn list<T>(
    source: &mut Source,
    key: &'static str,
    violations: &mut Violations,
    mut read: impl FnMut(View, At, &mut Violations) -> Option<T>,
) -> Vec<T> {
    let Some(value) = source.take(key) else { return Vec::new() };
    let at = At::key(key);
    let Some(entries) = items(value.view(), at, None, violations) else { return Vec::new() };
    entries.iter().enumerate().filter_map(|(index, entry)| read(entry, at.item(index), violations)).collect()
}

fn apart(value: View, at: At, sizes: Sizes, violations: &mut Violations) -> Option<(u32, u32)> {
    let (a, b) = read_pair(value, at, sizes, violations)?;
    if a == b {
        let texts = || ("names one unit twice".to_owned(), "send two units that must not share a territory".to_owned());
        violations.add(at, value, texts);
        return None;
    }
    Some((a, b))
}

/// A unit and the territories in which it may be.
fn allowed(value: View, at: At, sizes: Sizes, violations: &mut Violations) -> Option<(u32, Vec<u32>)> {
    let mut entry = items(value, at, Some((2, "a unit and a list of territories")), violations)?.iter();
    let (unit, places) = (entry.next()?, entry.next()?);
    let unit = Rule::index(sizes.n).read(unit, at.item(0), violations);
    let places = indices(places, at.item(1), None, sizes.k, violations);
    Some((unit as u32, places))
}
