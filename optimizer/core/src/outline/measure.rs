use core::f64::consts::{PI, TAU};

use h3o::{CellIndex, Resolution};

use super::{OutlineError, borders::Borders, corner::PointE7, walk_rings::Rings};
use crate::cover::EARTH_RADIUS_KM;

/// How large an owner's outline is, on the sphere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlineMeasure {
    /// The owner.
    pub owner: u32,
    /// What the outline encloses, holes taken off, in km².
    pub area_km2: f64,
    /// The length of all rings, holes included, in km.
    pub perimeter_km: f64,
}

impl OutlineMeasure {
    /// How close to a circle: `4 pi A / P²`, 1 for a circle in the plane, 0 where nothing was measured.
    ///
    /// Sides of hexagons zigzag: even a disk of cells stays well below 1, so compare only what is drawn at one resolution.
    ///
    /// # Source
    /// Polsby and Popper (1991), The Third Criterion, Yale Law & Policy Review 9(2).
    #[must_use]
    pub fn polsby_popper(&self) -> f64 {
        if self.perimeter_km > 0.0 { 4.0 * PI * self.area_km2 / (self.perimeter_km * self.perimeter_km) } else { 0.0 }
    }
}

/// Measures the outlines that [`draw_outlines`](super::draw_outlines) draws, before they are cut at the antimeridian; ascending by owner.
///
/// Sides are taken as great circles on a sphere of [`EARTH_RADIUS_KM`].
///
/// # Errors
/// As [`draw_outlines`](super::draw_outlines).
///
/// # Source
/// Chamberlain and Duquette (2007), Some Algorithms for Polygons on a Sphere, JPL 07-03, for the sum of signed strips between each side and the
/// equator; the exact strip under a great circle instead of their approximation.
pub fn measure_outlines(
    leaves: &[CellIndex],
    owners: &[u32],
    resolution: Resolution,
) -> Result<Vec<OutlineMeasure>, OutlineError> {
    let mut measures = Vec::new();
    Borders::find(leaves, owners, resolution, None)?.trace(|owner, rings, _| {
        measures.push(measure(owner, rings));
    })?;
    Ok(measures)
}

fn measure(owner: u32, rings: &Rings) -> OutlineMeasure {
    let (mut steradians, mut length) = (0.0, 0.0);
    for ring in rings.iter() {
        let (mut turn, mut strips) = (0.0, 0.0);
        let mut from = ring.last().map(Corner::new);
        for point in ring {
            let to = Corner::new(point);
            if let Some(from) = from {
                let side = from.side_to(&to);
                turn += side.turn;
                strips += side.strip;
                length += side.length;
            }
            from = Some(to);
        }
        // A ring around a pole counts from the pole, not from the equator.
        let poles = libm::fabs(libm::round(turn / TAU));
        steradians += TAU * poles - strips;
    }
    let sphere = 2.0 * TAU;
    let steradians =
        if rings.ends.is_empty() { sphere } else { steradians - sphere * libm::floor(steradians / sphere) };
    OutlineMeasure {
        owner,
        area_km2: steradians * EARTH_RADIUS_KM * EARTH_RADIUS_KM,
        perimeter_km: length * EARTH_RADIUS_KM,
    }
}

/// A point of a ring, in radians.
#[derive(Clone, Copy)]
struct Corner {
    lng: f64,
    lat: f64,
    tan_half_lat: f64,
}

/// What a side of a ring adds, in radians and steradians.
struct Side {
    /// Change of longitude, the short way, east positive.
    turn: f64,
    /// What lies between the side and the equator, positive where the side runs east north of it.
    strip: f64,
    length: f64,
}

impl Corner {
    fn new(point: &PointE7) -> Self {
        let [lng, lat] = point.map(|e7| (f64::from(e7) / 1e7).to_radians());
        Self { lng, lat, tan_half_lat: libm::tan(lat / 2.0) }
    }

    fn cos_lat(&self) -> f64 {
        let square = self.tan_half_lat * self.tan_half_lat;
        (1.0 - square) / (1.0 + square)
    }

    fn side_to(&self, to: &Self) -> Side {
        let turn = to.lng - self.lng;
        let turn = if turn > PI {
            turn - TAU
        } else if turn < -PI {
            turn + TAU
        } else {
            turn
        };
        let (sin_half_turn, cos_half_turn) = libm::sincos(turn / 2.0);
        let sin_half_rise = libm::sin((to.lat - self.lat) / 2.0);
        let [a, b] = [self.tan_half_lat, to.tan_half_lat];
        let haversine = sin_half_rise * sin_half_rise + self.cos_lat() * to.cos_lat() * sin_half_turn * sin_half_turn;
        Side {
            turn,
            strip: 2.0 * libm::atan2(sin_half_turn * (a + b), cos_half_turn * (1.0 + a * b)),
            length: 2.0 * libm::asin(libm::sqrt(haversine.min(1.0))),
        }
    }
}
