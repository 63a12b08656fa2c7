use super::bits::{MOST, Set, bits, has, one};
use super::bound::Bound;
use super::model::Model;
use super::node::Node;
use crate::lesser::{greater, lesser};

/// A choice that a partial layout is tried with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This block is in this territory.
    Block { block: usize, territory: usize },
    /// This unit is the center of this territory.
    Center { territory: usize, unit: usize },
}

impl Choice {
    /// Makes the choice; false where it cannot be made.
    pub fn make(self, model: &Model, node: &mut Node) -> bool {
        match self {
            Self::Block { block, territory } => node.assign(model, block, territory),
            Self::Center { territory, unit } => {
                let was_empty = node.own[territory] == 0;
                let block = model.block_of[unit];
                if !has(node.domain[block], territory) {
                    return false;
                }
                if has(node.open, block) {
                    node.assign(model, block, territory);
                }
                node.shape.centers[territory] = one(unit);
                // Territories that are alike take their centers in ascending order.
                for other in 0..model.k {
                    if was_empty && node.own[other] == 0 && has(model.alike[other], territory) {
                        node.shape.centers[other] &= !(Set::MAX >> (MOST - 1 - unit));
                    }
                }
            }
        }
        true
    }
}

/// What a node splits by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The center of each territory, then the hardest block: the smallest trees where a known layout rules most centers out.
    Centers,
    /// The block that costs most wherever it goes.
    Hardest,
    /// Next to what is assigned, the block that costs least per weight: territories grow round.
    Nearest,
    /// The block that most assigned units touch: territories grow without holes, and what cannot be is seen early.
    Enclosed,
}

/// The choices that a node splits into, most promising first.
pub(super) fn choices(model: &Model, node: &Node, bound: &Bound, order: Order, into: &mut Vec<Choice>) {
    into.clear();
    if order == Order::Centers
        && let Some(territory) = without_center(model, node)
    {
        let about = |unit: usize| node.shape.about[territory * model.n + unit];
        let mut units: Vec<usize> = bits(node.shape.centers[territory]).collect();
        units.sort_by(|&a, &b| about(a).total_cmp(&about(b)).then(a.cmp(&b)));
        into.extend(units.into_iter().map(|unit| Choice::Center { territory, unit }));
        return;
    }
    let Some(block) = next_block(model, node, bound, order) else { return };
    let gain = |t: usize| bound.gain[block * model.k + t];
    let mut territories: Vec<usize> = bits(node.domain[block]).filter(|&t| !is_spare(model, node, t)).collect();
    territories.sort_by(|&a, &b| gain(a).total_cmp(&gain(b)).then(a.cmp(&b)));
    into.extend(territories.into_iter().map(|territory| Choice::Block { block, territory }));
}

/// A territory without unit that is like another without unit: the other is opened first.
fn is_spare(model: &Model, node: &Node, t: usize) -> bool {
    node.own[t] == 0 && bits(model.alike[t]).any(|other| node.own[other] == 0)
}

fn without_center(model: &Model, node: &Node) -> Option<usize> {
    (0..model.k)
        .filter(|&t| node.shape.centers[t].count_ones() > 1 && !is_spare(model, node, t))
        .min_by_key(|&t| (node.shape.centers[t].count_ones(), t))
}

/// The open block that comes first in an order, of equals the heaviest.
fn next_block(model: &Model, node: &Node, bound: &Bound, order: Order) -> Option<usize> {
    let taken = node.own.iter().fold(0, |set, own| set | own);
    let mut best: Option<([f64; 3], usize)> = None;
    for block in bits(node.open) {
        let touching = bits(model.blocks[block]).fold(0, |set, unit| set | model.adjacency[unit]) & taken;
        // Where a territory has no unit yet a block costs nothing, so that such a territory does not count.
        let cost = bits(node.domain[block])
            .filter(|&t| node.own[t] != 0)
            .map(|t| bound.gain[block * model.k + t])
            .reduce(lesser)
            .unwrap_or(0.0);
        let weight: f64 = model.weights[block * model.m..(block + 1) * model.m].iter().sum();
        let rank = match order {
            Order::Centers | Order::Hardest => [cost, 0.0, weight],
            Order::Nearest => {
                let inertia: f64 = bits(model.blocks[block]).map(|unit| model.problem.inertia_weight[unit]).sum();
                [f64::from(u8::from(touching != 0)), -cost / greater(inertia, f64::MIN_POSITIVE), weight]
            }
            Order::Enclosed => [f64::from(touching.count_ones()), cost, weight],
        };
        if best.is_none_or(|(most, _)| rank > most) {
            best = Some((rank, block));
        }
    }
    best.map(|(_, block)| block)
}
