use hexalign_core::cover::EARTH_RADIUS_KM;
use hexalign_core::problem::Adjacency;

use super::number::{Rule, items, numbers};
use super::sizes::Sizes;
use crate::json::View;
use crate::source::Source;
use crate::violation::{At, Violations};

/// Farthest coordinate, in metres: squares of it stay exact enough, and no map is larger.
const MAX_METERS: f64 = 1e12;

/// Whether places are on the sphere (`lat`, `lng`) or on a plane (`x_m`, `y_m`), and where the units are, in km. A file with both is read as a plane.
pub(super) fn positions(source: &mut Source, sizes: Sizes, violations: &mut Violations) -> (bool, Vec<[f64; 3]>) {
    let plane = source.has("x_m") || source.has("y_m");
    let sphere = !plane && (source.has("lat") || source.has("lng"));
    if !plane && !sphere {
        violations.missing("x_m", "send x_m and y_m in metres, or lat and lng in degrees");
        return (false, Vec::new());
    }
    let (first, second) = if sphere { ("lat", "lng") } else { ("x_m", "y_m") };
    let mut read = |key: &'static str, rule: Rule, other: &str| {
        let Some(value) = source.take(key) else {
            violations.missing(key, &format!("{other} is there: send both"));
            return Vec::new();
        };
        numbers(value.view(), At::key(key), sizes.units(), rule, violations)
    };
    let [first_rule, second_rule] = coordinate_rules(sphere);
    let a = read(first, first_rule, second);
    let b = read(second, second_rule, first);
    (sphere, a.into_iter().zip(b).map(|(a, b)| place(sphere, a, b)).collect())
}

/// `edges`: pairs of units. Needed where territories must be connected.
pub(super) fn adjacency(source: &mut Source, sizes: Sizes, contiguity: bool, violations: &mut Violations) -> Adjacency {
    let Some(value) = source.take("edges") else {
        if contiguity {
            violations.missing("edges", "send pairs of units that touch, [[0, 1], [1, 2], ...], or contiguity false");
        }
        return Adjacency::from_edges(sizes.n.unwrap_or(0), &[]).unwrap_or_default();
    };
    let at = At::key("edges");
    let Some(pairs) = items(value.view(), at, None, violations) else { return Adjacency::default() };
    let mut edges = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        if let Some(pair) = read_pair(pair, at.item(index), sizes, violations) {
            edges.push(pair);
        }
    }
    drop(value);
    sizes.n.and_then(|n| Adjacency::from_edges(n, &edges).ok()).unwrap_or_default()
}

/// Two units.
pub(super) fn read_pair(value: View, at: At, sizes: Sizes, violations: &mut Violations) -> Option<(u32, u32)> {
    let before = violations.count;
    let pair = items(value, at, Some((2, "a pair of units")), violations)?;
    let mut ends = [0; 2];
    for (index, (end, value)) in ends.iter_mut().zip(pair.iter()).enumerate() {
        *end = Rule::index(sizes.n).read(value, at.item(index), violations) as u32;
    }
    (violations.count == before).then_some((ends[0], ends[1]))
}

/// `homes` and `home_weight`; `fixed_centers` stands for a weight of 1 and wants all homes.
pub(super) fn homes(
    source: &mut Source,
    sizes: Sizes,
    sphere: bool,
    violations: &mut Violations,
) -> (Vec<Option<[f64; 3]>>, f64) {
    let fixed = super::options::flag(source, "fixed_centers", false, violations);
    let weight = source.take("home_weight").map(|value| {
        let rule = Rule::number(if fixed { 1.0 } else { 0.0 }, 1.0);
        rule.read(value.view(), At::key("home_weight"), violations)
    });
    let weight = weight.unwrap_or(if fixed { 1.0 } else { 0.0 });
    let at = At::key("homes");
    let Some(value) = source.take("homes") else {
        if fixed {
            violations.missing("homes", "fixed_centers needs the place of every territory's center");
        }
        return (Vec::new(), weight);
    };
    let Some(list) = items(value.view(), at, sizes.territories(), violations) else { return (Vec::new(), weight) };
    let rules = coordinate_rules(sphere);
    let mut homes = Vec::with_capacity(list.len());
    for (index, home) in list.iter().enumerate() {
        let at = at.item(index);
        if let View::Null = home {
            if fixed {
                let texts = || {
                    (
                        "is null".to_owned(),
                        "fixed_centers needs a place: send it, or leave fixed_centers out".to_owned(),
                    )
                };
                violations.add(at, home, texts);
            }
            homes.push(None);
            continue;
        }
        let what = if sphere { "[lat, lng]" } else { "[x_m, y_m]" };
        let Some(pair) = items(home, at, Some((2, what)), violations) else { continue };
        let mut ends = [0.0; 2];
        for (axis, (end, value)) in ends.iter_mut().zip(pair.iter()).enumerate() {
            *end = rules[axis].read(value, at.item(axis), violations);
        }
        homes.push(Some(place(sphere, ends[0], ends[1])));
    }
    (homes, weight)
}

fn coordinate_rules(sphere: bool) -> [Rule; 2] {
    if sphere {
        [Rule::number(-90.0, 90.0), Rule::number(-180.0, 180.0)]
    } else {
        [Rule::number(-MAX_METERS, MAX_METERS); 2]
    }
}

/// A place in km: on the sphere of [`EARTH_RADIUS_KM`] as the cover has it, or on the plane.
fn place(sphere: bool, a: f64, b: f64) -> [f64; 3] {
    if !sphere {
        return [a / 1000.0, b / 1000.0, 0.0];
    }
    let (sin_lat, cos_lat) = libm::sincos(a.to_radians());
    let (sin_lng, cos_lng) = libm::sincos(b.to_radians());
    [EARTH_RADIUS_KM * cos_lat * cos_lng, EARTH_RADIUS_KM * cos_lat * sin_lng, EARTH_RADIUS_KM * sin_lat]
}
