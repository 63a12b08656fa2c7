use h3o::CellIndex;

use super::{leaf_index::LeafIndex, neighbors::neighbors};

/// A symmetric graph in compressed rows: the neighbours of `i` are `items[start[i]..start[i + 1]]`, ascending, without `i` itself.
pub(crate) struct Adjacency {
    pub(crate) start: Vec<u32>,
    pub(crate) items: Vec<u32>,
}

impl Adjacency {
    /// Builds the graph of `n` vertices from pairs in any order, repeated or not; loops are dropped.
    ///
    /// # Cost
    /// Memory for two numbers a pair: covers of 200,000 leaves are built in 64 MiB.
    pub(crate) fn from_pairs(n: usize, pairs: &[(u32, u32)]) -> Self {
        let real = || pairs.iter().filter(|(a, b)| a != b);
        let mut end = vec![0u32; n + 1];
        for &(a, b) in real() {
            end[a as usize + 1] += 1;
            end[b as usize + 1] += 1;
        }
        for i in 0..n {
            end[i + 1] += end[i];
        }
        // Each row is filled from its start on, which then is the end of the row before.
        let mut items = vec![0u32; end[n] as usize];
        for (a, b) in real().flat_map(|&(a, b)| [(a, b), (b, a)]) {
            items[end[a as usize] as usize] = b;
            end[a as usize] += 1;
        }
        let mut start = vec![0u32; n + 1];
        let (mut kept, mut from) = (0, 0);
        for i in 0..n {
            let row = from..end[i] as usize;
            from = row.end;
            items[row.clone()].sort_unstable();
            for at in row {
                if kept == start[i] as usize || items[kept - 1] != items[at] {
                    items[kept] = items[at];
                    kept += 1;
                }
            }
            start[i + 1] = kept as u32;
        }
        items.truncate(kept);
        items.shrink_to_fit();
        Self { start, items }
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
    let mut pairs = Vec::with_capacity(leaves.len() * 3);
    for (leaf, from) in leaves.iter().zip(0u32..) {
        let touched = neighbors(*leaf).filter_map(|cell| index.find(cell));
        // Two of one resolution find each other: one of them is enough.
        let twice = |to: u32| to < from && leaves[to as usize].resolution() == leaf.resolution();
        pairs.extend(touched.filter(|&to| !twice(to)).map(|to| (from, to)));
    }
    Adjacency::from_pairs(leaves.len(), &pairs)
}
