//! How hard to search, in steps that follow from the size of the problem.

/// How hard to search: a number of steps that follows from the size of the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For a look while a map is dragged.
    Fast,
    /// For a proposal.
    Normal,
    /// For what will be published.
    Best,
}

/// What determines a search beside its problem.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// The same seed gives the same layout.
    pub seed: u64,
    /// How hard to search.
    pub effort: Effort,
}

impl Effort {
    /// Annealing steps of an attempt, polish included.
    #[must_use]
    pub fn steps(self, units: usize) -> u64 {
        let (per_unit, least, most) = match self {
            Self::Fast => (80, 50_000, 2_000_000),
            // Two hundred thousand units need more than sixteen million to lose the creases of the start.
            Self::Normal => (800, 200_000, (units as u64 * 130).max(16_000_000)),
            Self::Best => (1_600, 400_000, 60_000_000),
        };
        (units as u64 * per_unit).clamp(least, most)
    }

    /// Steps of the search for small problems.
    pub(crate) fn tight_steps(self, units: usize) -> u64 {
        // Few units are combinatorial: only more walks help. Many are geometry, and each step costs more.
        let few = units <= 200;
        let (per_unit, most) = match self {
            Self::Fast => (20_000, 1_500_000),
            Self::Normal => (120_000, if few { 7_000_000 } else { 5_000_000 }),
            Self::Best => (500_000, 40_000_000),
        };
        (units as u64 * per_unit).min(most)
    }

    /// Nodes of the exact search before anything else, where it is likely to end.
    pub(crate) fn first_nodes(self) -> u64 {
        match self {
            Self::Fast => 100_000,
            Self::Normal => 300_000,
            Self::Best => 1_000_000,
        }
    }

    /// Nodes of the exact search that knows a good layout.
    pub(crate) fn proof_nodes(self) -> u64 {
        match self {
            Self::Fast => 1_000,
            Self::Normal => 10_000,
            Self::Best => 200_000,
        }
    }

    /// Starts of which an attempt takes the best.
    pub(crate) fn starts(self, units: usize) -> u64 {
        let most = match self {
            Self::Fast => 2,
            Self::Normal => 8,
            Self::Best => 16,
        };
        // A start of many units takes a second, and one is much like another.
        (400_000 / units.max(1) as u64).clamp(2, most)
    }

    /// Steps of all attempts: new ones begin while fewer than `while_feasible` were taken, and while the bounds do not hold up to `in_all`.
    pub(crate) fn limits(self) -> Limits {
        match self {
            Self::Fast => Limits { while_feasible: 400_000, in_all: 3_200_000 },
            Self::Normal => Limits { while_feasible: 3_200_000, in_all: 24_000_000 },
            Self::Best => Limits { while_feasible: 24_000_000, in_all: 120_000_000 },
        }
    }
}

/// Small problems with tight bounds need many short attempts, large ones can afford few.
pub(crate) struct Limits {
    pub(crate) while_feasible: u64,
    pub(crate) in_all: u64,
}
