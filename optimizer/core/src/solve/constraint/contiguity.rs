//! Whether a territory stays in one piece when a unit leaves it.

use crate::problem::Adjacency;

/// Scratch memory for the test; one per search.
#[derive(Clone, Debug)]
pub struct Contiguity {
    /// `[n]` stamp of the last test that saw the unit, and the front that reached it.
    seen: Vec<u32>,
    front: Vec<u32>,
    stamp: u32,
    queues: Vec<Vec<u32>>,
    parent: Vec<u32>,
}

impl Contiguity {
    /// Memory for `n` units.
    #[must_use]
    pub fn new(units: usize) -> Self {
        Self { seen: vec![0; units], front: vec![0; units], stamp: 0, queues: Vec::new(), parent: Vec::new() }
    }

    /// Whether the units of `territory[unit]` other than `unit` still hang together; false where it is the last one.
    ///
    /// One front starts from each neighbour in the same territory; fronts grow in lock-step and merge where they meet. All merged: connected.
    /// A front that cannot grow any more: cut off. The cost is that of the smaller side, mostly a few units.
    #[must_use]
    #[inline]
    pub fn holds_without(&mut self, adjacency: &Adjacency, territory: &[u32], unit: u32) -> bool {
        self.holds_without_all(adjacency, territory, &[unit])
    }

    /// The same for units of one territory that leave together.
    #[must_use]
    pub fn holds_without_all(&mut self, adjacency: &Adjacency, territory: &[u32], units: &[u32]) -> bool {
        let own = territory[units[0] as usize];
        self.next_stamp();
        for &unit in units {
            self.seen[unit as usize] = self.stamp;
            self.front[unit as usize] = u32::MAX;
        }
        let mut fronts = 0u32;
        for &unit in units {
            for &other in adjacency.of(unit) {
                if territory[other as usize] == own && self.seen[other as usize] != self.stamp {
                    self.open_front(fronts, other);
                    fronts += 1;
                }
            }
        }
        if fronts <= 1 {
            return fronts == 1;
        }
        self.grow_until_one(adjacency, territory, own, fronts)
    }

    /// What a unit that leaves its territory cuts off from it, into `strays`: all pieces but the largest. False where that is more than `most` units, or
    /// where nothing is left.
    pub fn strays(
        &mut self,
        adjacency: &Adjacency,
        territory: &[u32],
        unit: u32,
        most: usize,
        strays: &mut Vec<u32>,
    ) -> bool {
        strays.clear();
        let own = territory[unit as usize];
        self.next_stamp();
        self.seen[unit as usize] = self.stamp;
        let mut main: Option<usize> = None;
        let mut piece = Vec::new();
        for &seed in adjacency.of(unit) {
            if territory[seed as usize] != own || self.seen[seed as usize] == self.stamp {
                continue;
            }
            self.seen[seed as usize] = self.stamp;
            piece.clear();
            piece.push(seed);
            let mut head = 0;
            while head < piece.len() {
                for &other in adjacency.of(piece[head]) {
                    if territory[other as usize] == own && self.seen[other as usize] != self.stamp {
                        self.seen[other as usize] = self.stamp;
                        piece.push(other);
                    }
                }
                head += 1;
            }
            // The largest so far stays; what was the largest before is cut off after all.
            match main {
                None => {
                    main = Some(strays.len());
                    strays.append(&mut piece);
                }
                Some(from) => {
                    let kept = strays.len() - from;
                    if piece.len() > kept {
                        strays.append(&mut piece);
                        main = Some(from + kept);
                    } else {
                        strays.splice(from..from, piece.drain(..));
                        main = Some(strays.len() - kept);
                    }
                }
            }
        }
        let Some(from) = main else { return false };
        strays.truncate(from);
        strays.len() <= most
    }

    fn next_stamp(&mut self) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.seen.fill(0);
            self.stamp = 1;
        }
    }

    fn open_front(&mut self, front: u32, unit: u32) {
        let index = front as usize;
        if self.queues.len() <= index {
            self.queues.push(Vec::new());
            self.parent.push(0);
        }
        self.queues[index].clear();
        self.queues[index].push(unit);
        self.parent[index] = front;
        self.seen[unit as usize] = self.stamp;
        self.front[unit as usize] = front;
    }

    fn root(&mut self, mut front: u32) -> u32 {
        while self.parent[front as usize] != front {
            let up = self.parent[front as usize];
            self.parent[front as usize] = self.parent[up as usize];
            front = up;
        }
        front
    }

    fn grow_until_one(&mut self, adjacency: &Adjacency, territory: &[u32], own: u32, fronts: u32) -> bool {
        let mut apart = fronts;
        // Queues are read from a cursor, so that what was visited stays for the fronts that merge into it.
        let mut cursor = [0usize; 64];
        let mut overflow = vec![0usize; (fronts as usize).saturating_sub(64)];
        loop {
            for front in 0..fronts {
                let at = if front < 64 { &mut cursor[front as usize] } else { &mut overflow[front as usize - 64] };
                let Some(&unit) = self.queues[front as usize].get(*at) else { continue };
                *at += 1;
                for &other in adjacency.of(unit) {
                    if territory[other as usize] != own {
                        continue;
                    }
                    if self.seen[other as usize] != self.stamp {
                        self.seen[other as usize] = self.stamp;
                        self.front[other as usize] = front;
                        self.queues[front as usize].push(other);
                    } else if self.front[other as usize] != u32::MAX {
                        let (a, b) = (self.root(front), self.root(self.front[other as usize]));
                        if a != b {
                            self.parent[a as usize] = b;
                            apart -= 1;
                            if apart == 1 {
                                return true;
                            }
                        }
                    }
                }
            }
            if self.some_front_is_spent(fronts, &cursor, &overflow) {
                return false;
            }
        }
    }

    /// A group of merged fronts in which no queue has anything left has visited its whole piece.
    fn some_front_is_spent(&mut self, fronts: u32, cursor: &[usize; 64], overflow: &[usize]) -> bool {
        for front in 0..fronts {
            if self.root(front) != front {
                continue;
            }
            let mut spent = true;
            for other in 0..fronts {
                let at = if other < 64 { cursor[other as usize] } else { overflow[other as usize - 64] };
                if at < self.queues[other as usize].len() && self.root(other) == front {
                    spent = false;
                    break;
                }
            }
            if spent {
                return true;
            }
        }
        false
    }
}
