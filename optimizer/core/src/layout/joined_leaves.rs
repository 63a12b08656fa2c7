use h3o::CellIndex;

use crate::cover::adjacency::{Adjacency as Touching, leaf_adjacency};
use crate::cover::islands::{Joints, join_islands};
use crate::cover::{LeafIndex, OverlappingLeaves};
use crate::problem::Adjacency;

/// Which leaves of a layout touch, empty ones too, in one piece.
#[derive(Clone, Debug)]
pub struct LeafGraph {
    /// By position of the leaves.
    pub adjacency: Adjacency,
    /// Where pieces that touch nowhere were joined, largest first.
    pub islands: Vec<LeafLink>,
}

/// A piece of the leaves that touches no other, and the link that joins it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeafLink {
    /// The leaf of the piece at which it is joined.
    pub from: CellIndex,
    /// The leaf that it is joined to.
    pub to: CellIndex,
    /// Distance between the positions of the two over the ground.
    pub distance_km: f64,
    /// Leaves of the piece that hold accounts; all where none does.
    pub units: u32,
}

/// Finds out which leaves touch, and joins islands: first where `links` say so, then by the shortest links between leaves with accounts.
///
/// # Shape
/// One position in km and one flag per leaf. `links` are of cells: a leaf, or leaves in whose middle the link then ends; what is outside counts for nothing.
///
/// # Errors
/// Two leaves of which one is the other or lies inside it.
///
/// # Cost
/// About `leaves * log(leaves)`.
pub fn join_leaves(
    leaves: &[CellIndex],
    positions: &[[f64; 3]],
    occupied: &[bool],
    links: &[(CellIndex, CellIndex)],
) -> Result<LeafGraph, OverlappingLeaves> {
    let index = LeafIndex::new(leaves)?;
    let touching = leaf_adjacency(leaves, &index);
    let given: Vec<(u32, u32)> =
        links.iter().filter_map(|&(a, b)| index.in_the_middle(a).zip(index.in_the_middle(b))).collect();
    let islands = join_islands(positions, &touching, &Joints { given: &given, shortest: true, occupied });
    let Touching { start, items } = with_links(touching, islands.iter().map(|island| (island.unit, island.joined_to)));
    let link = |island: &crate::cover::Island| LeafLink {
        from: leaves[island.unit as usize],
        to: leaves[island.joined_to as usize],
        distance_km: island.distance_km,
        units: island.units,
    };
    Ok(LeafGraph { adjacency: Adjacency { start, neighbors: items }, islands: islands.iter().map(link).collect() })
}

fn with_links(touching: Touching, links: impl Iterator<Item = (u32, u32)>) -> Touching {
    let mut pairs: Vec<(u32, u32)> = links.collect();
    if pairs.is_empty() {
        return touching;
    }
    let leaves = (0u32..).take(touching.start.len() - 1);
    pairs.extend(
        leaves.flat_map(|leaf| touching.of(leaf).iter().map(move |&other| (leaf, other))).filter(|(a, b)| a < b),
    );
    Touching::from_pairs(touching.start.len() - 1, &pairs)
}
