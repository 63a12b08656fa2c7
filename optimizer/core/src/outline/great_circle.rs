use core::f64::consts::{PI, TAU};

use h3o::LatLng;

use super::corner::{HALF_TURN_E7, PointE7, point_e7};

/// How far a side may be off its great circle, as a fraction of its length, when drawn straight in longitude and latitude.
const TOLERANCE: f64 = 0.01;

/// Sides that span less longitude than this are straight enough at any latitude: the offset is about an eighth of the span.
const STRAIGHT_E7: i64 = (8.0 * TOLERANCE * 180.0 / PI * 1e7) as i64;

/// Halvings of a side at most: one that leads right over a pole has no end of them.
const HALVINGS: u32 = 10;

/// Adds the points to draw between the ends of a side so that it follows its great circle: none but for coarse cells and near the poles.
///
/// The same points, in reverse order, from the other end.
pub(crate) fn push_between(from: PointE7, to: PointE7, points: &mut Vec<PointE7>) {
    let apart = (i64::from(from[0]) - i64::from(to[0])).abs();
    if apart.min(2 * i64::from(HALF_TURN_E7) - apart) <= STRAIGHT_E7 {
        return;
    }
    let [low, high] = if from < to { [from, to] } else { [to, from] };
    let [a, b] = [Direction::new(low), Direction::new(high)];
    let start = points.len();
    halve(&a, &b, TOLERANCE * a.apart(&b), HALVINGS, points);
    if low != from {
        points[start..].reverse();
    }
}

/// Adds the point midway between two, and those on either side of it, as long as the way is too far off the great circle.
fn halve(a: &Direction, b: &Direction, offset: f64, halvings: u32, points: &mut Vec<PointE7>) {
    let span = (a.lng - b.lng).abs();
    let steep = a.axes[2].abs().max(b.axes[2].abs());
    if halvings == 0 || a.apart(b) * span.min(TAU - span) * steep <= 8.0 * offset {
        return;
    }
    let [x, y, z] = [0, 1, 2].map(|axis| (a.axes[axis] + b.axes[axis]) / 2.0);
    let lat = libm::atan2(z, libm::sqrt(x * x + y * y));
    let Ok(point) = LatLng::from_radians(lat, libm::atan2(y, x)) else {
        return;
    };
    let point = point_e7(&point);
    let middle = Direction::new(point);
    halve(a, &middle, offset, halvings - 1, points);
    points.push(point);
    halve(&middle, b, offset, halvings - 1, points);
}

struct Direction {
    lng: f64,
    axes: [f64; 3],
}

impl Direction {
    fn new(point: PointE7) -> Self {
        let [lng, lat] = point.map(|e7| (f64::from(e7) / 1e7).to_radians());
        let ((sin_lng, cos_lng), (sin_lat, cos_lat)) = (libm::sincos(lng), libm::sincos(lat));
        Self { lng, axes: [cos_lat * cos_lng, cos_lat * sin_lng, sin_lat] }
    }

    fn apart(&self, other: &Self) -> f64 {
        let squares = [0, 1, 2].map(|axis| (self.axes[axis] - other.axes[axis]) * (self.axes[axis] - other.axes[axis]));
        libm::sqrt(squares.iter().sum())
    }
}
