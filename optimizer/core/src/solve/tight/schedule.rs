//! How long, how hot and from where walks are, and when there have been enough of them: by the number of units.

use crate::solve::random::Random;
use crate::solve::tight::pieces::WORD_UNITS;
use crate::solve::tight::walk::WalkPlan;

/// What depends on the number of units. Tuned on counties, 33 to 105 units, and on tracts, 295 to 834.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    units: usize,
    /// Walks from fresh layouts, before those from the best.
    pub first_walks: usize,
    /// Every how many walks starts from one of the best after that; the others start from fresh layouts.
    pub again_every: usize,
    /// Part of the budget before centers are looked at.
    pub walk_share: f64,
    /// A search ends after so many walks that found nothing better, and so many more for each that it took to find its best.
    calm: (usize, usize),
    /// Steps, and temperature at the first and the last, in objectives, of a walk from a fresh layout.
    fresh: (u32, f64, f64),
    /// The same from one of the best; the first temperature up to ten times that.
    again: (u32, f64, f64),
}

/// Units up to which a walk is hot from the start and forgets it: counties. Above, geometry rules and a walk only shakes.
const FEW_UNITS: usize = 200;
/// Penalty of a broken bound, objectives per target: log-uniform from the least over so many decades.
const LEAST_PENALTY: f64 = 0.3;
const PENALTY_DECADES: f64 = 1.5;

impl Schedule {
    /// The schedule for so many units.
    #[must_use]
    pub fn new(units: usize) -> Self {
        let steps = (600 * units as u32).min(50_000);
        if units <= WORD_UNITS {
            // Short walks: what they find is combined.
            Self {
                units,
                first_walks: 8,
                again_every: 4,
                walk_share: 0.6,
                calm: (24, 2),
                fresh: (steps, 0.1, 0.001),
                again: (steps / 2, 0.002, 0.0002),
            }
        } else if units <= FEW_UNITS {
            Self {
                units,
                first_walks: 8,
                again_every: 4,
                walk_share: 0.6,
                calm: (8, 2),
                fresh: (200_000, 0.1, 0.001),
                again: (100_000, 0.002, 0.0002),
            }
        } else {
            Self {
                units,
                first_walks: 8,
                again_every: 1,
                walk_share: 0.35,
                calm: (4, 1),
                fresh: (60_000, 0.01, 0.0003),
                again: (200_000, 0.001, 0.00003),
            }
        }
    }

    /// Whether so many walks are enough, the best found by the walk `last_gain`.
    #[must_use]
    pub fn is_calm(&self, walks: usize, last_gain: usize) -> bool {
        walks >= self.first_walks && walks >= self.calm.0 + self.calm.1 * last_gain
    }

    /// The plan of a walk, from one of the best or from a fresh layout; `scale` is an objective.
    pub fn plan(&self, again: bool, scale: f64, random: &mut Random) -> WalkPlan {
        let (steps, mut hot, cold) = if again { self.again } else { self.fresh };
        if again {
            hot *= libm::pow(10.0, random.unit_interval());
        }
        let penalty = scale * LEAST_PENALTY * libm::pow(10.0, PENALTY_DECADES * random.unit_interval());
        let calm = (100.0 / self.units as f64).min(1.0);
        WalkPlan { steps, hot: hot * scale * calm, cold: cold * scale * calm, penalty }
    }

    /// What a walk counts in steps: each costs more the more units there are.
    #[must_use]
    pub fn worth(&self, plan: &WalkPlan) -> u64 {
        (f64::from(plan.steps) * (1.0 + self.units as f64 / 200.0)) as u64
    }
}
