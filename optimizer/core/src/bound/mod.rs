//! Lower bounds on the objective: how far from the best possible a layout is at most.
//!
//! | bound | holds for | file |
//! |---|---|---|
//! | Lagrangian | every layout of the problem | `relaxed_layout.rs`: what units are worth (`ascent.rs`, `bundle.rs`), centers that are units (`unit_centers.rs`) or anywhere (`free_centers.rs`, `regions.rs`), in 64 bits (`certificate.rs`) |
//! | fixed centers | every layout with the centers of the given one | `transport.rs`, `shortlists.rs` |
//!
//! Both leave out contiguity, groups, pairs, the budget, and that units are whole.

mod ascent;
mod bundle;
mod certificate;
mod first_worth;
mod free_centers;
mod lanes;
mod layout_centers;
mod price;
mod regions;
mod relaxation;
mod relaxed_layout;
mod service;
mod shortlists;
mod site;
mod start_prices;
mod transport;
mod travel;
mod unit_centers;

use crate::check::check;
use crate::problem::Problem;
use crate::solve::search::Effort;
use layout_centers::layout_centers;
use relaxed_layout::compactness_bound;
use service::Service;
use start_prices::start_prices;
use transport::transport;
use travel::travel_bound;

/// What a bound holds for, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundKind {
    /// Every layout of the problem: a Lagrangian relaxation of the model of Hess et al. (1965).
    Lagrangian,
    /// Every layout within its bounds that has the centers of the given one: a transport problem.
    FixedCenters,
    /// Every layout of the problem: the search tried or ruled out all of them.
    Exact,
    /// Every layout: squared distances are not negative.
    Trivial,
}

impl BoundKind {
    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lagrangian => "lagrangian",
            Self::FixedCenters => "fixed-centers",
            Self::Exact => "exact",
            Self::Trivial => "trivial",
        }
    }
}

/// A lower bound on the objective of all territories together.
///
/// # Units
/// Those of [`Verdict::objective`](crate::check::Verdict::objective), summed: weight times km squared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// No layout that the kind speaks of has a lower objective.
    pub value: f64,
    /// What it holds for.
    pub kind: BoundKind,
}

/// Units up to which the bound holds for every layout.
pub const GLOBAL_UNITS: usize = 1_500;

/// The best lower bound that the size of a valid problem allows. `territory`, `[n]` with values below `k`, is a layout: its centers and its objective say where
/// to look; it need not be feasible, but the better it is, the better the bound.
///
/// Up to [`GLOBAL_UNITS`] units the bound holds for every layout of the problem, beyond see [`fixed_center_bound`]. Where the problem has no feasible layout a
/// bound means nothing.
///
/// # Cost
/// At effort normal 0.1 to 1 s of one core for 700 to 1,500 units; 9 MB where territories are about units.
#[must_use]
pub fn lower_bound(problem: &Problem, territory: &[u32], effort: Effort) -> Bound {
    if problem.units() > GLOBAL_UNITS {
        return fixed_center_bound(problem, territory, effort);
    }
    let Ok(verdict) = check(problem, territory) else { return TRIVIAL };
    let share = if problem.homes.iter().any(Option::is_some) { 1.0 - problem.home_weight } else { 1.0 };
    let compactness = if share > 0.0 {
        compactness_bound(problem, territory, compactness_of(problem, territory), effort).max(0.0)
    } else {
        0.0
    };
    let value = share * compactness + travel_bound(problem);
    // Rounding aside, the bound cannot be above what a layout has reached.
    let reached = if verdict.is_feasible(problem) { verdict.objective.iter().sum() } else { f64::INFINITY };
    Bound { value: value.min(reached), kind: BoundKind::Lagrangian }.or_trivial()
}

/// A lower bound for the layouts of a valid problem that keep all bounds and have the centers of `territory`, `[n]` with values below `k`: how good its borders
/// are, not how good its centers. It holds for `territory` itself where it keeps the bounds.
///
/// # Cost
/// At effort normal 0.5 s of one core for 200,000 units and 1,000 territories; memory for some 20 numbers of 4 bytes a unit.
#[must_use]
pub fn fixed_center_bound(problem: &Problem, territory: &[u32], effort: Effort) -> Bound {
    let k = problem.territories;
    if territory.len() != problem.units() || territory.iter().any(|&own| own as usize >= k) {
        return TRIVIAL;
    }
    let service = Service::objective(problem, layout_centers(problem, territory));
    let starts = [vec![0.0; k * problem.metrics], start_prices(&service, territory)];
    let value = transport(&service, &starts, transport_evaluations(problem, effort)).value;
    Bound { value, kind: BoundKind::FixedCenters }.or_trivial()
}

const TRIVIAL: Bound = Bound { value: 0.0, kind: BoundKind::Trivial };

impl Bound {
    fn or_trivial(self) -> Self {
        if self.value > 0.0 && self.value.is_finite() { self } else { TRIVIAL }
    }
}

fn compactness_of(problem: &Problem, territory: &[u32]) -> f64 {
    let centers = layout_centers(problem, territory);
    let cost = |(unit, &own): (usize, &u32)| {
        problem.inertia_weight[unit] * problem.measure.squared(problem.position[unit], centers[own as usize])
    };
    territory.iter().enumerate().map(cost).sum()
}

/// Evaluations of the transport bound: as many as fit a number of looks at a unit.
fn transport_evaluations(problem: &Problem, effort: Effort) -> u32 {
    let looks = match effort {
        Effort::Fast => 3_000_000,
        Effort::Normal => 12_000_000,
        Effort::Best => 60_000_000,
    };
    (looks / problem.units().max(1) as u64).clamp(30, 1_000) as u32
}
