use h3o::{CellIndex, LatLng, Resolution};

use super::OutlineError;
use crate::cover::EARTH_RADIUS_KM;

/// A box of longitudes and latitudes, in degrees. One that is east of 180 or whose east is less than its west crosses the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Longitude of the western side.
    pub west: f64,
    /// Latitude of the southern side.
    pub south: f64,
    /// Longitude of the eastern side.
    pub east: f64,
    /// Latitude of the northern side.
    pub north: f64,
}

/// Cells of one coarse resolution that cover a window with a margin; what lies outside of them is not drawn.
pub(crate) struct Clip {
    resolution: Resolution,
    /// Middle meridian and half of the width, in radians.
    middle: f64,
    half_width: f64,
    south: f64,
    north: f64,
}

/// Cells across a window: finer ones follow its sides more closely and cost more to test.
const CELLS_ACROSS: f64 = 8.0;

/// How far from the window a cell's center may lie, in average edge lengths of its resolution.
///
/// The center of a descendant lies at most 1.05 edges from that of its ancestor, an edge is at most 1.4 times the average: with 3, all that
/// touches the window stays, the outlines close an edge length or more outside of it, and every ancestor of a cell that stays does too.
const REACH_EDGES: f64 = 3.0;

impl Clip {
    /// The clip for drawing at a resolution.
    pub(crate) fn new(window: Window, drawn: Resolution) -> Result<Self, OutlineError> {
        let Window { west, south, east, north } = window;
        let wanted = |wanted| Err(OutlineError::BadWindow { wanted });
        if !(-720.0..=720.0).contains(&west) || !(-720.0..=720.0).contains(&east) {
            return wanted("longitudes between -720 and 720");
        }
        if !(-90.0 <= south && south <= north && north <= 90.0) {
            return wanted("latitudes between -90 and 90, south first");
        }
        let width = if east < west { east - west + 360.0 } else { east - west };
        if width < 0.0 {
            return wanted("an east that is less than 360 degrees west of its west");
        }
        let half_width = width.min(360.0).to_radians() / 2.0;
        let (south, north) = (south.to_radians(), north.to_radians());
        let widest_lat = if south <= 0.0 && north >= 0.0 { 0.0 } else { south.abs().min(north.abs()) };
        let across = (2.0 * half_width * libm::cos(widest_lat)).max(north - south);
        let edge_km = across * EARTH_RADIUS_KM / CELLS_ACROSS;
        let resolution = Resolution::range(Resolution::Zero, drawn)
            .find(|resolution| resolution.edge_length_km() <= edge_km)
            .unwrap_or(drawn);
        Ok(Self { resolution, middle: west.to_radians() + half_width, half_width, south, north })
    }

    /// The resolution of the cells that stay or go whole.
    pub(crate) fn resolution(&self) -> Resolution {
        self.resolution
    }

    /// Whether a cell, no finer than the clip's resolution, stays at least in part.
    pub(crate) fn keeps(&self, cell: CellIndex) -> bool {
        self.distance_rad(LatLng::from(cell)) <= REACH_EDGES * cell.resolution().edge_length_rads()
    }

    /// The distance from a point to the window.
    fn distance_rad(&self, point: LatLng) -> f64 {
        let (lat, turn) = (point.lat_radians(), point.lng_radians() - self.middle);
        let turns = core::f64::consts::TAU;
        let off_middle = libm::fabs(turn - turns * libm::round(turn / turns));
        let beyond = off_middle - self.half_width;
        if beyond <= 0.0 {
            return (self.south - lat).max(lat - self.north).max(0.0);
        }
        // The nearest point lies on the nearer side, a piece of a meridian: at the foot of the perpendicular, or at an end.
        let (sin_lat, cos_lat) = libm::sincos(lat);
        let (sin_beyond, cos_beyond) = libm::sincos(beyond);
        let foot = libm::atan2(sin_lat, cos_lat * cos_beyond);
        if cos_beyond > 0.0 && (self.south..=self.north).contains(&foot) {
            return libm::asin((cos_lat * sin_beyond).min(1.0));
        }
        let to_end = |end: f64| {
            let (sin_end, cos_end) = libm::sincos(end);
            libm::acos((sin_lat * sin_end + cos_lat * cos_end * cos_beyond).clamp(-1.0, 1.0))
        };
        to_end(self.south).min(to_end(self.north))
    }
}
