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

/// How pieces are to be joined.
pub(crate) struct Joints<'a> {
    /// Links that are there: each counts as far as it joins two pieces.
    pub(crate) given: &'a [(u32, u32)],
    /// Whether what is apart then is joined by the shortest links.
    pub(crate) shortest: bool,
    /// By vertex: whether accounts are there. Shortest links end there, but in a piece that has none. Empty: all.
    pub(crate) occupied: &'a [bool],
}

/// The links that make one piece of all units: those that are given, then the shortest ones that do, seen from the piece with the most units.
///
/// # Cost
/// Borůvka's rounds, each a nearest-neighbour search from every unit outside of the largest piece: about `n log n` per round, at most `log2(pieces)`
/// rounds.
pub(crate) fn join_islands(positions: &[[f64; 3]], adjacency: &Adjacency, joints: &Joints) -> Vec<Island> {
    let (pieces, lengths) = adjacency.pieces();
    if lengths.len() < 2 {
        return Vec::new();
    }
    let sizes = if joints.occupied.is_empty() { lengths } else { occupied_sizes(&pieces, &lengths, joints.occupied) };
    let mut joined: Vec<u32> = (0u32..).take(sizes.len()).collect();
    let mut links = given_links(joints.given, &pieces, &mut joined);
    if joints.shortest {
        links.extend(shortest_links(positions, &pieces, &mut joined, &ends(&pieces, joints, sizes.len())));
    }
    seen_from_largest(positions, &pieces, &sizes, &links)
}

/// Accounts' vertices of each piece, all of them in a piece without accounts.
fn occupied_sizes(pieces: &[u32], lengths: &[u32], occupied: &[bool]) -> Vec<u32> {
    let mut sizes = vec![0; lengths.len()];
    for (piece, _) in pieces.iter().zip(occupied).filter(|(_, occupied)| **occupied) {
        sizes[*piece as usize] += 1;
    }
    sizes.iter().zip(lengths).map(|(&size, &length)| if size > 0 { size } else { length }).collect()
}

/// Where shortest links may end, ascending.
fn ends(pieces: &[u32], joints: &Joints, count: usize) -> Vec<u32> {
    let all = (0u32..).take(pieces.len());
    if joints.occupied.is_empty() {
        return all.collect();
    }
    let is_occupied = |vertex: u32| joints.occupied[vertex as usize];
    let mut has_accounts = vec![false; count];
    for vertex in all.clone().filter(|&vertex| is_occupied(vertex)) {
        has_accounts[pieces[vertex as usize] as usize] = true;
    }
    all.filter(|&vertex| is_occupied(vertex) || !has_accounts[pieces[vertex as usize] as usize]).collect()
}

fn given_links(given: &[(u32, u32)], pieces: &[u32], joined: &mut [u32]) -> Vec<(u32, u32)> {
    given.iter().copied().filter(|&(a, b)| join(joined, pieces[a as usize], pieces[b as usize])).collect()
}

/// Joins two pieces; false where they are one already.
fn join(joined: &mut [u32], a: u32, b: u32) -> bool {
    let (a, b) = (root(joined, a), root(joined, b));
    joined[a.max(b) as usize] = a.min(b);
    a != b
}

fn seen_from_largest(positions: &[[f64; 3]], pieces: &[u32], sizes: &[u32], links: &[(u32, u32)]) -> Vec<Island> {
    let links_of_piece = Adjacency::from_pairs(
        sizes.len(),
        &links.iter().map(|&(a, b)| (pieces[a as usize], pieces[b as usize])).collect::<Vec<_>>(),
    );
    let mut parent = vec![u32::MAX; sizes.len()];
    let mut by_size: Vec<u32> = (0u32..).take(sizes.len()).collect();
    by_size.sort_by_key(|&piece| (core::cmp::Reverse(sizes[piece as usize]), piece));
    let mut seen = vec![false; sizes.len()];
    // Where pieces stay apart, each group is seen from its own largest piece.
    for &first in &by_size {
        let mut queue = vec![first];
        let mut next = 0;
        while let Some(&piece) = queue.get(next).filter(|&&piece| !core::mem::replace(&mut seen[piece as usize], true))
        {
            next += 1;
            for &other in links_of_piece.of(piece) {
                if parent[piece as usize] != other {
                    parent[other as usize] = piece;
                    queue.push(other);
                }
            }
        }
    }
    let mut islands: Vec<Island> = links
        .iter()
        .map(|&(a, b)| {
            let (low, high) = (a.min(b), a.max(b));
            let low_is_island = parent[pieces[low as usize] as usize] == pieces[high as usize];
            let (unit, joined_to) = if low_is_island { (low, high) } else { (high, low) };
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

/// A minimum spanning tree of the pieces that are apart, where two are as far apart as the nearest of their ends.
fn shortest_links(positions: &[[f64; 3]], pieces: &[u32], joined: &mut [u32], ends: &[u32]) -> Vec<(u32, u32)> {
    let mut links = Vec::new();
    let mut apart = (0u32..).zip(joined.iter()).filter(|(piece, above)| piece == *above).count();
    if apart < 2 {
        return links;
    }
    let places: Vec<[f64; 3]> = ends.iter().map(|&end| positions[end as usize]).collect();
    let piece_of = |end: u32| pieces[ends[end as usize] as usize];
    let mut tree = PointTree::new(&places);
    while apart > 1 {
        let labels: Vec<u32> = (0u32..).take(ends.len()).map(|end| root(joined, piece_of(end))).collect();
        let mut sizes = vec![0; joined.len()];
        for label in &labels {
            sizes[*label as usize] += 1;
        }
        let most = largest(&sizes);
        tree.relabel(&labels);
        let mut best = vec![Link::NONE; joined.len()];
        for (end, &label) in (0u32..).zip(&labels).filter(|(_, label)| Some(**label) != most) {
            best[label as usize] = tree.nearest_other(end, &labels, best[label as usize]);
        }
        let before = apart;
        for link in best.into_iter().filter(|link| link.high != u32::MAX) {
            if join(joined, piece_of(link.low), piece_of(link.high)) {
                links.push((ends[link.low as usize], ends[link.high as usize]));
                apart -= 1;
            }
        }
        // Positions that are not numbers have no nearest neighbour: stop rather than search for ever.
        if apart == before {
            break;
        }
    }
    links
}
