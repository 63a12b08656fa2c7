//! Stray pieces of a territory go to a neighbour, so that every territory is one piece.

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;

/// Makes every territory connected where rules allow; answers how many units changed hands.
///
/// Each territory keeps its heaviest piece (a piece with units that must be there before one without). A stray piece goes unit by unit to the territory it touches first, nearest
/// units first, so that a large stray is shared among its neighbours. A territory without units stays without.
pub fn repair(problem: &Problem, book: &Rulebook, territory: &mut [u32]) -> usize {
    let n = problem.units();
    let kept = kept_units(problem, book, territory);
    let mut changed = 0;
    let mut queue: Vec<u32> = (0..n as u32).filter(|&unit| kept[unit as usize]).collect();
    let mut settled = kept;
    let mut head = 0;
    while head < queue.len() {
        let unit = queue[head];
        head += 1;
        for &other in problem.adjacency.of(unit) {
            let index = other as usize;
            let to = territory[unit as usize];
            // What is held stays a stray; what may not go there waits for another to reach it.
            if settled[index] || is_held(book, territory, other) || !book.admits(other, to) {
                continue;
            }
            settled[index] = true;
            queue.push(other);
            if territory[index] != to {
                territory[index] = to;
                changed += 1;
            }
        }
    }
    changed
}

/// Whether a unit must be where it is, by a lock or for its block.
fn is_held(book: &Rulebook, territory: &[u32], unit: u32) -> bool {
    !book.is_empty()
        && territory[unit as usize] != NONE
        && (!book.block_of(unit).is_empty() || book.forced(unit) == Some(territory[unit as usize]))
}

/// Units of the piece that each territory keeps.
fn kept_units(problem: &Problem, book: &Rulebook, territory: &[u32]) -> Vec<bool> {
    let n = problem.units();
    let mut piece = vec![NONE; n];
    let mut pieces: Vec<(bool, f64)> = Vec::new();
    let mut best = vec![NONE; problem.territories];
    let mut stack = Vec::new();
    for seed in 0..n as u32 {
        if piece[seed as usize] != NONE {
            continue;
        }
        let (id, own) = (pieces.len() as u32, territory[seed as usize]);
        let (mut locked, mut weight) = (false, 0.0);
        piece[seed as usize] = id;
        stack.push(seed);
        while let Some(unit) = stack.pop() {
            locked |= is_held(book, territory, unit);
            // Counting each unit a little keeps an order among pieces without weight.
            weight += problem.inertia_weight[unit as usize] + 1e-9;
            for &other in problem.adjacency.of(unit) {
                if piece[other as usize] == NONE && territory[other as usize] == own {
                    piece[other as usize] = id;
                    stack.push(other);
                }
            }
        }
        pieces.push((locked, weight));
        if own != NONE {
            let incumbent = &mut best[own as usize];
            if *incumbent == NONE || pieces[*incumbent as usize] < (locked, weight) {
                *incumbent = id;
            }
        }
    }
    (0..n).map(|unit| territory[unit] != NONE && best[territory[unit] as usize] == piece[unit]).collect()
}
