//! The units of a group go to a neighbouring territory together.

use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::disruption::Disruption;
use crate::solve::partition::Partition;

/// Moves a block whose units are in one territory, where both territories stay in one piece and the budget allows it.
pub fn apply(
    problem: &Problem,
    partition: &mut Partition,
    contiguity: &mut Contiguity,
    block: &[u32],
    to: u32,
) -> bool {
    let from = partition.territory[block[0] as usize];
    if partition.count[from as usize] as usize <= block.len() || !is_within_budget(problem, partition, block, to) {
        return false;
    }
    let whole = !problem.contiguity
        || (contiguity.holds_without_all(&problem.adjacency, &partition.territory, block)
            && joins(problem, partition, block, to));
    if whole {
        for &unit in block {
            partition.shift(problem, unit, to);
        }
    }
    whole
}

fn is_within_budget(problem: &Problem, partition: &Partition, block: &[u32], to: u32) -> bool {
    (0..problem.budget.len()).all(|metric| {
        let added: f64 = block
            .iter()
            .map(|&unit| {
                let direction = Disruption::direction(problem, unit, partition.territory[unit as usize], to);
                f64::from(direction) * problem.weights_of(unit)[metric]
            })
            .sum();
        added <= 0.0 || partition.disruption.moved[metric] + added <= problem.budget[metric]
    })
}

/// Whether every piece of the block touches the territory that it joins.
fn joins(problem: &Problem, partition: &Partition, block: &[u32], to: u32) -> bool {
    let mut reached: Vec<u32> = Vec::new();
    let mut left: Vec<u32> = block.to_vec();
    let touches = |unit: u32| problem.adjacency.of(unit).iter().any(|&other| partition.territory[other as usize] == to);
    loop {
        let before = left.len();
        left.retain(|&unit| {
            let joined = touches(unit) || problem.adjacency.of(unit).iter().any(|other| reached.contains(other));
            if joined {
                reached.push(unit);
            }
            !joined
        });
        if left.is_empty() {
            return true;
        }
        if left.len() == before {
            return false;
        }
    }
}
