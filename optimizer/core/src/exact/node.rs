use super::bits::{Set, bits, first, one};
use super::model::Model;
use super::shape::Shape;

/// A partial layout: blocks that have a territory, and what is left to the others.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Blocks without a territory.
    pub open: Set,
    /// `[blocks]` territories a block may still have, or has.
    pub domain: Vec<Set>,
    /// `[k]` units of a territory.
    pub own: Vec<Set>,
    /// `[k]` units that may still join it.
    pub may: Vec<Set>,
    /// `[k][m]`.
    pub sums: Vec<f64>,
    /// `[m]`.
    pub moved: Vec<f64>,
    pub shape: Shape,
}

impl Node {
    /// Nothing assigned, only rules applied.
    pub fn root(model: &Model) -> Self {
        Self {
            open: first(model.blocks.len()),
            domain: model.domain.clone(),
            own: vec![0; model.k],
            may: vec![0; model.k],
            sums: vec![0.0; model.k * model.m],
            moved: vec![0.0; model.m],
            shape: Shape::new(model),
        }
    }

    /// Becomes a copy without new memory.
    pub fn copy_from(&mut self, other: &Self) {
        self.open = other.open;
        self.domain.clone_from(&other.domain);
        self.own.clone_from(&other.own);
        self.may.clone_from(&other.may);
        self.sums.clone_from(&other.sums);
        self.moved.clone_from(&other.moved);
        self.shape.copy_from(&other.shape);
    }

    /// Gives an open block to a territory.
    pub fn assign(&mut self, model: &Model, block: usize, territory: usize) {
        let m = model.m;
        self.open &= !one(block);
        self.domain[block] = one(territory);
        self.own[territory] |= model.blocks[block];
        for metric in 0..m {
            self.sums[territory * m + metric] += model.weights[block * m + metric];
        }
        for (moved, more) in self.moved.iter_mut().zip(model.moves_of(block, territory)) {
            *moved += more;
        }
        for other in bits(model.conflict[block] & self.open) {
            self.domain[other] &= !one(territory);
        }
        for unit in bits(model.blocks[block]) {
            self.shape.add(model, territory, unit);
        }
    }
}
