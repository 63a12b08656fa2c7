use super::{
    corner::{HALF_TURN_E7, PointE7},
    walk_rings::Rings,
};

const POLE_E7: i32 = HALF_TURN_E7 / 2;

/// Length of one side of the plane's box, from pole to pole.
const SIDE: i64 = HALF_TURN_E7 as i64;

/// Cuts one owner's rings at the antimeridian, so that all of them lie in the plane from -180 to 180 degrees.
///
/// On the sphere the owner is on the left of its rings. Cut where they cross, they become chains from side to side of the plane's box. Each is joined
/// to the chain that starts next, counter-clockwise along the box, which keeps the owner on the left and takes in the corners of the box where a pole
/// is the owner's.
///
/// `holds_pole`: whether the owner holds a pole; decides only where no ring crosses the antimeridian.
pub(crate) fn cut_antimeridian(rings: &Rings, holds_pole: bool, cut: &mut Rings) {
    let mut chains = Rings::default();
    for ring in rings.iter() {
        if !cut_ring(ring, &mut chains) {
            cut.points.extend_from_slice(ring);
            cut.close();
        }
    }
    if !chains.ends.is_empty() {
        join_chains(&chains, cut);
    } else if holds_pole {
        push_corners(0, 2 * SIDE + 1, cut);
        cut.close();
    }
}

/// Whether the short way between two points leads over the antimeridian.
fn crosses(from: PointE7, to: PointE7) -> bool {
    (i64::from(from[0]) - i64::from(to[0])).abs() > SIDE
}

/// Adds the chains that a ring is cut into; false where it does not cross.
fn cut_ring(ring: &[PointE7], chains: &mut Rings) -> bool {
    let point = |at: usize| ring[at % ring.len()];
    let Some(first) = (0..ring.len()).find(|at| crosses(point(*at), point(at + 1))) else {
        return false;
    };
    for at in first..first + ring.len() {
        let (from, to) = (point(at), point(at + 1));
        if crosses(from, to) {
            let lat = crossing_lat(from, to);
            if at > first {
                push(chains, [side_of(from), lat]);
                chains.close();
            }
            chains.points.push([side_of(to), lat]);
        }
        push(chains, to);
    }
    let (from, to) = (point(first), point(first + 1));
    push(chains, [side_of(from), crossing_lat(from, to)]);
    chains.close();
    true
}

/// The longitude of the side of the box that a point is nearer to.
fn side_of(point: PointE7) -> i32 {
    if point[0] > 0 { HALF_TURN_E7 } else { -HALF_TURN_E7 }
}

/// The latitude at which a side crosses the antimeridian, the same in both directions.
fn crossing_lat(from: PointE7, to: PointE7) -> i32 {
    let [east, west] = if from[0] > 0 { [from, to] } else { [to, from] };
    let [east_lat, west_lat] = [i64::from(east[1]), i64::from(west[1])];
    let gap = SIDE - i64::from(east[0]);
    let span = gap + SIDE + i64::from(west[0]);
    let rise = (2 * (west_lat - east_lat) * gap + span).div_euclid(2 * span.max(1));
    (east_lat + rise) as i32
}

/// Adds a point to the open chain, unless it repeats the last one.
fn push(chains: &mut Rings, point: PointE7) {
    let start = chains.ends.last().copied().unwrap_or(0);
    if chains.points.len() == start || chains.points.last() != Some(&point) {
        chains.points.push(point);
    }
}

/// How far along the box a point on its sides lies: up the eastern side, then down the western one.
fn along_box(point: PointE7) -> i64 {
    let lat = i64::from(point[1]);
    if point[0] > 0 { lat + SIDE / 2 } else { SIDE + SIDE / 2 - lat }
}

/// Adds the corners of the box passed on the way between two places along it.
fn push_corners(from: i64, to: i64, cut: &mut Rings) {
    let to = if to < from { to + 2 * SIDE } else { to };
    let (east, west) = (HALF_TURN_E7, -HALF_TURN_E7);
    for (place, pair) in [
        (SIDE, [[east, POLE_E7], [west, POLE_E7]]),
        (2 * SIDE, [[west, -POLE_E7], [east, -POLE_E7]]),
        (3 * SIDE, [[east, POLE_E7], [west, POLE_E7]]),
    ] {
        if from < place && place < to {
            cut.points.extend(pair);
        }
    }
}

/// Joins chains to rings, each end to the start that comes next along the box.
fn join_chains(chains: &Rings, cut: &mut Rings) {
    let all: Vec<&[PointE7]> = chains.iter().collect();
    let mut places: Vec<(i64, bool, usize)> = Vec::with_capacity(2 * all.len());
    for (chain, points) in all.iter().enumerate() {
        if let (Some(start), Some(end)) = (points.first(), points.last()) {
            places.push((along_box(*end), false, chain));
            places.push((along_box(*start), true, chain));
        }
    }
    places.sort_unstable();
    // Ends and starts alternate along the box. Only rounding can make two places equal; a stack still pairs them all.
    let mut next = vec![usize::MAX; all.len()];
    let mut taken = vec![false; all.len()];
    let mut waiting = Vec::new();
    for round in 0..2 {
        for &(_, is_start, chain) in &places {
            if !is_start && round == 0 {
                waiting.push(chain);
            } else if is_start
                && !taken[chain]
                && let Some(end) = waiting.pop()
            {
                next[end] = chain;
                taken[chain] = true;
            }
        }
    }

    let mut done = vec![false; all.len()];
    for first in 0..all.len() {
        let mut chain = first;
        if done[first] {
            continue;
        }
        while chain < all.len() && !done[chain] {
            done[chain] = true;
            cut.points.extend_from_slice(all[chain]);
            let after = next[chain];
            if let (Some(end), Some(start)) = (all[chain].last(), all.get(after).and_then(|points| points.first())) {
                push_corners(along_box(*end), along_box(*start), cut);
            }
            chain = after;
        }
        cut.close();
    }
}
