//! Brings a layout under the hard rules: misplaced units are connected to where they may be, groups are joined, pairs are parted.

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::repair::repair;

/// Rounds of carving and repair: each may undo a little of what another did.
const ROUNDS: usize = 4;

/// Changes the layout so that as many rules hold as can be found to hold together; a territory may lose its last unit.
pub fn carve(problem: &Problem, book: &Rulebook, territory: &mut [u32]) {
    for _ in 0..ROUNDS {
        if book.broken(territory) == 0 {
            return;
        }
        for unit in 0..territory.len() as u32 {
            place(problem, book, territory, unit);
        }
        for block in book.blocks() {
            join(problem, book, territory, block);
        }
        for unit in 0..territory.len() as u32 {
            part(problem, book, territory, unit);
        }
        if problem.contiguity {
            repair(problem, book, territory);
        }
    }
}

/// A unit where it may not be goes to the nearest territory that admits it.
fn place(problem: &Problem, book: &Rulebook, territory: &mut [u32], unit: u32) {
    if !book.admits(unit, territory[unit as usize]) {
        lead(problem, book, territory, unit, |t| book.admits(unit, t));
    }
}

/// The units of a block go where most of them are, among the territories that admit them.
fn join(problem: &Problem, book: &Rulebook, territory: &mut [u32], block: &[u32]) {
    let mut count = vec![0usize; problem.territories];
    for &unit in block {
        if book.admits(unit, territory[unit as usize]) {
            count[territory[unit as usize] as usize] += 1;
        }
    }
    let Some(best) = (0..problem.territories).max_by_key(|&t| (count[t], usize::MAX - t)) else { return };
    if count[best] == 0 {
        return;
    }
    for &unit in block {
        if territory[unit as usize] != best as u32 {
            lead(problem, book, territory, unit, |t| t == best as u32);
        }
    }
}

/// The second of two units that keep apart goes elsewhere.
fn part(problem: &Problem, book: &Rulebook, territory: &mut [u32], unit: u32) {
    let own = territory[unit as usize];
    let together = book.apart_from(unit).iter().any(|&other| other < unit && territory[other as usize] == own);
    if !together {
        return;
    }
    let taken: Vec<u32> = book.apart_from(unit).iter().map(|&other| territory[other as usize]).collect();
    let block = book.block_of(unit).to_vec();
    let before = territory.to_vec();
    lead(problem, book, territory, unit, |t| !taken.contains(&t) && book.admits(unit, t));
    let to = territory[unit as usize];
    for other in block {
        if territory[other as usize] != to {
            lead(problem, book, territory, other, |t| t == to);
        }
    }
    if book.broken(territory) > book.broken(&before) {
        territory.copy_from_slice(&before);
    }
}

/// Gives the units on the shortest way from a unit to a territory that suits it to that territory; the way avoids units that may not be there.
fn lead(problem: &Problem, book: &Rulebook, territory: &mut [u32], unit: u32, suits: impl Fn(u32) -> bool) {
    if !problem.contiguity {
        if let Some(to) = (0..problem.territories as u32).find(|&t| suits(t)) {
            territory[unit as usize] = to;
        }
        return;
    }
    let mut before = vec![NONE; territory.len()];
    let mut queue = vec![unit];
    before[unit as usize] = unit;
    let mut head = 0;
    while head < queue.len() {
        let at = queue[head];
        head += 1;
        let own = territory[at as usize];
        if at != unit && suits(own) && book.admits(unit, own) {
            // Every unit of the way must be free to come along.
            let mut step = before[at as usize];
            let mut free = true;
            while step != unit {
                free &= book.admits(step, own) && book.block_of(step).is_empty();
                step = before[step as usize];
            }
            if free {
                let mut step = before[at as usize];
                territory[unit as usize] = own;
                while step != unit {
                    territory[step as usize] = own;
                    step = before[step as usize];
                }
                return;
            }
            continue;
        }
        for &other in problem.adjacency.of(at) {
            if before[other as usize] == NONE {
                before[other as usize] = at;
                queue.push(other);
            }
        }
    }
}
