//! The neighbours of each unit in the order in which they lie around it: where those of one territory follow each other without a gap, the unit cuts nothing.

use crate::problem::Adjacency;

/// Units with more neighbours have no ring.
const MOST: usize = u32::BITS as usize;

/// Rings of all units, made once from who touches whom; no geometry is needed. Consecutive neighbours mostly touch: six on hexagons, any number on cells of
/// mixed resolution and counties.
#[derive(Clone, Debug)]
pub struct Rings {
    /// As `adjacency.neighbors`: by place on the ring, the place in the unit's row.
    order: Vec<u8>,
    /// `[n]` bit `i`: the `i`-th on the ring touches the one before it, the first the last.
    link: Vec<u32>,
}

/// The neighbours of a unit that are in its territory, as places on its ring.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    neighbors: &'a [u32],
    order: &'a [u8],
    link: u32,
    /// Bit `i`: the `i`-th on the ring is in the territory.
    same: u32,
}

impl Rings {
    /// The rings of a graph.
    ///
    /// # Cost
    /// Linear in the edges where the number of neighbours is bounded.
    #[must_use]
    pub fn new(adjacency: &Adjacency) -> Self {
        let units = adjacency.start.len().saturating_sub(1);
        let mut rings = Self { order: vec![0; adjacency.neighbors.len()], link: vec![0; units] };
        let mut touching = [0; MOST];
        for unit in 0..units as u32 {
            let row = adjacency.of(unit);
            if row.len() <= MOST {
                let start = adjacency.start[unit as usize] as usize;
                let order = &mut rings.order[start..start + row.len()];
                for (links, &neighbor) in touching.iter_mut().zip(row) {
                    *links = common(row, adjacency.of(neighbor));
                }
                rings.link[unit as usize] = lay_out(&touching[..row.len()], order);
            }
        }
        rings
    }

    /// The neighbours of a unit that are in its territory; none where there are too many for a ring.
    #[inline]
    #[must_use]
    pub fn around<'a>(&'a self, adjacency: &'a Adjacency, territory: &[u32], unit: u32) -> Option<Around<'a>> {
        let neighbors = adjacency.of(unit);
        if neighbors.len() > MOST {
            return None;
        }
        let start = adjacency.start[unit as usize] as usize;
        let order = &self.order[start..start + neighbors.len()];
        let own = territory[unit as usize];
        let mut same = 0;
        for (place, &index) in order.iter().enumerate() {
            same |= u32::from(territory[neighbors[index as usize] as usize] == own) << place;
        }
        Some(Around { neighbors, order, link: self.link[unit as usize], same })
    }
}

impl<'a> Around<'a> {
    /// Whether the unit has no neighbour in its territory.
    #[inline]
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.same == 0
    }

    /// Whether those in the territory hang together without the unit: at most one run of bits. On hexagons this is the answer of a table of 64 entries.
    #[inline]
    #[must_use]
    pub fn is_one_run(&self) -> bool {
        let first = self.first_of_runs();
        first & first.wrapping_sub(1) == 0
    }

    /// Places at which a run begins; 0 for a closed ring.
    #[inline]
    fn first_of_runs(&self) -> u32 {
        let last = self.order.len().saturating_sub(1) as u32;
        let before = self.same << 1 | self.same >> last;
        self.same & !(before & self.link)
    }

    /// The units of the territory around the unit, run by run: `true` with the first of each. For rings that are not closed.
    pub fn runs(&self) -> impl Iterator<Item = (bool, u32)> + use<'a> {
        let (first, same, length) = (self.first_of_runs(), self.same, self.order.len());
        let (neighbors, order) = (self.neighbors, self.order);
        let from = first.trailing_zeros() as usize;
        (0..length)
            .map(move |step| if from + step < length { from + step } else { from + step - length })
            .filter(move |place| same >> place & 1 == 1)
            .map(move |place| (first >> place & 1 == 1, neighbors[order[place] as usize]))
    }
}

/// Bit `i`: the `i`-th of an ascending row is in another.
fn common(row: &[u32], other: &[u32]) -> u32 {
    let mut bits = 0;
    let mut rest = other;
    for (place, unit) in row.iter().enumerate() {
        while let [first, tail @ ..] = rest
            && first < unit
        {
            rest = tail;
        }
        bits |= u32::from(rest.first() == Some(unit)) << place;
    }
    bits
}

/// Follows links from one end to the other, then from the next end that is left, and always to the neighbour with the fewest links left; answers which
/// consecutive ones touch.
fn lay_out(touching: &[u32], order: &mut [u8]) -> u32 {
    let mut left = if touching.len() == MOST { u32::MAX } else { (1 << touching.len()) - 1 };
    let mut link = 0;
    let mut last: Option<usize> = None;
    for place in 0..order.len() {
        let reached = last.map_or(0, |last| touching[last] & left);
        let among = if reached == 0 { left } else { reached };
        let fewest = (0..touching.len())
            .filter(|&index| among >> index & 1 == 1)
            .min_by_key(|&index| (touching[index] & left).count_ones());
        let next = fewest.unwrap_or(0);
        link |= u32::from(reached != 0) << place;
        order[place] = next as u8;
        left &= !(1 << next);
        last = Some(next);
    }
    match (order.first(), order.last()) {
        (Some(&first), Some(&last)) => link | (touching[last as usize] >> first & 1),
        _ => link,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hexagon in the middle, its six neighbours numbered out of order around it.
    fn wheel() -> Adjacency {
        let rim = [4, 1, 6, 2, 5, 3];
        let spokes = rim.iter().map(|&unit| (0, unit));
        let edges: Vec<(u32, u32)> = spokes.chain((0..6).map(|at| (rim[at], rim[(at + 1) % 6]))).collect();
        Adjacency::from_edges(7, &edges).unwrap_or_default()
    }

    #[test]
    fn all_64_masks_of_a_hexagon_are_one_run_where_their_units_touch() {
        let adjacency = wheel();
        let rings = Rings::new(&adjacency);
        for mask in 0..64u32 {
            let territory: Vec<u32> = (0..7).map(|unit| if unit == 0 { 1 } else { mask >> (unit - 1) & 1 }).collect();
            let members: Vec<u32> = (1..7).filter(|&unit| territory[unit as usize] == 1).collect();
            let mut reached: Vec<u32> = members.first().copied().into_iter().collect();
            let mut head = 0;
            while head < reached.len() {
                let touching = adjacency.of(reached[head]).iter();
                let new: Vec<u32> = touching.copied().filter(|u| members.contains(u) && !reached.contains(u)).collect();
                reached.extend(new);
                head += 1;
            }
            let around = rings.around(&adjacency, &territory, 0);
            assert_eq!(around.map(|a| a.is_one_run()), Some(reached.len() == members.len()), "{mask:06b}");
            assert_eq!(around.map(|a| a.is_alone()), Some(mask == 0));
        }
    }

    #[test]
    fn runs_hold_every_neighbour_of_the_territory_once() {
        let adjacency = wheel();
        let rings = Rings::new(&adjacency);
        // On the ring 4 1 6 2 5 3 the runs are 1 6 and 3.
        let territory = [1, 1, 0, 1, 0, 0, 1];
        let runs: Vec<(bool, u32)> =
            rings.around(&adjacency, &territory, 0).into_iter().flat_map(|a| a.runs()).collect();
        assert_eq!(runs.iter().filter(|(first, _)| *first).count(), 2);
        let mut units: Vec<u32> = runs.iter().map(|&(_, unit)| unit).collect();
        units.sort_unstable();
        assert_eq!(units, [1, 3, 6]);
        assert!(runs[0].0);
    }
}
