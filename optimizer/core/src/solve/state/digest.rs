//! Which problem a state is of: a digest of every number of it.

use crate::problem::{Adjacency, Bounds, Measure, Problem, Rules};
use crate::solve::effort::{Effort, SearchOptions};

/// A 64-bit digest of words. It tells apart what differs by accident; it is no defence against who wants two to agree.
///
/// Each step maps the digest so far one to one: where a single word differs, so do the digests.
#[derive(Clone, Copy, Debug)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Digest {
    /// Adds a word.
    pub fn word(&mut self, word: u64) {
        // The multiplier of Knuth's MMIX generator.
        self.0 = (self.0 ^ word).wrapping_mul(6_364_136_223_846_793_005);
        self.0 ^= self.0 >> 32;
    }

    /// Adds bytes, and how many.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|&word| self.word(u64::from_le_bytes(word)));
        rest.iter().for_each(|&byte| self.word(u64::from(byte)));
    }

    /// Adds numbers by their bits, and how many.
    pub fn floats(&mut self, values: &[f64]) {
        self.word(values.len() as u64);
        values.iter().for_each(|value| self.word(value.to_bits()));
    }

    /// The digest of all that was added.
    #[must_use]
    pub fn value(self) -> u64 {
        self.0
    }

    fn indices(&mut self, values: &[u32]) {
        self.word(values.len() as u64);
        values.iter().for_each(|&value| self.word(u64::from(value)));
    }

    fn flags(&mut self, values: &[bool]) {
        self.word(values.len() as u64);
        values.iter().for_each(|&value| self.word(u64::from(value)));
    }

    /// Adds a problem, with an adjacency and a budget in place of its own.
    pub fn problem(&mut self, problem: &Problem, adjacency: &Adjacency, budget: &[f64]) {
        // Named one by one, so that a new field is not forgotten.
        let Problem {
            territories,
            metrics,
            position,
            inertia_weight,
            weights,
            adjacency: _,
            contiguity,
            bounds: Bounds { lower, target, upper },
            measure,
            current,
            budget: _,
            move_cost,
            homes,
            home_weight,
            compactness,
            follow,
            follow_weight,
            rules,
        } = problem;
        self.word(*territories as u64);
        self.word(*metrics as u64);
        self.word(u64::from(*contiguity));
        self.word(match measure {
            Measure::Centroid => 0,
            Measure::UnitIntegerKm => 1,
        });
        for values in [position.as_flattened(), inertia_weight, weights, lower, target, upper, budget] {
            self.floats(values);
        }
        self.floats(&[*move_cost, *home_weight, *compactness, *follow_weight]);
        for values in [&adjacency.start, &adjacency.neighbors, current, follow] {
            self.indices(values);
        }
        self.word(homes.len() as u64);
        homes.iter().for_each(|home| self.floats(home.as_ref().map_or(&[], |home| home)));
        self.rules(rules);
    }

    fn rules(&mut self, rules: &Rules) {
        let Rules { locked, locked_territories, groups, forbidden_pairs, allowed } = rules;
        self.flags(locked);
        self.flags(locked_territories);
        self.word(groups.len() as u64);
        groups.iter().for_each(|group| self.indices(group));
        self.word(forbidden_pairs.len() as u64);
        forbidden_pairs.iter().for_each(|&(a, b)| self.indices(&[a, b]));
        self.word(allowed.len() as u64);
        for (unit, territories) in allowed {
            self.word(u64::from(*unit));
            self.indices(territories);
        }
    }

    /// Adds what determines a search beside its problem.
    pub fn options(&mut self, options: SearchOptions) {
        let SearchOptions { seed, effort } = options;
        self.word(seed);
        self.word(match effort {
            Effort::Fast => 0,
            Effort::Normal => 1,
            Effort::Best => 2,
        });
    }
}
