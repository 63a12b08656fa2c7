//! Starts from today's layout.

use crate::problem::{NONE, Problem};
use crate::solve::repair::repair;
use crate::solve::start::bisection;

/// Today's layout made whole: units without a territory join the one that reaches them first, strays are repaired, and a territory without units
/// takes half of the one with the most.
#[must_use]
pub fn start(problem: &Problem, seed: u64) -> Vec<u32> {
    let mut territory = problem.current.clone();
    if territory.iter().all(|&t| t == NONE) {
        return bisection::start(problem, seed);
    }
    repair(problem, &mut territory);
    revive_empty(problem, &mut territory, seed);
    territory
}

fn revive_empty(problem: &Problem, territory: &mut [u32], seed: u64) {
    let k = problem.territories;
    loop {
        let mut members = vec![Vec::new(); k];
        for (unit, &own) in territory.iter().enumerate() {
            if !problem.is_locked(unit as u32) {
                members[own as usize].push(unit as u32);
            }
        }
        let mut count = vec![0usize; k];
        for &own in territory.iter() {
            count[own as usize] += 1;
        }
        let Some(empty) = count.iter().position(|&c| c == 0) else { return };
        let Some(donor) = (0..k).filter(|&t| count[t] > 1 && members[t].len() == count[t]).max_by_key(|&t| count[t])
        else {
            return;
        };
        let halves = bisection::split(problem, &members[donor], 2, seed);
        for (&unit, &half) in members[donor].iter().zip(&halves) {
            if half == 1 {
                territory[unit as usize] = empty as u32;
            }
        }
    }
}
