//! Makes a layout whole whose territories the rules hold in several pieces: by ways between the pieces, and what is left of the layout around them.

use crate::problem::{NONE, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::start::ways::Ways;

/// Layouts tried; each holds what the one before left out.
const ATTEMPTS: usize = 12;

/// Replaces a layout that breaks rules or contiguity by one that breaks less, where one is found.
pub fn connect(problem: &Problem, book: &Rulebook, territory: &mut [u32]) {
    if book.is_empty() || !problem.contiguity {
        return;
    }
    let mut least = faults(problem, book, territory);
    if least == 0 {
        return;
    }
    let own = territory.to_vec();
    let mut ways = Ways::new(problem, book, held(problem, book, &own));
    let mut tries = vec![0usize; own.len()];
    for _ in 0..ATTEMPTS {
        ways.negotiate(&own);
        let grown = grow(problem, book, &ways, &own);
        let left: Vec<u32> = (0..own.len() as u32).filter(|&unit| grown[unit as usize] == NONE).collect();
        let whole: Vec<u32> = grown.iter().zip(&own).map(|(&t, &own)| if t == NONE { own } else { t }).collect();
        let found = faults(problem, book, &whole);
        if found < least {
            least = found;
            territory.copy_from_slice(&whole);
        }
        if found == 0 || left.is_empty() {
            return;
        }
        for unit in left {
            hold(problem, book, &mut ways, &grown, &mut tries, unit);
        }
    }
}

/// Territories without units and, where pieces matter, pieces of territories beyond their first.
fn loose(problem: &Problem, territory: &[u32]) -> u32 {
    let mut pieces = vec![0u32; problem.territories];
    pieces_of(problem, territory, |t, _| pieces[t as usize] += 1);
    pieces.iter().map(|&count| if problem.contiguity { count.abs_diff(1) } else { u32::from(count == 0) }).sum()
}

/// Rules that a layout breaks, contiguity among them, and that no territory is without units.
#[must_use]
pub fn faults(problem: &Problem, book: &Rulebook, territory: &[u32]) -> u32 {
    loose(problem, territory) + book.broken(territory)
}

/// Visits each connected piece of each territory.
fn pieces_of(problem: &Problem, territory: &[u32], mut visit: impl FnMut(u32, &[u32])) {
    let mut seen = vec![false; territory.len()];
    let mut piece = Vec::new();
    for seed in 0..territory.len() as u32 {
        let own = territory[seed as usize];
        if own == NONE || seen[seed as usize] {
            continue;
        }
        piece.clear();
        piece.push(seed);
        seen[seed as usize] = true;
        let mut head = 0;
        while head < piece.len() {
            for &other in problem.adjacency.of(piece[head]) {
                if territory[other as usize] == own && !seen[other as usize] {
                    seen[other as usize] = true;
                    piece.push(other);
                }
            }
            head += 1;
        }
        visit(own, &piece);
    }
}

/// The territory in which a unit must be, by its only choice or with its block; [`NONE`] where it is free.
fn held(problem: &Problem, book: &Rulebook, own: &[u32]) -> Vec<u32> {
    let mut held: Vec<u32> = (0..own.len() as u32).map(|unit| book.forced(unit).unwrap_or(NONE)).collect();
    for block in book.blocks() {
        let count = |t: u32| block.iter().filter(|&&unit| own[unit as usize] == t).count();
        let admitted = (0..problem.territories as u32).filter(|&t| book.admits(block[0], t));
        if let Some(most) = admitted.max_by_key(|&t| (count(t), u32::MAX - t)) {
            block.iter().for_each(|&unit| held[unit as usize] = most);
        }
    }
    held
}

/// The ways, then what the layout has around them, then what is nearest; [`NONE`] for units that no territory reaches which may have them.
fn grow(problem: &Problem, book: &Rulebook, ways: &Ways, own: &[u32]) -> Vec<u32> {
    let mut territory: Vec<u32> = (0..own.len() as u32).map(|unit| ways.user(unit)).collect();
    seed_rest(problem, book, own, &mut territory);
    for keeps_own in [true, false] {
        let mut queue: Vec<u32> = (0..own.len() as u32).filter(|&unit| territory[unit as usize] != NONE).collect();
        let mut head = 0;
        while head < queue.len() {
            let t = territory[queue[head] as usize];
            for &other in problem.adjacency.of(queue[head]) {
                let suits = !keeps_own || own[other as usize] == t;
                if suits && territory[other as usize] == NONE && book.broken_by(&territory, other, t) == 0 {
                    territory[other as usize] = t;
                    queue.push(other);
                }
            }
            head += 1;
        }
    }
    territory
}

/// A territory without ways begins with a unit of its largest piece between those of others.
fn seed_rest(problem: &Problem, book: &Rulebook, own: &[u32], territory: &mut [u32]) {
    let mut started = vec![false; problem.territories];
    territory.iter().filter(|&&t| t != NONE).for_each(|&t| started[t as usize] = true);
    let free: Vec<u32> = own.iter().zip(&*territory).map(|(&own, &t)| if t == NONE { own } else { NONE }).collect();
    let mut largest = vec![(0, NONE); problem.territories];
    pieces_of(problem, &free, |t, piece| {
        let seed = piece.iter().find(|&&unit| book.broken_by(territory, unit, t) == 0);
        if let Some(&seed) = seed
            && piece.len() > largest[t as usize].0
        {
            largest[t as usize] = (piece.len(), seed);
        }
    });
    for (t, &(_, seed)) in largest.iter().enumerate() {
        if !started[t] && seed != NONE {
            territory[seed as usize] = t as u32;
        }
    }
}

/// Holds a unit that was left out in the nearest territory that may have it, the next nearest when it is left out again.
fn hold(problem: &Problem, book: &Rulebook, ways: &mut Ways, grown: &[u32], tries: &mut [usize], unit: u32) {
    let mut near = Vec::new();
    let mut seen = vec![false; grown.len()];
    let mut queue = vec![unit];
    seen[unit as usize] = true;
    let mut head = 0;
    while head < queue.len() && near.len() <= tries[unit as usize] {
        for &other in problem.adjacency.of(queue[head]) {
            let t = grown[other as usize];
            if !seen[other as usize] {
                seen[other as usize] = true;
                queue.push(other);
                if t != NONE && !near.contains(&t) && book.broken_by(grown, unit, t) == 0 {
                    near.push(t);
                }
            }
        }
        head += 1;
    }
    if !near.is_empty() {
        ways.held[unit as usize] = near[tries[unit as usize] % near.len()];
        tries[unit as usize] += 1;
    }
}
