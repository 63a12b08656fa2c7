use h3o::{CellIndex, Resolution};

use super::{CoverError, cell_map::CellMap, neighbors::neighbors};

/// Rings that close gaps of four cells.
pub(crate) const DEFAULT_RINGS: u32 = 2;

/// How many rings close gaps of this width at a resolution.
pub(crate) fn rings_to_close(gap_km: f64, resolution: Resolution) -> u32 {
    let spacing_km = resolution.edge_length_km() * 1.732_050_807_568_877_2;
    libm::ceil(gap_km / (2.0 * spacing_km)) as u32
}

/// The cells that a closing adds: those within `rings` steps of `cells`, less those within `rings` steps of what lies beyond.
///
/// Gaps and bays up to twice `rings` cells wide are filled; the outside does not grow. Steps are counted from cell to cell, so pentagons need no
/// care. The answer is ascending.
///
/// # Errors
/// [`CoverError::TooManyLeaves`] when the cells reached on the way exceed twice `max_leaves`.
pub(crate) fn fill_gaps(cells: &[CellIndex], rings: u32, max_leaves: usize) -> Result<Vec<CellIndex>, CoverError> {
    let Some(base) = cells.first().map(|cell| cell.resolution()).filter(|_| rings > 0) else {
        return Ok(Vec::new());
    };
    let limit = max_leaves.saturating_mul(2);
    // By cell reached: whether it is still part of the closing.
    let mut closed: CellMap<bool> = cells.iter().map(|cell| (*cell, true)).collect();
    let mut added = Vec::new();
    let mut frontier = cells.to_vec();
    for _ in 0..rings {
        let mut next = Vec::new();
        for cell in frontier.iter().flat_map(|cell| neighbors(*cell)) {
            if let std::collections::hash_map::Entry::Vacant(entry) = closed.entry(cell) {
                entry.insert(true);
                next.push(cell);
            }
        }
        if closed.len() > limit {
            return Err(CoverError::TooManyLeaves { base, max: max_leaves });
        }
        added.extend_from_slice(&next);
        frontier = next;
        if frontier.is_empty() {
            break;
        }
    }

    // Only the last ring can touch the outside: the erosion starts there.
    frontier.retain(|cell| neighbors(*cell).any(|neighbor| !closed.contains_key(&neighbor)));
    for cell in &frontier {
        closed.insert(*cell, false);
    }
    for _ in 1..rings {
        let mut next = Vec::new();
        for cell in frontier.iter().flat_map(|cell| neighbors(*cell)) {
            if let Some(closed) = closed.get_mut(&cell).filter(|closed| **closed) {
                *closed = false;
                next.push(cell);
            }
        }
        frontier = next;
        if frontier.is_empty() {
            break;
        }
    }
    added.retain(|cell| closed.get(cell) == Some(&true));
    added.sort_unstable();
    Ok(added)
}
