//! Whether territories stay in one piece while units leave them: by words of 128 bits where the units fit, by lists above.

use crate::problem::{Adjacency, Problem};
use crate::solve::constraint::contiguity::Contiguity;

/// Units that a word holds.
pub const WORD_UNITS: usize = 128;

/// The pieces of a layout under way.
#[derive(Clone, Debug)]
pub struct Pieces {
    /// `[n]` the bit of each unit and of its neighbours; empty above [`WORD_UNITS`].
    bit: Vec<u128>,
    around: Vec<u128>,
    /// `[k]` the units of each territory; empty above [`WORD_UNITS`].
    own: Vec<u128>,
    lists: Contiguity,
}

impl Pieces {
    /// Memory for a problem; [`Pieces::load`] fills it.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let n = problem.units();
        let in_words = n <= WORD_UNITS;
        let bit: Vec<u128> = (0..if in_words { n } else { 0 }).map(|unit| 1 << unit).collect();
        let around = |unit: usize| problem.adjacency.of(unit as u32).iter().fold(0, |all, &other| all | 1 << other);
        Self {
            around: (0..bit.len()).map(around).collect(),
            own: vec![0; if in_words { problem.territories } else { 0 }],
            bit,
            lists: Contiguity::new(&problem.adjacency),
        }
    }

    /// Takes up a layout.
    pub fn load(&mut self, owners: &[u32]) {
        self.own.fill(0);
        if !self.own.is_empty() {
            owners.iter().zip(&self.bit).for_each(|(&own, bit)| self.own[own as usize] |= bit);
        }
    }

    /// Follows a unit from one territory to another.
    #[inline]
    pub fn place(&mut self, unit: u32, from: u32, to: u32) {
        if let Some(&bit) = self.bit.get(unit as usize) {
            self.own[from as usize] &= !bit;
            self.own[to as usize] |= bit;
        }
    }

    /// The units of a territory as bits; none above [`WORD_UNITS`].
    #[must_use]
    #[inline]
    pub fn word(&self, territory: u32) -> Option<u128> {
        self.own.get(territory as usize).copied()
    }

    /// Whether the territory of a unit is in one piece without it; false where nothing is left.
    #[inline]
    pub fn holds_without(&mut self, adjacency: &Adjacency, owners: &[u32], unit: u32) -> bool {
        let Some(&bit) = self.bit.get(unit as usize) else {
            return self.lists.holds_without(adjacency, owners, unit);
        };
        let rest = self.own[owners[unit as usize] as usize] & !bit;
        let ends = self.around[unit as usize] & rest;
        ends != 0 && self.reach(ends & ends.wrapping_neg(), rest, ends) & ends == ends
    }

    /// What a unit that leaves its territory cuts off from it, into `strays`: all pieces but the largest. False where that is more than `most` units, or
    /// where nothing is left.
    pub fn strays(
        &mut self,
        adjacency: &Adjacency,
        owners: &[u32],
        unit: u32,
        most: usize,
        strays: &mut Vec<u32>,
    ) -> bool {
        let Some(&bit) = self.bit.get(unit as usize) else {
            return self.lists.strays(adjacency, owners, unit, most, strays);
        };
        strays.clear();
        let rest = self.own[owners[unit as usize] as usize] & !bit;
        let mut ends = self.around[unit as usize] & rest;
        let (mut main, mut all) = (0u128, 0u128);
        while ends != 0 {
            let piece = self.reach(ends & ends.wrapping_neg(), rest, u128::MAX);
            if piece.count_ones() > main.count_ones() {
                main = piece;
            }
            all |= piece;
            ends &= !piece;
        }
        let mut off = all & !main;
        if main == 0 || off.count_ones() as usize > most {
            return false;
        }
        while off != 0 {
            strays.push(off.trailing_zeros());
            off &= off - 1;
        }
        true
    }

    /// Whether a territory of `count` units is in one piece.
    pub fn is_whole(&mut self, adjacency: &Adjacency, owners: &[u32], territory: u32, count: u32) -> bool {
        match self.word(territory) {
            Some(own) => own != 0 && self.reach(own & own.wrapping_neg(), own, u128::MAX) == own,
            None => self.lists.is_whole(adjacency, owners, territory, count),
        }
    }

    /// What can be reached from `from` inside of a set; less where all `ends` are reached before.
    #[inline]
    fn reach(&self, from: u128, inside: u128, ends: u128) -> u128 {
        let (mut reached, mut front) = (from, from);
        while front != 0 && reached & ends != ends {
            let new = self.around[front.trailing_zeros() as usize] & inside & !reached;
            reached |= new;
            front = front & (front - 1) | new;
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::random::Random;

    /// A random tree with some edges more, and two territories.
    fn graph(random: &mut Random, n: usize) -> (Problem, Vec<u32>) {
        let mut edges: Vec<(u32, u32)> = (1..n).map(|unit| (random.below(unit) as u32, unit as u32)).collect();
        edges.extend((0..n / 2).map(|_| (random.below(n) as u32, random.below(n) as u32)));
        let adjacency = Adjacency::from_edges(n, &edges).unwrap_or_default();
        let problem = Problem { territories: 2, position: vec![[0.0; 3]; n], adjacency, ..Problem::default() };
        (problem, (0..n).map(|_| u32::from(random.below(4) == 0)).collect())
    }

    /// The pieces of what a territory has without a unit, those next to it.
    fn pieces_without(problem: &Problem, owners: &[u32], unit: u32) -> Vec<Vec<u32>> {
        let (own, mut seen, mut pieces) = (owners[unit as usize], vec![unit], Vec::new());
        for &seed in problem.adjacency.of(unit) {
            let mut piece = Vec::new();
            let mut open = vec![seed];
            while let Some(at) = open.pop() {
                if owners[at as usize] == own && !seen.contains(&at) {
                    seen.push(at);
                    piece.push(at);
                    open.extend(problem.adjacency.of(at));
                }
            }
            if !piece.is_empty() {
                piece.sort_unstable();
                pieces.push(piece);
            }
        }
        pieces
    }

    #[test]
    fn words_and_lists_tell_what_a_unit_cuts_off() {
        let mut random = Random::new(1, 0);
        for n in (3..60).cycle().take(600) {
            let (problem, owners) = graph(&mut random, n);
            let mut words = Pieces::new(&problem);
            words.load(&owners);
            let mut lists = Pieces { bit: Vec::new(), around: Vec::new(), own: Vec::new(), ..words.clone() };
            for unit in 0..n as u32 {
                let found = pieces_without(&problem, &owners, unit);
                let most = random.below(8);
                let largest = found.iter().map(Vec::len).max().unwrap_or(0);
                let off = found.iter().map(Vec::len).sum::<usize>() - largest;
                for pieces in [&mut words, &mut lists] {
                    let holds = pieces.holds_without(&problem.adjacency, &owners, unit);
                    assert_eq!(holds, found.len() == 1, "{unit} of {owners:?}");
                    let mut strays = Vec::new();
                    let few = pieces.strays(&problem.adjacency, &owners, unit, most, &mut strays);
                    assert_eq!(few, largest > 0 && off <= most, "{unit} of {owners:?}");
                    if few {
                        strays.sort_unstable();
                        let kept: Vec<_> = found.iter().filter(|piece| !strays.contains(&piece[0])).collect();
                        assert!(kept.len() == 1 && kept[0].len() == largest && strays.len() == off);
                        assert!(found.iter().flatten().all(|u| strays.contains(u) != kept[0].contains(u)));
                    }
                }
            }
        }
    }
}
