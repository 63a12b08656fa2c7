use hexalign_core::check::Verdict;
use hexalign_core::problem::Problem;
use serde::Serialize;

/// What a layout does not keep, and what would help.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Unmet {
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    pub remedy: String,
}

impl Unmet {
    fn new(kind: &'static str, remedy: String) -> Self {
        Self { kind, territory: None, unit: None, metric: None, amount: None, remedy }
    }
}

/// Everything that a verdict finds unmet; empty where the layout is feasible.
pub(crate) fn unmet(problem: &Problem, territory: &[u32], verdict: &Verdict) -> Vec<Unmet> {
    let mut all = pieces(problem, verdict);
    all.extend(rules(problem, territory, verdict));
    all.extend(bounds(problem, verdict));
    all.extend(budget(problem, verdict));
    all
}

fn pieces(problem: &Problem, verdict: &Verdict) -> Vec<Unmet> {
    let of = |(own, &pieces): (u32, &u32)| {
        let unmet = match pieces {
            0 => Unmet::new(
                "empty-territory",
                "ask for fewer territories, or loosen what keeps units out of it".to_owned(),
            ),
            1 => return None,
            _ if !problem.contiguity => return None,
            _ => {
                Unmet::new("not-contiguous", "add the edges that join its pieces, or send contiguity false".to_owned())
            }
        };
        Some(Unmet { territory: Some(own), amount: (pieces > 1).then_some(f64::from(pieces)), ..unmet })
    };
    (0..).zip(&verdict.pieces).filter_map(of).collect()
}

fn rules(problem: &Problem, territory: &[u32], verdict: &Verdict) -> Vec<Unmet> {
    let rules = &problem.rules;
    let mut all = Vec::new();
    let mut add = |kind, unit: u32, remedy| {
        let own = territory.get(unit as usize).copied();
        all.push(Unmet { unit: Some(unit), territory: own, ..Unmet::new(kind, remedy) });
    };
    for &unit in &verdict.broken_locks {
        add(
            "broken-lock",
            unit,
            format!("take unit {unit} out of locked, or its territories out of locked_territories"),
        );
    }
    for &unit in &verdict.misplaced {
        add("not-allowed", unit, format!("allow unit {unit} in another territory"));
    }
    for &index in &verdict.split_groups {
        let group = &rules.groups[index as usize];
        let home = |unit: u32| territory.get(unit as usize);
        let apart = group.iter().copied().find(|&unit| home(unit) != home(group[0]));
        add(
            "split-group",
            apart.unwrap_or(group[0]),
            format!("take units out of groups[{index}], or loosen what parts them"),
        );
    }
    for &index in &verdict.joined_pairs {
        let (a, b) = rules.forbidden_pairs[index as usize];
        add("forbidden-pair", a, format!("let units {a} and {b} share a territory, or loosen what joins them"));
    }
    all
}

fn bounds(problem: &Problem, verdict: &Verdict) -> Vec<Unmet> {
    let m = problem.metrics;
    let of = |entry: usize| {
        let (own, metric, sum) = (entry / m, entry % m, verdict.sums[entry]);
        let (lower, upper) = (problem.bounds.lower[entry], problem.bounds.upper[entry]);
        let (bound, word, amount) =
            if sum > upper { ("upper", "at least", sum - upper) } else { ("lower", "at most", lower - sum) };
        let remedy = format!(
            "set {bound} of territory {own}, metric {metric} to {word} {sum}, or try effort best or another seed"
        );
        Unmet {
            territory: Some(own as u32),
            metric: Some(metric),
            amount: Some(amount),
            ..Unmet::new("outside-bounds", remedy)
        }
    };
    (0..verdict.inside.len()).filter(|&entry| !verdict.inside[entry]).map(of).collect()
}

fn budget(problem: &Problem, verdict: &Verdict) -> Vec<Unmet> {
    if verdict.over_budget(problem).is_none() {
        return Vec::new();
    }
    let totals = problem.totals();
    let of = |metric: usize| {
        let (moved, limit) = (verdict.moved[metric] / totals[metric], problem.budget[metric] / totals[metric]);
        let over = Unmet::new("over-budget", format!("set budget[{metric}] to at least {moved}"));
        (moved > limit + 1e-9).then_some(Unmet { metric: Some(metric), amount: Some(moved - limit), ..over })
    };
    (0..problem.budget.len()).filter_map(of).collect()
}
