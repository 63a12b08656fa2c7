use h3o::{CellIndex, Resolution};

use super::{
    OutlineError, Window, borders::Borders, cut_antimeridian::cut_antimeridian, polygons::group_polygons,
    walk_rings::Rings,
};

/// The greatest number an owner can have.
pub const MAX_OWNER: u32 = (1 << 30) - 1;

/// The outlines of all owners, as flat columns.
///
/// # Shape
/// Polygons ascending by owner, so that those of one owner make its multipolygon. Polygon `p` has the rings `polygon_start[p]..polygon_start[p + 1]`, the exterior
/// first; ring `r` has the points `ring_start[r]..ring_start[r + 1]`, the first not repeated at the end; point `i` is `points_e7[2 * i]` (longitude) and `points_e7[2 * i + 1]`
/// (latitude). Exteriors run counter-clockwise, holes clockwise (RFC 7946), cut at the antimeridian. Neighbours share every point of their
/// border.
///
/// # Units
/// Ten-millionths of a degree, 1.1 cm at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlines {
    /// The owner of each polygon.
    pub owners: Vec<u32>,
    /// Where the rings of each polygon start, and where the last end.
    pub polygon_start: Vec<u32>,
    /// Where the points of each ring start, and where the last end.
    pub ring_start: Vec<u32>,
    /// Longitude and latitude of each point.
    pub points_e7: Vec<i32>,
}

/// Draws the outline of what each owner holds, at one resolution for all.
///
/// A cell belongs to the owner of the leaf that is the cell or its ancestor; where leaves are finer, of the one that holds its center. An outline runs
/// along the sides of cells, so that at any resolution the outlines neither overlap nor leave a gap; at the finest resolution of the leaves, or any finer
/// one, the polygon around a point is that of the leaf which holds it.
///
/// With a window only what lies in or near it is drawn: inside the same as without, closed somewhere outside.
///
/// # Errors
/// Owners that do not fit the leaves, overlapping leaves, a window that is no box, or more than
/// [`MAX_BORDER_CELLS`](super::MAX_BORDER_CELLS) cells along borders.
///
/// # Cost
/// Linear in the leaves and in the border sides near the window; interiors cost nothing.
pub fn draw_outlines(
    leaves: &[CellIndex],
    owners: &[u32],
    resolution: Resolution,
    window: Option<Window>,
) -> Result<Outlines, OutlineError> {
    let mut outlines = Outlines { polygon_start: vec![0], ring_start: vec![0], ..Outlines::default() };
    let mut cut = Rings::default();
    let borders = Borders::find(leaves, owners, resolution, window)?;
    // A side adds one point, and few add more: a column that grows by doubling would take three times the room.
    outlines.points_e7.reserve_exact(2 * (borders.sides() + borders.sides() / 64));
    borders.trace(|owner, rings, holds_pole| {
        cut.clear();
        cut_antimeridian(rings, holds_pole, &mut cut);
        outlines.push(owner, &cut);
    })?;
    Ok(outlines)
}

impl Outlines {
    fn push(&mut self, owner: u32, rings: &Rings) {
        let all: Vec<_> = rings.iter().collect();
        for polygon in group_polygons(rings).rings {
            for ring in polygon {
                self.points_e7.extend(all[ring].iter().flatten());
                self.ring_start.push((self.points_e7.len() / 2) as u32);
            }
            self.polygon_start.push((self.ring_start.len() - 1) as u32);
            self.owners.push(owner);
        }
    }
}
