use super::bits::{Bits, MOST, Set};
use super::bound::Bound;
use super::model::Model;
use super::node::Node;

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
                if node.domain[block] >> territory & 1 == 0 {
                    return false;
                }
                if node.open >> block & 1 == 1 {
                    node.assign(model, block, territory);
                }
                node.shape.centers[territory] = 1 << unit;
                // Territories that are alike take their centers in ascending order.
                for other in 0..model.k {
                    if was_empty && node.own[other] == 0 && model.alike[other] >> territory & 1 == 1 {
                        node.shape.centers[other] &= !(Set::MAX >> (MOST - 1 - unit));
                    }
                }
            }
        }
        true
    }
}

/// The choices that a node splits into, most promising first.
pub(super) fn choices(model: &Model, node: &Node, bound: &Bound, by_center: bool, into: &mut Vec<Choice>) {
    into.clear();
    if by_center && let Some(territory) = without_center(model, node) {
        let about = |unit: usize| node.shape.about[territory * model.n + unit];
        let mut units: Vec<usize> = Bits(node.shape.centers[territory]).collect();
        units.sort_by(|&a, &b| about(a).total_cmp(&about(b)).then(a.cmp(&b)));
        into.extend(units.into_iter().map(|unit| Choice::Center { territory, unit }));
        return;
    }
    let Some(block) = hardest(model, node, bound) else { return };
    let gain = |t: usize| bound.gain[block * model.k + t];
    let mut territories: Vec<usize> = Bits(node.domain[block]).filter(|&t| !is_spare(model, node, t)).collect();
    territories.sort_by(|&a, &b| gain(a).total_cmp(&gain(b)).then(a.cmp(&b)));
    into.extend(territories.into_iter().map(|territory| Choice::Block { block, territory }));
}

/// A territory without unit that is like another without unit: the other is opened first.
fn is_spare(model: &Model, node: &Node, t: usize) -> bool {
    node.own[t] == 0 && Bits(model.alike[t]).any(|other| node.own[other] == 0)
}

fn without_center(model: &Model, node: &Node) -> Option<usize> {
    (0..model.k)
        .filter(|&t| node.shape.centers[t].count_ones() > 1 && !is_spare(model, node, t))
        .min_by_key(|&t| (node.shape.centers[t].count_ones(), t))
}

/// The open block that costs most wherever it goes; territories without unit do not count, for there it costs nothing yet.
fn hardest(model: &Model, node: &Node, bound: &Bound) -> Option<usize> {
    let mut best: Option<(f64, f64, usize)> = None;
    for block in Bits(node.open) {
        let cost = Bits(node.domain[block])
            .filter(|&t| node.own[t] != 0)
            .map(|t| bound.gain[block * model.k + t])
            .fold(f64::INFINITY, f64::min);
        let cost = if cost.is_finite() { cost } else { 0.0 };
        let weight = model.weights[block * model.m..(block + 1) * model.m].iter().sum();
        if best.is_none_or(|(c, w, _)| (cost, weight) > (c, w)) {
            best = Some((cost, weight, block));
        }
    }
    best.map(|(_, _, block)| block)
}
