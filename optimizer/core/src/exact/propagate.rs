//! What follows from a partial layout without a choice: territories struck from what a block may be in, until nothing changes.

use super::bits::{Set, bits, flood, has, one};
use super::model::Model;
use super::node::Node;
use crate::lesser::{greater, lesser};

/// Strikes every territory that a block cannot be in and assigns blocks that have one left; false where no layout is left.
pub(super) fn propagate(model: &Model, node: &mut Node) -> bool {
    loop {
        let before = (node.open, node.domain.iter().map(|set| set.count_ones()).sum::<u32>());
        if !(fit_blocks(model, node) && fit_territories(model, node) && fit_totals(model, node)) {
            return false;
        }
        if before == (node.open, node.domain.iter().map(|set| set.count_ones()).sum::<u32>()) {
            return true;
        }
    }
}

/// Upper bounds and budget, block by block.
fn fit_blocks(model: &Model, node: &mut Node) -> bool {
    let m = model.m;
    let mut again = true;
    while again {
        again = false;
        for block in bits(node.open) {
            let weights = &model.weights[block * m..(block + 1) * m];
            for t in bits(node.domain[block]) {
                let row = t * m..(t + 1) * m;
                let fits = weights
                    .iter()
                    .zip(&node.sums[row.clone()])
                    .zip(&model.upper[row])
                    .all(|((weight, sum), upper)| sum + weight <= *upper)
                    && model
                        .moves_of(block, t)
                        .iter()
                        .zip(&node.moved)
                        .zip(&model.budget)
                        .all(|((more, moved), limit)| moved + more <= *limit);
                if !fits {
                    node.domain[block] &= !one(t);
                }
            }
            match node.domain[block].count_ones() {
                0 => return false,
                1 => {
                    node.assign(model, block, node.domain[block].trailing_zeros() as usize);
                    again = true;
                }
                _ => {}
            }
        }
    }
    true
}

/// Contiguity and lower bounds, territory by territory.
fn fit_territories(model: &Model, node: &mut Node) -> bool {
    for t in 0..model.k {
        let may = bits(node.open).filter(|&b| has(node.domain[b], t)).fold(0, |set, b| set | model.blocks[b]);
        let kept = if node.own[t] == 0 { may_open(model, node, may, t) } else { may_join(model, node, may, t) };
        let Some(kept) = kept else { return false };
        node.may[t] = kept;
        for unit in bits(may & !kept) {
            node.domain[model.block_of[unit]] &= !one(t);
        }
    }
    true
}

/// Of the units that may join a territory those that it can reach, if it can reach enough.
fn may_join(model: &Model, node: &Node, may: Set, t: usize) -> Option<Set> {
    let own = node.own[t];
    let mut kept = may;
    if model.problem.contiguity {
        let first = own & own.wrapping_neg();
        loop {
            let reached = flood(&model.adjacency, first, own | kept);
            if own & !reached != 0 {
                return None;
            }
            let whole = whole_blocks(model, kept, reached);
            if whole == kept {
                break;
            }
            kept = whole;
        }
    }
    reaches_lower(model, kept, t, &node.sums[t * model.m..(t + 1) * model.m]).then_some(kept)
}

/// Of the units that may be in an empty territory those in a piece that is heavy enough.
fn may_open(model: &Model, node: &Node, may: Set, t: usize) -> Option<Set> {
    let none = &node.sums[t * model.m..(t + 1) * model.m];
    if !model.problem.contiguity {
        return (may != 0 && reaches_lower(model, may, t, none)).then_some(may);
    }
    let (mut kept, mut rest) = (0, may);
    while rest != 0 {
        let piece = flood(&model.adjacency, rest & rest.wrapping_neg(), may);
        rest &= !piece;
        let whole = whole_blocks(model, piece, piece);
        if whole != 0 && reaches_lower(model, whole, t, none) {
            kept |= whole;
        }
    }
    (kept != 0).then_some(kept)
}

/// The blocks of a set of units that lie in another set as a whole.
fn whole_blocks(model: &Model, set: Set, inside: Set) -> Set {
    let mut kept = set & inside;
    for &block in &model.bound_blocks {
        let units = model.blocks[block];
        if units & !inside != 0 {
            kept &= !units;
        }
    }
    kept
}

fn reaches_lower(model: &Model, units: Set, t: usize, sums: &[f64]) -> bool {
    (0..model.m).all(|metric| {
        let lower = model.lower[t * model.m + metric];
        let mut sum = sums[metric];
        if sum >= lower {
            return true;
        }
        for unit in bits(units) {
            sum += model.problem.weights[unit * model.m + metric];
        }
        sum >= lower
    })
}

/// What is left fits into what territories may still take, and is as much as they still need; there is a block for every empty territory.
fn fit_totals(model: &Model, node: &Node) -> bool {
    let empty = node.own.iter().filter(|&&own| own == 0).count();
    if (node.open.count_ones() as usize) < empty {
        return false;
    }
    (0..model.m).all(|metric| {
        let (mut room, mut need) = (0.0, 0.0);
        for entry in (metric..model.k * model.m).step_by(model.m) {
            room += model.upper[entry] - node.sums[entry];
            need += greater(0.0, model.lower[entry] - node.sums[entry]);
        }
        let left: f64 = bits(node.open).map(|block| model.weights[block * model.m + metric]).sum();
        let rounding = 1e-12 * left;
        left <= room + rounding && left >= need - rounding
    }) && least_moves_fit(model, node)
}

fn least_moves_fit(model: &Model, node: &Node) -> bool {
    (0..model.budget.len()).filter(|_| !model.moves.is_empty()).all(|metric| {
        let more: f64 = bits(node.open)
            .map(|block| bits(node.domain[block]).map(|t| model.moves_of(block, t)[metric]).fold(f64::INFINITY, lesser))
            .sum();
        node.moved[metric] + more <= model.budget[metric] * (1.0 + 1e-12)
    })
}
