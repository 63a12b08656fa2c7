//! Whether a territory stays in one piece when a unit leaves it.

use crate::problem::Adjacency;
use crate::solve::constraint::fronts::Fronts;
use crate::solve::constraint::ring::Rings;

/// The test for a graph; one per search.
#[derive(Clone, Debug)]
pub struct Contiguity {
    rings: Rings,
    fronts: Fronts,
}

impl Contiguity {
    /// The test for a graph.
    #[must_use]
    pub fn new(adjacency: &Adjacency) -> Self {
        let units = adjacency.start.len().saturating_sub(1);
        Self { rings: Rings::new(adjacency), fronts: Fronts::new(units) }
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
        let mut main: Option<usize> = None;
        let mut piece = Vec::new();
        for &seed in adjacency.of(unit) {
            if territory[seed as usize] != own || self.fronts.has_seen(seed) {
                continue;
            }
            self.fronts.close(seed);
            piece.clear();
            piece.push(seed);
            let mut head = 0;
            while head < piece.len() {
                for &other in adjacency.of(piece[head]) {
                    if territory[other as usize] == own && !self.fronts.has_seen(other) {
                        self.fronts.close(other);
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
}
