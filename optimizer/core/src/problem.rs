//! The problem that the solver solves: units, metrics, bounds, adjacency, today's layout and its limits.

use core::fmt;

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
    /// What a territory's sums may be.
    pub bounds: Bounds,
    /// `[n]` territory today or [`NONE`]; empty: no layout today.
    pub current: Vec<u32>,
    /// `[n]` units that stay in their current territory; empty: none.
    pub locked: Vec<bool>,
    /// `[m]` how much of a metric may leave its current territory, infinite where unlimited; empty: unlimited.
    pub budget: Vec<f64>,
}

/// Neighbours of each unit in compressed rows: those of unit `i` are `neighbors[start[i]..start[i + 1]]`, ascending.
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    /// `[n + 1]` offsets.
    pub start: Vec<u32>,
    /// Neighbours, each edge from both of its ends.
    pub neighbors: Vec<u32>,
}

/// Lower and upper bound and target of each territory's sum of each metric.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// `[k][m]`, 0 or more.
    pub lower: Vec<f64>,
    /// `[k][m]`, positive where the metric has a bound.
    pub target: Vec<f64>,
    /// `[k][m]`, infinite where the metric is not balanced.
    pub upper: Vec<f64>,
}

/// Why a problem cannot be solved at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemError {
    /// More territories than units, or none.
    Territories {
        /// Territories asked for.
        territories: usize,
        /// Units there are.
        units: usize,
    },
    /// An array has the wrong length.
    Shape {
        /// The array.
        what: &'static str,
        /// Its length.
        length: usize,
        /// The length it must have.
        expected: usize,
    },
    /// A number is not finite, is negative where it may not be, or an index is out of range.
    Value {
        /// The array.
        what: &'static str,
        /// The position in it.
        index: usize,
    },
    /// Units fall into several pieces that no edge joins.
    Disconnected {
        /// Number of pieces.
        pieces: usize,
    },
}

impl fmt::Display for ProblemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Territories { territories, units } => {
                write!(f, "{territories} territories of {units} units: ask for 1 to {units}")
            }
            Self::Shape { what, length, expected } => write!(f, "{what} has {length} entries and must have {expected}"),
            Self::Value { what, index } => write!(f, "{what}[{index}] is out of range"),
            Self::Disconnected { pieces } => write!(f, "the units fall into {pieces} pieces: join them by edges"),
        }
    }
}

impl core::error::Error for ProblemError {}

impl Adjacency {
    /// The neighbours of a unit.
    #[must_use]
    pub fn of(&self, unit: u32) -> &[u32] {
        let unit = unit as usize;
        &self.neighbors[self.start[unit] as usize..self.start[unit + 1] as usize]
    }

    /// Builds compressed rows from pairs; a pair may stand in either order, twice, or as a loop (left out).
    ///
    /// # Errors
    /// [`ProblemError::Value`] where an end is not below `units`.
    pub fn from_edges(units: usize, edges: &[(u32, u32)]) -> Result<Self, ProblemError> {
        let mut pairs = Vec::with_capacity(edges.len() * 2);
        for (index, &(a, b)) in edges.iter().enumerate() {
            if a as usize >= units || b as usize >= units {
                return Err(ProblemError::Value { what: "edges", index });
            }
            if a != b {
                pairs.push((a, b));
                pairs.push((b, a));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut start = vec![0u32; units + 1];
        for &(a, _) in &pairs {
            start[a as usize + 1] += 1;
        }
        for i in 0..units {
            start[i + 1] += start[i];
        }
        Ok(Self { start, neighbors: pairs.into_iter().map(|(_, b)| b).collect() })
    }
}

impl Bounds {
    /// The same bounds for every territory: an equal share of each total, give or take a tolerance.
    ///
    /// `tolerances` holds a fraction per metric, or none where the metric is not balanced.
    #[must_use]
    pub fn equal_shares(totals: &[f64], territories: usize, tolerances: &[Option<f64>]) -> Self {
        let m = totals.len();
        let mut bounds = Self {
            lower: Vec::with_capacity(territories * m),
            target: Vec::with_capacity(territories * m),
            upper: Vec::with_capacity(territories * m),
        };
        for _ in 0..territories {
            for (total, tolerance) in totals.iter().zip(tolerances) {
                let target = total / territories as f64;
                bounds.target.push(target);
                match tolerance {
                    Some(tolerance) if target > 0.0 => {
                        bounds.lower.push((target * (1.0 - tolerance)).max(0.0));
                        bounds.upper.push(target * (1.0 + tolerance));
                    }
                    _ => {
                        bounds.lower.push(0.0);
                        bounds.upper.push(f64::INFINITY);
                    }
                }
            }
        }
        bounds
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
        self.locked.get(unit as usize).copied().unwrap_or(false) && self.current_of(unit) != NONE
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

    /// Checks every shape, number and index, and that the units hang together.
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
        for (what, length, expected) in
            [("current", self.current.len(), n), ("locked", self.locked.len(), n), ("budget", self.budget.len(), m)]
        {
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
        let mut seen = vec![false; n];
        let mut pieces = 0;
        let mut queue = Vec::new();
        for unit in 0..n as u32 {
            if seen[unit as usize] {
                continue;
            }
            pieces += 1;
            seen[unit as usize] = true;
            queue.push(unit);
            while let Some(next) = queue.pop() {
                for &other in self.adjacency.of(next) {
                    if !seen[other as usize] {
                        seen[other as usize] = true;
                        queue.push(other);
                    }
                }
            }
        }
        if pieces > 1 { Err(ProblemError::Disconnected { pieces }) } else { Ok(()) }
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
