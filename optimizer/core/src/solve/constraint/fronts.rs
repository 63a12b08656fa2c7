//! Whether what several units reach is one piece: fronts that grow in lock-step.

use crate::problem::Adjacency;

/// Scratch memory of the search.
#[derive(Clone, Debug)]
pub struct Fronts {
    /// `[n]` stamp of the last search that saw the unit, and the front that reached it.
    seen: Vec<u32>,
    front: Vec<u32>,
    stamp: u32,
    fronts: Vec<Front>,
    /// Fronts of this search.
    count: u32,
}

/// Units found from one start, in the order in which they were.
#[derive(Clone, Debug, Default)]
struct Front {
    queue: Vec<u32>,
    /// Units of the queue whose neighbours were looked at.
    head: usize,
    /// Another front with which this one has met, or itself.
    parent: u32,
    /// Of a front that is its own parent: units still to be looked at by it and by all that have met it.
    open: u32,
}

/// In place of a front: a unit that none may enter.
const CLOSED: u32 = u32::MAX;
const LEFT_OFF: u32 = u32::MAX - 1;

impl Fronts {
    /// Memory for `n` units.
    #[must_use]
    pub fn new(units: usize) -> Self {
        Self { seen: vec![0; units], front: vec![0; units], stamp: 0, fronts: Vec::new(), count: 0 }
    }

    /// Forgets what was found before.
    pub fn begin(&mut self) {
        self.count = 0;
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.seen.fill(0);
            self.stamp = 1;
        }
    }

    /// Whether this search has seen a unit.
    #[inline]
    #[must_use]
    pub fn has_seen(&self, unit: u32) -> bool {
        self.seen[unit as usize] == self.stamp
    }

    /// Keeps fronts out of a unit.
    pub fn close(&mut self, unit: u32) {
        self.seen[unit as usize] = self.stamp;
        self.front[unit as usize] = CLOSED;
    }

    /// Marks a unit of a piece that is not followed to its end; none may enter it either.
    pub fn leave_off(&mut self, unit: u32) {
        self.seen[unit as usize] = self.stamp;
        self.front[unit as usize] = LEFT_OFF;
    }

    /// Whether a unit that was seen is of such a piece.
    #[must_use]
    pub fn is_left_off(&self, unit: u32) -> bool {
        self.has_seen(unit) && self.front[unit as usize] == LEFT_OFF
    }

    /// Opens a front without units.
    pub fn open(&mut self) {
        let index = self.count as usize;
        if self.fronts.len() <= index {
            self.fronts.push(Front::default());
        }
        let front = &mut self.fronts[index];
        front.queue.clear();
        front.head = 0;
        front.parent = self.count;
        front.open = 0;
        self.count += 1;
    }

    /// The front opened last finds a unit.
    pub fn start_at(&mut self, unit: u32) {
        self.reach(self.count - 1, unit);
    }

    /// Lets the fronts grow through units of the territory `own` until all have met, or one of them cannot grow any more.
    ///
    /// The cost is that of the smaller side.
    #[must_use]
    pub fn meet(&mut self, adjacency: &Adjacency, territory: &[u32], own: u32) -> bool {
        let mut apart = self.count;
        if apart <= 1 {
            return apart == 1;
        }
        loop {
            for front in 0..self.count {
                let this = &mut self.fronts[front as usize];
                let Some(&unit) = this.queue.get(this.head) else { continue };
                this.head += 1;
                for &other in adjacency.of(unit) {
                    if territory[other as usize] != own {
                        continue;
                    }
                    if !self.has_seen(other) {
                        self.reach(front, other);
                    } else if self.front[other as usize] < LEFT_OFF && self.merge(front, self.front[other as usize]) {
                        apart -= 1;
                        if apart == 1 {
                            return true;
                        }
                    }
                }
                let root = self.root(front) as usize;
                self.fronts[root].open -= 1;
                // Fronts that met and have nothing left to look at have found their whole piece.
                if self.fronts[root].open == 0 {
                    return false;
                }
            }
        }
    }

    fn reach(&mut self, front: u32, unit: u32) {
        self.seen[unit as usize] = self.stamp;
        self.front[unit as usize] = front;
        self.fronts[front as usize].queue.push(unit);
        let root = self.root(front);
        self.fronts[root as usize].open += 1;
    }

    fn root(&mut self, mut front: u32) -> u32 {
        loop {
            let up = self.fronts[front as usize].parent;
            if up == front {
                return front;
            }
            // Halves the way for the next time.
            self.fronts[front as usize].parent = self.fronts[up as usize].parent;
            front = up;
        }
    }

    /// Two fronts meet; false where they had already.
    fn merge(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return false;
        }
        self.fronts[a as usize].parent = b;
        self.fronts[b as usize].open += self.fronts[a as usize].open;
        true
    }
}
