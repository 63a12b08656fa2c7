//! Whether a territory stays in one piece when a unit leaves it.

use crate::problem::Adjacency;
use crate::solve::constraint::fronts::Fronts;
use crate::solve::constraint::ring::Rings;

/// The test for a graph; one per search.
#[derive(Clone, Debug)]
pub struct Contiguity {
    rings: Rings,
    fronts: Fronts,
    piece: Vec<u32>,
}

impl Contiguity {
    /// The test for a graph.
    #[must_use]
    pub fn new(adjacency: &Adjacency) -> Self {
        let units = adjacency.start.len().saturating_sub(1);
        Self { rings: Rings::new(adjacency), fronts: Fronts::new(units), piece: Vec::new() }
    }

    /// Whether the units of `territory[unit]` other than `unit` still hang together; false where it is the last one.
    ///
    /// Mostly the ring around the unit tells; otherwise fronts from each run of neighbours in the territory do.
    #[must_use]
    #[inline]
    pub fn holds_without(&mut self, adjacency: &Adjacency, territory: &[u32], unit: u32) -> bool {
        let Some(around) = self.rings.around(adjacency, territory, unit) else {
            return self.holds_without_all(adjacency, territory, &[unit]);
        };
        if around.is_one_run() {
            return !around.is_alone();
        }
        self.fronts.begin();
        self.fronts.close(unit);
        for (first, other) in around.runs() {
            if first {
                self.fronts.open();
            }
            self.fronts.start_at(other);
        }
        self.fronts.meet(adjacency, territory, territory[unit as usize])
    }

    /// The same for units of one territory that leave together.
    #[must_use]
    pub fn holds_without_all(&mut self, adjacency: &Adjacency, territory: &[u32], units: &[u32]) -> bool {
        let own = territory[units[0] as usize];
        self.fronts.begin();
        for &unit in units {
            self.fronts.close(unit);
        }
        for &unit in units {
            for &other in adjacency.of(unit) {
                if territory[other as usize] == own && !self.fronts.has_seen(other) {
                    self.fronts.open();
                    self.fronts.start_at(other);
                }
            }
        }
        self.fronts.meet(adjacency, territory, own)
    }

    /// What a unit that leaves its territory cuts off from it, into `strays`: all pieces but the largest. False where that is more than `most` units, or
    /// where nothing is left.
    ///
    /// # Cost
    /// That of `most` units from each neighbour: a larger piece is not walked to its end.
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
        self.fronts.begin();
        self.fronts.close(unit);
        let (mut large, mut pieces) = (0, 0);
        // Where the largest of the small pieces is, which stays where no other does.
        let mut largest = 0..0;
        for &seed in adjacency.of(unit) {
            if territory[seed as usize] != own || self.fronts.has_seen(seed) {
                continue;
            }
            pieces += 1;
            let start = strays.len();
            let is_small = self.walk_piece(adjacency, territory, seed, most, strays);
            if !is_small {
                large += 1;
                strays.truncate(start);
            } else if strays.len() - start > largest.len() {
                largest = start..strays.len();
            }
        }
        if pieces == 0 {
            return false;
        }
        if large == 0 {
            strays.drain(largest);
        }
        if strays.len() > most {
            return false;
        }
        // Two that were not walked to their ends need not be one.
        strays.push(unit);
        let holds = large < 2 || self.holds_without_all(adjacency, territory, strays);
        strays.pop();
        holds
    }

    /// Whether the units of a territory of `count` units are in one piece.
    pub fn is_whole(&mut self, adjacency: &Adjacency, territory: &[u32], own: u32, count: u32) -> bool {
        let Some(first) = territory.iter().position(|&t| t == own) else { return false };
        self.fronts.begin();
        let mut piece = core::mem::take(&mut self.piece);
        piece.clear();
        let whole = self.walk_piece(adjacency, territory, first as u32, usize::MAX, &mut piece)
            && piece.len() == count as usize;
        self.piece = piece;
        whole
    }

    /// Appends the units of a piece, up to some more than `most`; whether that is all of it and it does not touch what was left off before.
    fn walk_piece(
        &mut self,
        adjacency: &Adjacency,
        territory: &[u32],
        seed: u32,
        most: usize,
        piece: &mut Vec<u32>,
    ) -> bool {
        let own = territory[seed as usize];
        let start = piece.len();
        self.fronts.close(seed);
        piece.push(seed);
        let (mut head, mut is_small) = (start, true);
        while is_small && head < piece.len() {
            for &other in adjacency.of(piece[head]) {
                if territory[other as usize] != own {
                    continue;
                }
                if !self.fronts.has_seen(other) {
                    self.fronts.close(other);
                    piece.push(other);
                } else if self.fronts.is_left_off(other) {
                    is_small = false;
                }
            }
            head += 1;
            is_small &= piece.len() - start <= most;
        }
        if !is_small {
            piece[start..].iter().for_each(|&unit| self.fronts.leave_off(unit));
        }
        is_small
    }
}
