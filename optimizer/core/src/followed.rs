//! How far the borders of a layout follow those of another; it shares no code with the search.

use crate::problem::{NONE, Problem};

/// Shares of pairs of units that touch, each pair once. Pairs with a unit that the followed layout does not cover are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Followed {
    /// Of the pairs on borders of the layout, those that are on borders of the followed one, too; 1 where there are none.
    pub shared: f64,
    /// Of the pairs within territories of the followed layout, those within territories of the layout; 1 where there are none.
    pub kept: f64,
}

/// Holds a layout against the one that its problem names to be followed; none where it names none.
#[must_use]
pub fn measure(problem: &Problem, territory: &[u32]) -> Option<Followed> {
    if problem.follow.is_empty() {
        return None;
    }
    // [parted in the followed layout][parted in this one]
    let mut pairs = [[0u64; 2]; 2];
    for (unit, window) in problem.adjacency.start.windows(2).enumerate() {
        for &other in &problem.adjacency.neighbors[window[0] as usize..window[1] as usize] {
            let other = other as usize;
            let (a, b) = (problem.follow[unit], problem.follow[other]);
            if other > unit && a != NONE && b != NONE {
                pairs[usize::from(a != b)][usize::from(territory[unit] != territory[other])] += 1;
            }
        }
    }
    let [[within, split], [_, shared]] = pairs;
    let share = |part: u64, rest: u64| if part + rest == 0 { 1.0 } else { part as f64 / (part + rest) as f64 };
    Some(Followed { shared: share(shared, split), kept: share(within, split) })
}
