//! Territories that walks met: those that keep every rule and bound, each once, with what it costs.

/// A pool of territories of up to 128 units. Territories of one kind may stand for each other.
#[derive(Clone, Debug)]
pub struct Pool {
    /// `[columns]` units as bits.
    pub word: Vec<u128>,
    /// `[columns]`.
    pub cost: Vec<f64>,
    /// `[columns]`.
    pub kind: Vec<u32>,
    /// A table of places in the lists above, twice as long as they may get, or [`EMPTY`].
    slots: Vec<u32>,
    most: usize,
}

const EMPTY: u32 = u32::MAX;

impl Pool {
    /// A pool of at most so many territories.
    #[must_use]
    pub fn new(most: usize) -> Self {
        let slots = vec![EMPTY; (2 * most).next_power_of_two()];
        Self { word: Vec::new(), cost: Vec::new(), kind: Vec::new(), slots, most }
    }

    /// Territories in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.word.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.word.is_empty()
    }

    /// Adds a territory that is new, while there is room; whether it did.
    pub fn add(&mut self, word: u128, kind: u32, cost: f64) -> bool {
        let slot = self.slot(word, kind);
        if self.slots[slot] != EMPTY || self.len() == self.most {
            return false;
        }
        self.slots[slot] = self.len() as u32;
        self.word.push(word);
        self.kind.push(kind);
        self.cost.push(cost);
        true
    }

    /// The place of a territory.
    #[must_use]
    pub fn find(&self, word: u128, kind: u32) -> Option<usize> {
        let at = self.slots[self.slot(word, kind)];
        (at != EMPTY).then_some(at as usize)
    }

    /// Leaves out all but some.
    pub fn retain(&mut self, keep: impl Fn(usize) -> bool) {
        let mut kept = 0;
        for at in (0..self.len()).filter(|&at| keep(at)) {
            self.word[kept] = self.word[at];
            self.kind[kept] = self.kind[at];
            self.cost[kept] = self.cost[at];
            kept += 1;
        }
        self.word.truncate(kept);
        self.kind.truncate(kept);
        self.cost.truncate(kept);
        self.slots.fill(EMPTY);
        for at in 0..kept {
            let slot = self.slot(self.word[at], self.kind[at]);
            self.slots[slot] = at as u32;
        }
    }

    /// Where a territory is in the table, or the empty slot where it would be.
    fn slot(&self, word: u128, kind: u32) -> usize {
        let (low, high) = (word as u64, (word >> 64) as u64);
        let mut hash = low.wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ high.wrapping_add(u64::from(kind)).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
        hash ^= hash >> 29;
        hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
        let mask = self.slots.len() - 1;
        let mut slot = (hash >> 32) as usize & mask;
        while self.slots[slot] != EMPTY {
            let at = self.slots[slot] as usize;
            if self.word[at] == word && self.kind[at] == kind {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_territory_is_kept_once_of_each_kind_and_found_after_others_are_left_out() {
        let mut pool = Pool::new(50);
        for word in 1..=25u128 {
            assert!(pool.add(word << 100, 0, word as f64) && pool.add(word << 100, 1, word as f64));
            assert!(!pool.add(word << 100, 0, 0.0));
        }
        assert!(!pool.add(1, 0, 0.0), "full");
        let odd: Vec<bool> = pool.cost.iter().map(|cost| cost % 2.0 == 1.0).collect();
        pool.retain(|at| odd[at]);
        assert_eq!(pool.len(), 26);
        for word in 1..=25u128 {
            let found = pool.find(word << 100, 1).map(|at| (pool.word[at], pool.kind[at], pool.cost[at]));
            assert_eq!(found, (word % 2 == 1).then_some((word << 100, 1, word as f64)));
        }
        assert!(pool.add(1, 0, 0.0));
    }
}
