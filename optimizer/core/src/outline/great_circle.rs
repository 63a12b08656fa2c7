use super::corner::{HALF_TURN_E7, PointE7, point_e7};

use h3o::LatLng;

/// How far a side may be off its great circle, as a fraction of its length, when drawn straight in longitude and latitude.
const TOLERANCE: f64 = 0.01;

/// Sides that span less longitude than this are straight enough at any latitude: the offset is at most an eighth of the span.
const STRAIGHT_E7: i64 = (8.0 * TOLERANCE * 180.0 / core::f64::consts::PI * 1e7) as i64;

/// The points to draw between the ends of a side so that it follows its great circle: none but for coarse cells and near the poles.
///
/// The same points, in reverse order, from the other end.
pub(crate) fn points_between(from: PointE7, to: PointE7) -> Vec<PointE7> {
    let apart = (i64::from(from[0]) - i64::from(to[0])).abs();
    let span = apart.min(2 * i64::from(HALF_TURN_E7) - apart);
    if span <= STRAIGHT_E7 {
        return Vec::new();
    }
    let [low, high] = if from < to { [from, to] } else { [to, from] };
    let [a, b] = [direction(low), direction(high)];
    let steep = libm::fabs(a[2]).max(libm::fabs(b[2]));
    let pieces = libm::ceil(libm::sqrt(span as f64 / STRAIGHT_E7 as f64 * steep)) as u32;
    let between = (1..pieces).filter_map(|piece| {
        let along = f64::from(piece) / f64::from(pieces);
        let [x, y, z] = [0, 1, 2].map(|axis| a[axis] + along * (b[axis] - a[axis]));
        let lat = libm::atan2(z, libm::sqrt(x * x + y * y));
        LatLng::from_radians(lat, libm::atan2(y, x)).ok()
    });
    let mut points: Vec<PointE7> = between.map(|point| point_e7(&point)).collect();
    if low != from {
        points.reverse();
    }
    points
}

fn direction(point: PointE7) -> [f64; 3] {
    let [lng, lat] = point.map(|e7| libm::sincos((f64::from(e7) / 1e7).to_radians()));
    [lat.1 * lng.1, lat.1 * lng.0, lat.0]
}
