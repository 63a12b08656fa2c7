use h3o::CellIndex;

use super::{leaf_index::LeafIndex, neighbors::neighbors};

/// A symmetric graph in compressed rows: the neighbours of `i` are `items[start[i]..start[i + 1]]`, ascending, without `i` itself.
pub(crate) struct Adjacency {
    pub(crate) start: Vec<u32>,
    pub(crate) items: Vec<u32>,
}

impl Adjacency {
    /// Builds the graph of `n` vertices from pairs in any order, repeated or not; loops are dropped.
    pub(crate) fn from_pairs(n: usize, pairs: &[(u32, u32)]) -> Self {
        let mut both: Vec<(u32, u32)> =
            pairs.iter().filter(|(a, b)| a != b).flat_map(|&(a, b)| [(a, b), (b, a)]).collect();
        both.sort_unstable();
        both.dedup();
        let mut start = vec![0; n + 1];
        for (from, _) in &both {
            start[*from as usize + 1] += 1;
        }
        for i in 0..n {
            start[i + 1] += start[i];
        }
        Self { start, items: both.into_iter().map(|(_, to)| to).collect() }
    }

    /// The connected piece of each vertex, numbered by their lowest vertices, and the size of each.
    pub(crate) fn pieces(&self) -> (Vec<u32>, Vec<u32>) {
        let unseen = u32::MAX;
        let mut pieces = vec![unseen; self.start.len().saturating_sub(1)];
        let mut sizes = Vec::new();
        for first in (0u32..).take(pieces.len()) {
            if pieces[first as usize] != unseen {
                continue;
            }
            let piece = sizes.len() as u32;
            pieces[first as usize] = piece;
            let (mut open, mut size) = (vec![first], 0);
            while let Some(vertex) = open.pop() {
                size += 1;
                for &other in self.of(vertex) {
                    if pieces[other as usize] == unseen {
                        pieces[other as usize] = piece;
                        open.push(other);
                    }
                }
            }
            sizes.push(size);
        }
        (pieces, sizes)
    }

    /// The neighbours of `i`, ascending.
    pub(crate) fn of(&self, i: u32) -> &[u32] {
        let i = i as usize;
        &self.items[self.start[i] as usize..self.start[i + 1] as usize]
    }
}

/// Which leaves touch: two leaves do when a neighbour of the finer one, at its own resolution, is the other or lies inside it.
pub(crate) fn leaf_adjacency(leaves: &[CellIndex], index: &LeafIndex) -> Adjacency {
    let mut pairs = Vec::with_capacity(leaves.len() * 6);
    for (leaf, from) in leaves.iter().zip(0u32..) {
        pairs.extend(neighbors(*leaf).filter_map(|cell| index.find(cell)).map(|to| (from, to)));
    }
    Adjacency::from_pairs(leaves.len(), &pairs)
}
