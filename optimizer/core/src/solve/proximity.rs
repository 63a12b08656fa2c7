//! Who is near takes the place of who touches, where a territory need not be in one piece.

use crate::problem::{Adjacency, Problem, ProblemError};
use crate::solve::start::directions::main_axes;

/// Neighbours along a strip, and in each of the strips beside it.
const ALONG: usize = 2;
const BESIDE: usize = 3;

/// A connected graph in which each unit has some near ones as neighbours, beside those that it has in the problem.
///
/// Strips across the longer axis, units in order along each: linear but for the sorting, and near enough for moves to start from.
///
/// # Errors
/// None for a valid problem.
pub fn proximity(problem: &Problem) -> Result<Adjacency, ProblemError> {
    let n = problem.units();
    let units: Vec<u32> = (0..n as u32).collect();
    let axes = main_axes(problem, &units);
    let along = |unit: u32, axis: [f64; 3]| -> f64 {
        problem.position[unit as usize].iter().zip(axis).map(|(x, a)| x * a).sum()
    };
    let mut order = units;
    order.sort_by(|&a, &b| along(a, axes[0]).total_cmp(&along(b, axes[0])).then(a.cmp(&b)));
    let width = ((n as f64).sqrt().ceil() as usize).max(1);
    let mut strips: Vec<Vec<u32>> = order.chunks(width).map(<[u32]>::to_vec).collect();
    for strip in &mut strips {
        strip.sort_by(|&a, &b| along(a, axes[1]).total_cmp(&along(b, axes[1])).then(a.cmp(&b)));
    }
    let touching = (0..n as u32).flat_map(|unit| {
        let later = problem.adjacency.of(unit).iter().filter(move |&&other| unit < other);
        later.map(move |&other| (unit, other))
    });
    let near = strips.iter().enumerate().flat_map(|(index, strip)| {
        let beside = strips.get(index + 1).map_or(&[][..], Vec::as_slice);
        strip.iter().enumerate().flat_map(move |(at, &unit)| {
            let here = along(unit, axes[1]);
            let from = beside.partition_point(|&other| along(other, axes[1]) < here).saturating_sub(BESIDE / 2 + 1);
            let others = strip[at + 1..].iter().take(ALONG).chain(beside[from..].iter().take(BESIDE));
            others.map(move |&other| (unit, other))
        })
    });
    Adjacency::from_pairs(n, touching.chain(near))
}
