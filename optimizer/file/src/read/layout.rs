use hexalign_core::problem::NONE;
use serde::Serialize;

use super::number::{Rule, items, numbers};
use super::sizes::Sizes;
use crate::json::View;
use crate::source::Source;
use crate::violation::{At, Violations};

/// Most points of a disruption curve.
const MAX_POINTS: usize = 100;

/// A point of the disruption curve that is asked for.
#[derive(Clone, Debug)]
pub struct BudgetPoint {
    /// As it stands in the file.
    pub asked: AskedBudget,
    /// `[m]` how much of each metric may leave its territory, infinite where unlimited.
    pub budget: Vec<f64>,
}

/// A budget of moves as it stands in a file.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum AskedBudget {
    /// Of the first metric.
    Share(f64),
    /// Of each.
    Shares(Vec<Option<f64>>),
}

/// `current`: a territory per unit, -1 or null for none.
pub(super) fn current(source: &mut Source, sizes: Sizes, violations: &mut Violations) -> Vec<u32> {
    let Some(value) = source.take("current") else { return Vec::new() };
    let most = sizes.k.map_or(f64::from(u32::MAX) - 1.0, |k| k as f64 - 1.0);
    let rule = Rule::whole(-1.0, most).or_null(-1.0);
    let today = numbers(value.view(), At::key("current"), sizes.units(), rule, violations);
    today.into_iter().map(|today| if today < 0.0 { NONE } else { today as u32 }).collect()
}

/// `budget`: shares of each metric's total, null where unlimited.
pub(super) fn budget(source: &mut Source, sizes: Sizes, totals: &[f64], violations: &mut Violations) -> Vec<f64> {
    let Some(value) = source.take("budget") else { return Vec::new() };
    let shares = numbers(value.view(), At::key("budget"), sizes.metrics(), share(), violations);
    amounts(&shares, totals)
}

/// `budgets`: the points of the disruption curve, each a share of the first metric (the others as `budget` has them) or a list of shares.
pub(super) fn budgets(
    source: &mut Source,
    sizes: Sizes,
    has_current: bool,
    (budget, totals): (&[f64], &[f64]),
    violations: &mut Violations,
) -> Vec<BudgetPoint> {
    let Some(value) = source.take("budgets") else { return Vec::new() };
    let at = At::key("budgets");
    let Some(points) = items(value.view(), at, None, violations) else { return Vec::new() };
    if points.len() > MAX_POINTS {
        let texts = || (format!("has {} entries", points.len()), format!("send at most {MAX_POINTS} budgets"));
        violations.add(at, value.view(), texts);
        return Vec::new();
    }
    if points.len() > 0 && !has_current {
        violations.missing("current", "budgets limit moves from today's layout: send it, or leave budgets out");
    }
    let mut read = |index: usize, point: View| {
        let at = at.item(index);
        if let View::List(_) = point {
            let shares = numbers(point, at, sizes.metrics(), share(), violations);
            let asked = shares.iter().map(|share| share.is_finite().then_some(*share)).collect();
            return BudgetPoint { asked: AskedBudget::Shares(asked), budget: amounts(&shares, totals) };
        }
        let first = Rule::number(0.0, 1.0).read(point, at, violations);
        let mut budget = budget.to_vec();
        budget.resize(totals.len(), f64::INFINITY);
        if let (Some(limit), Some(total)) = (budget.first_mut(), totals.first()) {
            *limit = first * total;
        }
        BudgetPoint { asked: AskedBudget::Share(first), budget }
    };
    points.iter().enumerate().map(|(index, point)| read(index, point)).collect()
}

fn share() -> Rule {
    Rule::number(0.0, 1.0).or_null(f64::INFINITY)
}

/// A share of nothing is nothing, also where it is unlimited.
fn amounts(shares: &[f64], totals: &[f64]) -> Vec<f64> {
    shares.iter().zip(totals).map(|(share, total)| if share.is_finite() { share * total } else { *share }).collect()
}
