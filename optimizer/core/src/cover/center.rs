use h3o::{CellIndex, LatLng};

use crate::problem::squared;

/// Mean radius of the Earth (IUGG R1), in km.
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// The center of a cell as a point on the sphere of [`EARTH_RADIUS_KM`], in km: x towards (0, 0), y towards 90 degrees east, z north.
#[must_use]
pub fn center_km(cell: CellIndex) -> [f64; 3] {
    let center = LatLng::from(cell);
    let (sin_lat, cos_lat) = libm::sincos(center.lat_radians());
    let (sin_lng, cos_lng) = libm::sincos(center.lng_radians());
    [EARTH_RADIUS_KM * cos_lat * cos_lng, EARTH_RADIUS_KM * cos_lat * sin_lng, EARTH_RADIUS_KM * sin_lat]
}

/// The distance over the ground between two points near the sphere, in km.
#[must_use]
pub fn ground_km(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    let sin = libm::sqrt(squared(cross, [0.0; 3]));
    let cos = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    EARTH_RADIUS_KM * libm::atan2(sin, cos)
}
