//! A territory without units takes half of the one with the most.

use crate::problem::Problem;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::start::bisection;

/// Gives every territory units, where rules leave any to give.
pub fn revive_empty(problem: &Problem, book: &Rulebook, territory: &mut [u32], seed: u64) {
    let k = problem.territories;
    for _ in 0..k {
        let mut members = vec![Vec::new(); k];
        for (unit, &own) in territory.iter().enumerate() {
            members[own as usize].push(unit as u32);
        }
        let Some(empty) = members.iter().position(Vec::is_empty) else { return };
        let may_go = |unit: u32| book.block_of(unit).is_empty() && book.admits(unit, empty as u32);
        // A unit that may only be there comes first; else half of the largest territory whose units are all free to go; else any one unit.
        let forced = (0..territory.len() as u32).find(|&unit| book.forced(unit) == Some(empty as u32));
        if let Some(unit) = forced {
            territory[unit as usize] = empty as u32;
            continue;
        }
        let free = (0..k).filter(|&t| members[t].len() > 1 && members[t].iter().all(|&unit| may_go(unit)));
        if let Some(donor) = free.max_by_key(|&t| members[t].len()) {
            let halves = bisection::split(problem, &members[donor], 2, 0, seed);
            for (&unit, &half) in members[donor].iter().zip(&halves) {
                if half == 1 {
                    territory[unit as usize] = empty as u32;
                }
            }
            continue;
        }
        let donors = (0..territory.len() as u32)
            .filter(|&unit| may_go(unit) && members[territory[unit as usize] as usize].len() > 1);
        // Fewest neighbours of its own territory: least likely to hold it together.
        let tie = |unit: u32| {
            let own = territory[unit as usize];
            problem.adjacency.of(unit).iter().filter(|&&other| territory[other as usize] == own).count()
        };
        match donors.min_by_key(|&unit| (tie(unit), unit)) {
            Some(unit) => territory[unit as usize] = empty as u32,
            None => return,
        }
    }
}
