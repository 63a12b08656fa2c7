//! Where a territory touches others, kept move by move while it is visited: what moves are drawn from.

use crate::problem::Problem;
use crate::solve::partition::Partition;

/// A pair of units that touch, one of the visited territory and one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// The unit of the visited territory.
    pub inside: u32,
    /// The unit of the other.
    pub outside: u32,
    /// The other territory.
    pub owner: u32,
}

/// All crossings of a territory, a short list that stays in the cache: a draw reads one entry instead of a unit, its neighbours and their owners.
#[derive(Clone, Debug, Default)]
pub struct Crossings {
    territory: u32,
    list: Vec<Crossing>,
}

impl Crossings {
    /// The territory visited.
    #[must_use]
    pub fn territory(&self) -> u32 {
        self.territory
    }

    /// Its crossings, in no order.
    #[must_use]
    pub fn list(&self) -> &[Crossing] {
        &self.list
    }

    /// Goes to a territory.
    pub fn visit(&mut self, problem: &Problem, partition: &Partition, territory: u32) {
        self.territory = territory;
        self.list.clear();
        for &unit in partition.border_of(territory) {
            self.add(problem, partition, unit);
        }
    }

    /// Follows a unit that joined or left the territory; `partition` has the change already.
    pub fn follow(&mut self, problem: &Problem, partition: &Partition, unit: u32) {
        self.list.retain(|crossing| crossing.inside != unit && crossing.outside != unit);
        let own = partition.territory[unit as usize];
        if own == self.territory {
            self.add(problem, partition, unit);
            return;
        }
        for &inside in problem.adjacency.of(unit) {
            if partition.territory[inside as usize] == self.territory {
                self.list.push(Crossing { inside, outside: unit, owner: own });
            }
        }
    }

    fn add(&mut self, problem: &Problem, partition: &Partition, inside: u32) {
        for &outside in problem.adjacency.of(inside) {
            let owner = partition.territory[outside as usize];
            if owner != self.territory {
                self.list.push(Crossing { inside, outside, owner });
            }
        }
    }
}
