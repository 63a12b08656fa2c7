//! The problem that the solver solves: units, metrics, bounds, adjacency, today's layout, and the rules that every layout keeps.

mod adjacency;
mod bounds;
mod compactness;
mod derive_territories;
mod distance;
mod follow;
mod problem_error;
mod rules;

pub use adjacency::Adjacency;
pub use bounds::Bounds;
pub use compactness::LEAST_COMPACTNESS;
pub use derive_territories::derive_territories;
pub use distance::squared;
pub use problem_error::ProblemError;
pub use rules::Rules;

/// No territory: a unit that has none today.
pub const NONE: u32 = u32::MAX;

/// Units to divide among territories.
///
/// # Shape
/// `n` units, `m` metrics, `k` territories; matrices are row-major.
#[derive(Clone, Debug)]
pub struct Problem {
    /// `k`, at least 1 and at most `n`.
    pub territories: usize,
    /// `m`, at least 1.
    pub metrics: usize,
    /// `[n]` positions in km; a plane (third coordinate 0) or a sphere, distances are straight lines.
    pub position: Vec<[f64; 3]>,
    /// `[n]` weight of a unit in the moment of inertia, not negative.
    pub inertia_weight: Vec<f64>,
    /// `[n][m]` metric values, not negative.
    pub weights: Vec<f64>,
    /// Which units touch.
    pub adjacency: Adjacency,
    /// Whether the units of a territory must form one piece.
    pub contiguity: bool,
    /// What a territory's sums may be.
    pub bounds: Bounds,
    /// How compactness is measured.
    pub measure: Measure,
    /// `[n]` territory today or [`NONE`]; empty: no layout today.
    pub current: Vec<u32>,
    /// `[m]` how much of a metric may leave its current territory, infinite where unlimited; empty: unlimited.
    pub budget: Vec<f64>,
    /// What a unit away from its current territory costs, in mean squared distances of that territory; 0: moves are free within the budget.
    pub move_cost: f64,
    /// `[k]` where the rep of a territory lives; empty: nobody has a home.
    pub homes: Vec<Option<[f64; 3]>>,
    /// 0 to 1, how much of the objective of a territory with a home is travel from there; at 1 the home is the center.
    pub home_weight: f64,
    /// The dial between shape and balance, [`LEAST_COMPACTNESS`] to 1; at 1 any sum within its bounds is as good as any other.
    pub compactness: f64,
    /// `[n]` territory in the layout whose borders are followed, or [`NONE`] outside of it; any numbers. Empty: none is followed.
    pub follow: Vec<u32>,
    /// How much following counts: see [`Problem::follow_cost`]. 0: not at all.
    pub follow_weight: f64,
    /// Which units may be where, and with whom.
    pub rules: Rules,
}

/// How the compactness of a territory is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Moment of inertia about the weighted centroid: weight times km squared.
    #[default]
    Centroid,
    /// About the best of the territory's own units, distances in whole km, as Validi, Buchanan, Lykhovyd (2022, doi 10.1287/opre.2021.2141) measure
    /// the model of Hess et al. (1965).
    UnitIntegerKm,
}

impl Default for Problem {
    fn default() -> Self {
        Self {
            territories: 0,
            metrics: 0,
            position: Vec::new(),
            inertia_weight: Vec::new(),
            weights: Vec::new(),
            adjacency: Adjacency::default(),
            contiguity: true,
            bounds: Bounds::default(),
            measure: Measure::default(),
            current: Vec::new(),
            budget: Vec::new(),
            move_cost: 0.0,
            homes: Vec::new(),
            home_weight: 0.0,
            compactness: 1.0,
            follow: Vec::new(),
            follow_weight: 0.0,
            rules: Rules::default(),
        }
    }
}

impl Problem {
    /// Number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.position.len()
    }

    /// The metric values of a unit.
    #[must_use]
    pub fn weights_of(&self, unit: u32) -> &[f64] {
        &self.weights[unit as usize * self.metrics..(unit as usize + 1) * self.metrics]
    }

    /// The territory of a unit today, or [`NONE`].
    #[must_use]
    pub fn current_of(&self, unit: u32) -> u32 {
        self.current.get(unit as usize).copied().unwrap_or(NONE)
    }

    /// Whether a unit must stay where it is today.
    #[must_use]
    pub fn is_locked(&self, unit: u32) -> bool {
        let today = self.current_of(unit);
        today != NONE && (self.rules.locks_unit(unit) || self.rules.locks_territory(today))
    }

    /// Where the rep of a territory lives, where the objective counts travel from there.
    #[must_use]
    pub fn home_of(&self, territory: u32) -> Option<[f64; 3]> {
        if self.home_weight > 0.0 { self.homes.get(territory as usize).copied().flatten() } else { None }
    }

    /// Sum of each metric over all units.
    #[must_use]
    pub fn totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.metrics];
        for row in self.weights.chunks_exact(self.metrics.max(1)) {
            for (total, value) in totals.iter_mut().zip(row) {
                *total += value;
            }
        }
        totals
    }

    /// Checks every shape, number and index.
    ///
    /// # Errors
    /// The first [`ProblemError`] found.
    pub fn validate(&self) -> Result<(), ProblemError> {
        let (n, m, k) = (self.units(), self.metrics, self.territories);
        if k == 0 || k > n {
            return Err(ProblemError::Territories { territories: k, units: n });
        }
        expect_length("metrics", m.min(1), 1)?;
        expect_length("inertia_weight", self.inertia_weight.len(), n)?;
        expect_length("weights", self.weights.len(), n * m)?;
        expect_length("adjacency.start", self.adjacency.start.len(), n + 1)?;
        for (what, values) in
            [("lower", &self.bounds.lower), ("target", &self.bounds.target), ("upper", &self.bounds.upper)]
        {
            expect_length(what, values.len(), k * m)?;
        }
        for (what, length, expected) in [
            ("current", self.current.len(), n),
            ("homes", self.homes.len(), k),
            ("budget", self.budget.len(), m),
            ("follow", self.follow.len(), n),
        ] {
            if length != 0 {
                expect_length(what, length, expected)?;
            }
        }
        expect_values("position", self.position.as_flattened(), f64::is_finite)?;
        expect_values("inertia_weight", &self.inertia_weight, |v| v.is_finite() && v >= 0.0)?;
        expect_values("weights", &self.weights, |v| v.is_finite() && v >= 0.0)?;
        expect_values("lower", &self.bounds.lower, |v| v.is_finite() && v >= 0.0)?;
        expect_values("target", &self.bounds.target, |v| v.is_finite() && v >= 0.0)?;
        expect_values("upper", &self.bounds.upper, |v| v >= 0.0)?;
        expect_values("budget", &self.budget, |v| v >= 0.0)?;
        if let Some(index) = self.current.iter().position(|&t| t != NONE && t as usize >= k) {
            return Err(ProblemError::Value { what: "current", index });
        }
        for home in self.homes.iter().flatten() {
            expect_values("homes", home, f64::is_finite)?;
        }
        expect_values("home_weight", &[self.home_weight], |v| (0.0..=1.0).contains(&v))?;
        expect_values("compactness", &[self.compactness], |v| (LEAST_COMPACTNESS..=1.0).contains(&v))?;
        expect_values("follow_weight", &[self.follow_weight], |v| v.is_finite() && v >= 0.0)?;
        expect_values("move_cost", &[self.move_cost], |v| v.is_finite() && v >= 0.0)?;
        self.rules.validate(n, k)?;
        self.validate_adjacency()
    }

    fn validate_adjacency(&self) -> Result<(), ProblemError> {
        let (n, start) = (self.units(), &self.adjacency.start);
        if let Some(index) = start.windows(2).position(|pair| pair[0] > pair[1]) {
            return Err(ProblemError::Value { what: "adjacency.start", index });
        }
        expect_length("adjacency.neighbors", self.adjacency.neighbors.len(), start[n] as usize)?;
        for unit in 0..n as u32 {
            for (offset, &other) in self.adjacency.of(unit).iter().enumerate() {
                let known = (other as usize) < n && other != unit;
                if !known || self.adjacency.of(other).binary_search(&unit).is_err() {
                    let index = start[unit as usize] as usize + offset;
                    return Err(ProblemError::Value { what: "adjacency.neighbors", index });
                }
            }
        }
        Ok(())
    }
}

fn expect_length(what: &'static str, length: usize, expected: usize) -> Result<(), ProblemError> {
    if length == expected { Ok(()) } else { Err(ProblemError::Shape { what, length, expected }) }
}

fn expect_values(what: &'static str, values: &[f64], holds: impl Fn(f64) -> bool) -> Result<(), ProblemError> {
    match values.iter().position(|&value| !holds(value)) {
        Some(index) => Err(ProblemError::Value { what, index }),
        None => Ok(()),
    }
}
