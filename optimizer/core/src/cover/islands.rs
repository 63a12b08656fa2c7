use super::{
    adjacency::Adjacency,
    center::ground_km,
    point_tree::{Link, PointTree},
};
use crate::joined::root;

/// A piece of the cover that touches no other, and the link that joins it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Island {
    /// The unit of the island nearest to the rest.
    pub unit: u32,
    /// The unit it is joined to, nearer to the largest piece.
    pub joined_to: u32,
    /// Distance between the two units' positions over the ground.
    pub distance_km: f64,
    /// Number of units in the island.
    pub units: u32,
}

/// The links that make one piece of all units: the shortest ones that do, seen from the piece with the most units.
///
/// # Cost
/// Borůvka's rounds, each a nearest-neighbour search from every unit outside of the largest piece: about `n log n` per round, at most `log2(pieces)`
/// rounds.
pub(crate) fn join_islands(positions: &[[f64; 3]], adjacency: &Adjacency) -> Vec<Island> {
    let (pieces, sizes) = adjacency.pieces();
    let links = shortest_links(positions, &pieces, sizes.len());
    let links_of_piece = Adjacency::from_pairs(
        sizes.len(),
        &links.iter().map(|link| (pieces[link.low as usize], pieces[link.high as usize])).collect::<Vec<_>>(),
    );

    let mut parent = vec![u32::MAX; sizes.len()];
    let mut queue: Vec<u32> = largest(&sizes).into_iter().collect();
    let mut next = 0;
    while let Some(&piece) = queue.get(next) {
        next += 1;
        for &other in links_of_piece.of(piece) {
            if parent[piece as usize] != other {
                parent[other as usize] = piece;
                queue.push(other);
            }
        }
    }
    let mut islands: Vec<Island> = links
        .iter()
        .map(|link| {
            let low_is_island = parent[pieces[link.low as usize] as usize] == pieces[link.high as usize];
            let (unit, joined_to) = if low_is_island { (link.low, link.high) } else { (link.high, link.low) };
            Island {
                unit,
                joined_to,
                distance_km: ground_km(&positions[unit as usize], &positions[joined_to as usize]),
                units: sizes[pieces[unit as usize] as usize],
            }
        })
        .collect();
    islands.sort_unstable_by_key(|island| (core::cmp::Reverse(island.units), island.unit));
    islands
}

fn largest(sizes: &[u32]) -> Option<u32> {
    (0u32..).zip(sizes).max_by_key(|&(piece, size)| (size, core::cmp::Reverse(piece))).map(|(piece, _)| piece)
}

/// A minimum spanning tree of the pieces, where two pieces are as far apart as their nearest units.
fn shortest_links(positions: &[[f64; 3]], pieces: &[u32], count: usize) -> Vec<Link> {
    let mut links = Vec::new();
    if count < 2 {
        return links;
    }
    let mut tree = PointTree::new(positions);
    let mut joined: Vec<u32> = (0u32..).take(count).collect();
    while links.len() + 1 < count {
        let labels: Vec<u32> = pieces.iter().map(|piece| root(&mut joined, *piece)).collect();
        let mut sizes = vec![0; count];
        for label in &labels {
            sizes[*label as usize] += 1;
        }
        let most = largest(&sizes);
        tree.relabel(&labels);
        let mut best = vec![Link::NONE; count];
        for (unit, &label) in (0u32..).zip(&labels).filter(|(_, label)| Some(**label) != most) {
            best[label as usize] = tree.nearest_other(unit, &labels, best[label as usize]);
        }
        let before = links.len();
        for link in best.into_iter().filter(|link| link.high != u32::MAX) {
            let low = root(&mut joined, pieces[link.low as usize]);
            let high = root(&mut joined, pieces[link.high as usize]);
            if low != high {
                joined[low.max(high) as usize] = low.min(high);
                links.push(link);
            }
        }
        // Positions that are not numbers have no nearest neighbour: stop rather than search for ever.
        if links.len() == before {
            break;
        }
    }
    links
}
