use h3o::CellIndex;

use super::{
    OutlineError,
    corner::{PointE7, Sides},
    face_edges::FaceEdges,
    great_circle::push_between,
};

/// Rings laid end to end; a ring ends where the next starts. The first point is not repeated at the end.
#[derive(Default)]
pub(crate) struct Rings {
    pub(crate) points: Vec<PointE7>,
    pub(crate) ends: Vec<usize>,
}

impl Rings {
    /// Adds a point to the open ring, after those that lead to it along a great circle.
    fn push(&mut self, point: PointE7) {
        if let Some(before) = self.open_ring().last().copied() {
            push_between(before, point, &mut self.points);
        }
        self.points.push(point);
    }

    /// Closes the ring of the points added since the last one.
    pub(crate) fn close(&mut self) {
        self.ends.push(self.points.len());
    }

    fn open_ring(&self) -> &[PointE7] {
        &self.points[self.ends.last().copied().unwrap_or(0)..]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[PointE7]> {
        let starts = core::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.points[start..*end])
    }

    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.ends.clear();
    }
}

/// Walks along the border sides of one owner's cells, the owner on the left, until every ring is closed.
///
/// Three cells meet at a corner, so one border side at most leaves it with the owner on its left: the way is never in doubt, and rings never touch.
///
/// `cells` ascending; `sides` as in [`BorderCells`](super::border_cells::BorderCells), used up on the way.
pub(crate) fn walk_rings(
    cells: &[CellIndex],
    sides: &mut [u8],
    face_edges: &mut FaceEdges,
    rings: &mut Rings,
) -> Result<(), OutlineError> {
    for first in 0..cells.len() {
        let start = Sides::new(cells[first]);
        while sides[first] != 0 {
            let start_side = sides[first].trailing_zeros() as u8;
            let (mut at, mut side, mut around) = (first, start_side, start.clone());
            loop {
                let open = || OutlineError::OpenBorder { cell: cells[at] };
                if sides[at] & (1 << side) == 0 {
                    return Err(open());
                }
                sides[at] &= !(1 << side);
                rings.push(around.corner(side).ok_or_else(open)?);
                if face_edges.may_bend(cells[at])
                    && let Some(bend) = around.bend(side)
                {
                    rings.push(bend);
                }
                let next = around.next(side);
                if (at, next) == (first, start_side) {
                    break;
                }
                if sides[at] & (1 << next) != 0 {
                    side = next;
                    continue;
                }
                // The owner holds the cell behind that side: the border goes on along it.
                let cell = around.neighbor(next);
                let found = find_near(cells, at, cell).ok_or_else(open)?;
                let beside = Sides::new(cell);
                let back = beside.toward(cells[at]).ok_or_else(open)?;
                (at, side, around) = (found, beside.next(back), beside);
                if (at, side) == (first, start_side) {
                    break;
                }
            }
            if let [first, .., last] = *rings.open_ring() {
                push_between(last, first, &mut rings.points);
            }
            rings.close();
        }
    }
    Ok(())
}

/// The position of a cell in an ascending slice, searched outwards from a position near it.
fn find_near(cells: &[CellIndex], near: usize, cell: CellIndex) -> Option<usize> {
    let mut step = 1;
    let (mut low, mut high) = (near, near);
    if cells.get(near)? < &cell {
        while cells.get(high).is_some_and(|other| *other < cell) {
            (low, high) = (high, high + step);
            step *= 2;
        }
    } else {
        while low > 0 && cells.get(low).is_some_and(|other| *other > cell) {
            (high, low) = (low, low.saturating_sub(step));
            step *= 2;
        }
    }
    let run = cells.get(low..cells.len().min(high + 1))?;
    run.binary_search(&cell).ok().map(|found| low + found)
}
