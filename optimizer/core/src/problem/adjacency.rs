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
