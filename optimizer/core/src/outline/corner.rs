use h3o::{CellIndex, DirectedEdgeIndex, LatLng};

/// A point in ten-millionths of a degree: longitude in (-180, 180] degrees, then latitude.
pub(crate) type PointE7 = [i32; 2];

/// Half a turn of longitude.
pub(crate) const HALF_TURN_E7: i32 = 1_800_000_000;

/// The sides of a cell, counter-clockwise, with the cell behind each.
#[derive(Clone)]
pub(crate) struct Sides {
    cell: CellIndex,
    count: u8,
    edges: [Option<DirectedEdgeIndex>; 6],
    neighbors: [CellIndex; 6],
}

impl Sides {
    pub(crate) fn new(cell: CellIndex) -> Self {
        let mut sides = Self { cell, count: 0, edges: [None; 6], neighbors: [cell; 6] };
        for (side, edge) in cell.edges().enumerate().take(6) {
            sides.edges[side] = Some(edge);
            sides.neighbors[side] = edge.destination();
            sides.count += 1;
        }
        sides
    }

    /// The cell behind a side.
    pub(crate) fn neighbor(&self, side: u8) -> CellIndex {
        self.neighbors[usize::from(side)]
    }

    /// The side that follows counter-clockwise.
    pub(crate) fn next(&self, side: u8) -> u8 {
        if side + 1 < self.count { side + 1 } else { 0 }
    }

    fn previous(&self, side: u8) -> u8 {
        if side == 0 { self.count - 1 } else { side - 1 }
    }

    /// The side behind which a cell lies.
    pub(crate) fn toward(&self, cell: CellIndex) -> Option<u8> {
        (0..self.count).find(|side| self.neighbor(*side) == cell)
    }

    /// The corner where a side starts, the same to the last bit from each of the three cells that meet there.
    ///
    /// Always taken from the lowest of the three: the corner seen from another cell may differ in its last bits.
    pub(crate) fn corner(&self, side: u8) -> Option<PointE7> {
        let (left, right) = (self.neighbor(side), self.neighbor(self.previous(side)));
        let lowest = self.cell.min(left).min(right);
        let edge = if lowest == self.cell {
            self.edges[usize::from(side)]
        } else {
            let other = Self::new(lowest);
            let back = other.toward(self.cell)?;
            other.edges[usize::from(if lowest == left { other.next(back) } else { back })]
        };
        edge?.boundary().first().map(point_e7)
    }

    /// The point at which a side crosses an edge of the icosahedron and bends, if it does; taken from the lower of the two cells.
    pub(crate) fn bend(&self, side: u8) -> Option<PointE7> {
        let neighbor = self.neighbor(side);
        let edge = if self.cell < neighbor { self.edges[usize::from(side)] } else { neighbor.edge(self.cell) };
        let boundary = edge?.boundary();
        boundary.get(1).filter(|_| boundary.len() > 2).map(point_e7)
    }
}

/// Rounds a point.
pub(crate) fn point_e7(point: &LatLng) -> PointE7 {
    let lng = libm::round(point.lng() * 1e7) as i32;
    let lat = libm::round(point.lat() * 1e7) as i32;
    [if lng <= -HALF_TURN_E7 { HALF_TURN_E7 } else { lng }, lat]
}
