use super::{Reason, ReasonKind};
use crate::problem::Problem;

/// What to change so that this reason goes, in one sentence with the number it takes. Territories, units and metrics go by their index.
#[must_use]
pub fn remedy(reason: &Reason, problem: &Problem) -> String {
    let unit = reason.unit.unwrap_or_default();
    let metric = reason.metric.unwrap_or_default();
    let territory = reason.territory.map_or_else(|| "any territory".into(), |t| format!("territory {t}"));
    let amount = reason.amount.unwrap_or_default();
    match reason.kind {
        ReasonKind::NoLayout => {
            "every layout was ruled out: widen a bound, loosen a rule or let more move, as the other reasons say".into()
        }
        ReasonKind::NowhereAllowed => {
            format!("allow unit {unit} and the units grouped with it at least one territory in common")
        }
        ReasonKind::LocksClash => clash(reason, problem),
        ReasonKind::LocksSplit => {
            format!("unlock units of {territory}, which lie in {amount} parts, or what lies between them")
        }
        ReasonKind::UnitTooHeavy => format!(
            "raise an upper bound of metric {metric} to {} for unit {unit}, split the unit, or take it out of its group",
            figure(amount)
        ),
        ReasonKind::TotalsDoNotFit if amount > 0.0 => {
            let which = if amount < 1.0 { "lower" } else { "upper" };
            format!("multiply the {which} bounds of metric {metric} by {}", figure(amount))
        }
        ReasonKind::TotalsDoNotFit => format!("set the bounds of metric {metric} around its total"),
        ReasonKind::ComponentTooSmall => format!(
            "join the piece of unit {unit}, which weighs {} in metric {metric}, to another by an edge, change the number of territories, or widen the bounds",
            figure(amount)
        ),
        ReasonKind::AllowedTooLittle => match reason.metric {
            Some(metric) => format!(
                "lower the lower bound of metric {metric} of {territory} to {} or allow more units there",
                figure(amount)
            ),
            None => format!("allow units in {territory}, or ask for one territory less"),
        },
        ReasonKind::BudgetTooSmall => {
            format!("let at least {} of metric {metric} move", percent(amount))
        }
        ReasonKind::EmptyTerritory => format!("ask for fewer territories, or give {territory} a lower bound"),
        ReasonKind::NotContiguous => {
            format!("join the {amount} pieces of {territory} by edges, widen the bounds, or search longer")
        }
        ReasonKind::BrokenLock => format!("unlock unit {unit} or its territory, or search longer"),
        ReasonKind::NotAllowed => format!("allow unit {unit} in {territory}, or search longer"),
        ReasonKind::SplitGroup => format!("dissolve the group of unit {unit}, or search longer"),
        ReasonKind::ForbiddenPair => format!("let unit {unit} share {territory} with its pair, or search longer"),
        ReasonKind::OutsideTolerance => outside(reason, problem),
        ReasonKind::UnevenMix => uneven(reason),
        ReasonKind::OverBudget => format!("let {} of metric {metric} move, or widen the bounds", percent(amount)),
    }
}

/// Bounds as a tolerance and in figures, both outwards: what is set to them holds the layout.
fn outside(reason: &Reason, problem: &Problem) -> String {
    let (territory, metric) = (reason.territory.unwrap_or_default(), reason.metric.unwrap_or_default());
    let Some(amount) = reason.amount else {
        return format!("let territory {territory} hold more than nothing of metric {metric}, or search longer");
    };
    let target = problem.bounds.target[territory as usize * problem.metrics + metric as usize];
    let share = rounded_up(amount);
    let (lower, upper) = ((target * (1.0 - share)).max(0.0), target * (1.0 + share));
    format!(
        "widen the tolerance of metric {metric} of territory {territory} to {} ({} to {}), or search longer",
        percent(amount),
        libm::floor(lower * 1e4) / 1e4,
        libm::ceil(upper * 1e4) / 1e4
    )
}

fn uneven(reason: &Reason) -> String {
    let (unit, metric) = (reason.unit.unwrap_or_default(), reason.metric.unwrap_or_default());
    let widen = format!(
        "widen the tolerance of metric {metric} there to {}, or search longer",
        percent(reason.amount.unwrap_or_default())
    );
    let Some(mix) = reason.mix else { return widen };
    let short = |value: f64| libm::round(value * 1e3) / 1e3;
    format!(
        "up to {} km from unit {unit} metric {metric} is {} of metric {}, each in targets, where the bounds ask for {}: {} targets must come from beyond; {widen}",
        libm::ceil(mix.radius_km),
        short(mix.ratio),
        mix.per,
        short(mix.allowed),
        short(mix.lack)
    )
}

fn clash(reason: &Reason, problem: &Problem) -> String {
    match (reason.territory, reason.unit, reason.metric, reason.amount) {
        (Some(territory), unit, Some(metric), Some(sum)) => {
            let upper = problem.bounds.upper[territory as usize * problem.metrics + metric as usize];
            let (which, units) = if sum > upper { ("upper", "units") } else { ("lower", "it") };
            let from = unit.map_or(String::new(), |unit| format!(", from unit {unit} on"));
            format!(
                "set the {which} bound of metric {metric} of territory {territory} to {} or unlock {units}{from}",
                figure(sum)
            )
        }
        (Some(territory), Some(unit), ..) => {
            format!("unlock unit {unit} or what it is paired with in territory {territory}, or let them share it")
        }
        (Some(territory), ..) => format!("unlock territory {territory}, which has no unit"),
        (None, unit, ..) => {
            let unit = unit.unwrap_or_default();
            format!(
                "unlock unit {unit} or the territories it may be in, or change its group, its pairs or where it is allowed"
            )
        }
    }
}

fn percent(share: f64) -> String {
    format!("{} %", libm::round(rounded_up(share) * 1e5) / 1e3)
}

/// To a thousandth of a percent: a limit of the figure shown must be enough.
fn rounded_up(share: f64) -> f64 {
    libm::ceil(share * 1e5 - 1e-6) / 1e5
}

fn figure(value: f64) -> String {
    format!("{}", libm::round(value * 1e4) / 1e4)
}

#[cfg(test)]
mod tests {
    use super::super::row::row;
    use super::*;

    #[test]
    fn a_remedy_says_the_number_it_takes() {
        let outside = Reason::new(ReasonKind::OutsideTolerance).territory(1).metric(0).amount(0.123_456);
        assert_eq!(
            remedy(&outside, &row()),
            "widen the tolerance of metric 0 of territory 1 to 12.346 % (2.6296 to 3.3704), or search longer"
        );
        let totals = Reason::new(ReasonKind::TotalsDoNotFit).metric(0).amount(0.8);
        assert_eq!(remedy(&totals, &row()), "multiply the lower bounds of metric 0 by 0.8");
        let clash = Reason::new(ReasonKind::LocksClash).territory(0).metric(0).unit(2).amount(5.0);
        assert_eq!(
            remedy(&clash, &row()),
            "set the upper bound of metric 0 of territory 0 to 5 or unlock units, from unit 2 on"
        );
    }
}
