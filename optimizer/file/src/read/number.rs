use crate::json::{Items, View};
use crate::violation::{At, Violations};

/// What a number may be.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    least: f64,
    most: f64,
    whole: bool,
    /// What null stands for, where it may be.
    null: Option<f64>,
}

impl Rule {
    pub fn number(least: f64, most: f64) -> Self {
        Self { least, most, whole: false, null: None }
    }

    pub fn whole(least: f64, most: f64) -> Self {
        Self { least, most, whole: true, null: None }
    }

    /// The position of one of `count` things; of any number where that is not known.
    pub fn index(count: Option<usize>) -> Self {
        Self::whole(0.0, count.map_or(f64::from(u32::MAX) - 1.0, |count| count as f64 - 1.0))
    }

    pub fn or_null(self, value: f64) -> Self {
        Self { null: Some(value), ..self }
    }

    /// The number, or what null stands for; where it is neither, a violation and the least number.
    pub fn read(self, value: View, at: At, violations: &mut Violations) -> f64 {
        let wrong = match value {
            View::Null => match self.null {
                Some(value) => return value,
                None => "is null".to_owned(),
            },
            View::Number(number) if self.whole && number.fract() != 0.0 => "is not a whole number".to_owned(),
            View::Number(number) if number < self.least => format!("is below {}", self.least),
            View::Number(number) if number > self.most => format!("is above {}", self.most),
            View::Number(number) => return number,
            _ => "is not a number".to_owned(),
        };
        violations.add(at, value, || (wrong, self.wanted()));
        self.least
    }

    fn wanted(self) -> String {
        let kind = if self.whole { "whole number" } else { "number" };
        let null = if self.null.is_some() { ", or null for none" } else { "" };
        if self.most < self.least {
            return "there is nothing to name here: leave it out".to_owned();
        }
        format!("send a {kind} from {} to {}{null}", self.least, self.most)
    }
}

/// The items of a list of so many; a violation where it is none, or has another length. `what` says why so many.
pub(super) fn items<'a>(
    value: View<'a>,
    at: At,
    expected: Option<(usize, &str)>,
    violations: &mut Violations,
) -> Option<Items<'a>> {
    let View::List(items) = value else {
        let remedy = match expected {
            Some((count, what)) => format!("send a list of {count} entries, {what}"),
            None => "send a list".to_owned(),
        };
        violations.add(at, value, || ("is not a list".to_owned(), remedy));
        return None;
    };
    match expected {
        Some((count, what)) if items.len() != count => {
            let wrong = format!("has {} entries", items.len());
            violations.add(at, value, || (wrong, format!("send {count} entries, {what}")));
            None
        }
        _ => Some(items),
    }
}

/// A list of numbers; empty where anything is wrong with its length.
pub(super) fn numbers(
    value: View,
    at: At,
    expected: Option<(usize, &str)>,
    rule: Rule,
    violations: &mut Violations,
) -> Vec<f64> {
    let Some(items) = items(value, at, expected, violations) else { return Vec::new() };
    items.iter().enumerate().map(|(index, item)| rule.read(item, at.item(index), violations)).collect()
}

/// A list of positions.
pub(super) fn indices(
    value: View,
    at: At,
    expected: Option<(usize, &str)>,
    count: Option<usize>,
    violations: &mut Violations,
) -> Vec<u32> {
    let numbers = numbers(value, at, expected, Rule::index(count), violations);
    numbers.into_iter().map(|number| number as u32).collect()
}
