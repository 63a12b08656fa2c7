use super::ProblemError;

/// Which units may be where, and with whom. Hard: a layout that breaks one is never called feasible.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// `[n]` units that stay in their current territory, where they have one; empty: none.
    pub locked: Vec<bool>,
    /// `[k]` territories that neither lose nor gain a unit; empty: none.
    pub locked_territories: Vec<bool>,
    /// Units that end in one territory, a list per group.
    pub groups: Vec<Vec<u32>>,
    /// Pairs of units that never share a territory.
    pub forbidden_pairs: Vec<(u32, u32)>,
    /// The territories in which a unit may be, where not all; a unit named twice keeps what both allow.
    pub allowed: Vec<(u32, Vec<u32>)>,
}

impl Rules {
    /// Whether there is any rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.locked.contains(&true)
            && !self.locked_territories.contains(&true)
            && self.groups.iter().all(|group| group.len() < 2)
            && self.forbidden_pairs.is_empty()
            && self.allowed.is_empty()
    }

    /// Whether a unit is locked by its own name.
    #[must_use]
    pub fn locks_unit(&self, unit: u32) -> bool {
        self.locked.get(unit as usize).copied().unwrap_or(false)
    }

    /// Whether a territory is locked as a whole.
    #[must_use]
    pub fn locks_territory(&self, territory: u32) -> bool {
        self.locked_territories.get(territory as usize).copied().unwrap_or(false)
    }

    pub(super) fn validate(&self, n: usize, k: usize) -> Result<(), ProblemError> {
        for (what, length, expected) in
            [("locked", self.locked.len(), n), ("locked_territories", self.locked_territories.len(), k)]
        {
            if length != 0 && length != expected {
                return Err(ProblemError::Shape { what, length, expected });
            }
        }
        let value = |what, index| Err(ProblemError::Value { what, index });
        if let Some(index) = self.groups.iter().position(|group| group.iter().any(|&unit| unit as usize >= n)) {
            return value("groups", index);
        }
        if let Some(index) = self.forbidden_pairs.iter().position(|&(a, b)| a as usize >= n || b as usize >= n) {
            return value("forbidden_pairs", index);
        }
        let is_bad = |(unit, list): &(u32, Vec<u32>)| *unit as usize >= n || list.iter().any(|&t| t as usize >= k);
        if let Some(index) = self.allowed.iter().position(is_bad) {
            return value("allowed", index);
        }
        Ok(())
    }
}
