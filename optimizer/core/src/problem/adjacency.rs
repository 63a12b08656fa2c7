use super::ProblemError;

/// Neighbours of each unit in compressed rows: those of unit `i` are `neighbors[start[i]..start[i + 1]]`, ascending.
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    /// `[n + 1]` offsets.
    pub start: Vec<u32>,
    /// Neighbours, each edge from both of its ends.
    pub neighbors: Vec<u32>,
}

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
        Self::from_pairs(units, edges.iter().copied())
    }

    /// The same from pairs that are made twice over rather than kept.
    pub(crate) fn from_pairs(
        units: usize,
        edges: impl Iterator<Item = (u32, u32)> + Clone,
    ) -> Result<Self, ProblemError> {
        let mut start = vec![0u32; units + 1];
        for (index, (a, b)) in edges.clone().enumerate() {
            if a as usize >= units || b as usize >= units {
                return Err(ProblemError::Value { what: "edges", index });
            }
            if a != b {
                start[a as usize + 1] += 1;
                start[b as usize + 1] += 1;
            }
        }
        for unit in 0..units {
            start[unit + 1] += start[unit];
        }
        // A row at a time: pairs sorted whole would take four times the memory.
        let mut neighbors = vec![0u32; start[units] as usize];
        let mut next = start.clone();
        for (a, b) in edges.filter(|(a, b)| a != b) {
            for (unit, other) in [(a, b), (b, a)] {
                neighbors[next[unit as usize] as usize] = other;
                next[unit as usize] += 1;
            }
        }
        let mut kept = 0;
        for unit in 0..units {
            let row = start[unit] as usize..start[unit + 1] as usize;
            start[unit] = kept as u32;
            neighbors[row.clone()].sort_unstable();
            for at in row.clone() {
                if at == row.start || neighbors[at] != neighbors[at - 1] {
                    neighbors[kept] = neighbors[at];
                    kept += 1;
                }
            }
        }
        start[units] = kept as u32;
        neighbors.truncate(kept);
        neighbors.shrink_to_fit();
        Ok(Self { start, neighbors })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_ascending_and_free_of_loops_and_doubles() {
        let edges = [(3, 1), (1, 3), (2, 2), (0, 3), (1, 0), (1, 3), (4, 0)];
        let adjacency = Adjacency::from_edges(6, &edges).unwrap_or_default();
        let rows: Vec<&[u32]> = (0..6).map(|unit| adjacency.of(unit)).collect();
        assert_eq!(rows, [&[1, 3, 4][..], &[0, 3], &[], &[0, 1], &[0], &[]]);
    }

    #[test]
    fn an_end_that_is_no_unit_is_refused() {
        let refused = Adjacency::from_edges(2, &[(0, 1), (1, 2)]);
        assert!(matches!(refused, Err(ProblemError::Value { what: "edges", index: 1 })));
    }
}
