use core::cmp::Reverse;
use std::collections::BinaryHeap;

use super::adjacency::Adjacency;
use crate::problem::squared;

/// Marks a leaf that no flood reaches.
pub(crate) const UNREACHED: u32 = u32::MAX;

/// Floods the leaves from all units at once; each leaf joins the unit whose flood reaches it first.
///
/// A flood runs from leaf to adjacent leaf, as fast as their centers are apart, so that a unit and the leaves it floods are connected. Ties go to the
/// lowest unit.
///
/// # Shape
/// `leaf_of_unit`: where each flood starts. Returns the unit of each leaf, or [`UNREACHED`].
pub(crate) fn flood(centers: &[[f64; 3]], adjacency: &Adjacency, leaf_of_unit: &[u32]) -> Vec<u32> {
    let mut unit_of_leaf = vec![UNREACHED; centers.len()];
    // Distances are never negative, so their bits order as they do.
    let mut fronts: BinaryHeap<Reverse<(u64, u32, u32)>> =
        leaf_of_unit.iter().zip(0..).map(|(leaf, unit)| Reverse((0, unit, *leaf))).collect();
    while let Some(Reverse((bits, unit, leaf))) = fronts.pop() {
        if unit_of_leaf[leaf as usize] != UNREACHED {
            continue;
        }
        unit_of_leaf[leaf as usize] = unit;
        for &next in adjacency.of(leaf) {
            if unit_of_leaf[next as usize] == UNREACHED {
                let step = libm::sqrt(squared(centers[leaf as usize], centers[next as usize]));
                fronts.push(Reverse(((f64::from_bits(bits) + step).to_bits(), unit, next)));
            }
        }
    }
    unit_of_leaf
}
