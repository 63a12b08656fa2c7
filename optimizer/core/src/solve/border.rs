//! Which units touch another territory, kept move by move.

use crate::problem::Adjacency;

/// Units that touch another territory, by territory and all together, each with its place in its list, so that a draw is uniform and a change costs O(1).
#[derive(Clone, Debug)]
pub struct Border {
    /// `[n]` number of neighbours in another territory.
    foreign: Vec<u32>,
    /// `[k]`.
    lists: Vec<Vec<u32>>,
    /// `[n]` place in the list of its territory.
    place: Vec<u32>,
    /// All border units, and the place of each.
    all: Vec<u32>,
    place_in_all: Vec<u32>,
}

const ABSENT: u32 = u32::MAX;

impl Border {
    /// The border of a layout of `k` territories.
    #[must_use]
    pub fn new(adjacency: &Adjacency, owners: &[u32], k: usize) -> Self {
        let n = owners.len();
        let mut border = Self {
            foreign: vec![0; n],
            lists: vec![Vec::new(); k],
            place: vec![ABSENT; n],
            all: Vec::new(),
            place_in_all: vec![ABSENT; n],
        };
        border.remake(adjacency, owners);
        border
    }

    /// The border of another layout, or of the same in the order of a new one.
    pub fn remake(&mut self, adjacency: &Adjacency, owners: &[u32]) {
        self.all.clear();
        self.lists.iter_mut().for_each(Vec::clear);
        self.place.fill(ABSENT);
        self.place_in_all.fill(ABSENT);
        for unit in 0..owners.len() as u32 {
            let own = owners[unit as usize];
            let foreign = adjacency.of(unit).iter().filter(|&&other| owners[other as usize] != own).count();
            self.foreign[unit as usize] = foreign as u32;
            if foreign > 0 {
                self.insert(unit, own);
            }
        }
    }

    /// All units that touch another territory.
    #[must_use]
    pub fn all(&self) -> &[u32] {
        &self.all
    }

    /// Units of a territory that touch another.
    #[must_use]
    pub fn of(&self, territory: u32) -> &[u32] {
        &self.lists[territory as usize]
    }

    /// Follows a unit that went from one territory to another; `owners` has the change already.
    pub fn follow(&mut self, adjacency: &Adjacency, owners: &[u32], unit: u32, from: u32) {
        let to = owners[unit as usize];
        if self.foreign[unit as usize] > 0 {
            self.remove(unit, from);
        }
        let mut foreign = 0;
        for &other in adjacency.of(unit) {
            let owner = owners[other as usize];
            if owner != to {
                foreign += 1;
            }
            if owner == from {
                self.foreign[other as usize] += 1;
                if self.foreign[other as usize] == 1 {
                    self.insert(other, owner);
                }
            } else if owner == to {
                self.foreign[other as usize] -= 1;
                if self.foreign[other as usize] == 0 {
                    self.remove(other, owner);
                }
            }
        }
        self.foreign[unit as usize] = foreign;
        if foreign > 0 {
            self.insert(unit, to);
        }
    }

    fn insert(&mut self, unit: u32, territory: u32) {
        let list = &mut self.lists[territory as usize];
        self.place[unit as usize] = list.len() as u32;
        list.push(unit);
        self.place_in_all[unit as usize] = self.all.len() as u32;
        self.all.push(unit);
    }

    fn remove(&mut self, unit: u32, territory: u32) {
        take(&mut self.lists[territory as usize], &mut self.place, unit);
        take(&mut self.all, &mut self.place_in_all, unit);
    }
}

fn take(list: &mut Vec<u32>, place: &mut [u32], unit: u32) {
    let at = core::mem::replace(&mut place[unit as usize], ABSENT) as usize;
    list.swap_remove(at);
    if let Some(&moved) = list.get(at) {
        place[moved as usize] = at as u32;
    }
}
