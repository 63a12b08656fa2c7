//! Things joined to each other, as a forest of parents.
//!
//! # Source
//! Tarjan, "Efficiency of a good but not linear set union algorithm", Journal of the ACM 22(2), 1975, doi 10.1145/321879.321884.

/// The root that stands for all things joined to this one; halves the way to it.
pub(crate) fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        let above = parent[parent[at as usize] as usize];
        parent[at as usize] = above;
        at = above;
    }
    at
}
