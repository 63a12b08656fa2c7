//! Directions along which a set of units may be cut in two, the most promising first.

use crate::problem::Problem;
use crate::solve::objective::inertia::Moments;

/// Evenly turned about the two main axes.
const DIRECTIONS: usize = 6;
/// Slices of a set across a direction, from which the shape of a cut is foreseen.
const SLICES: usize = 64;

/// Directions as unit vectors, by the inertia that the two sides of a straight cut would have, `share` of the load on the first.
///
/// `turn`, 0 to 1, turns all of them by a part of the angle between two.
pub(crate) fn directions(
    problem: &Problem,
    load: &[f64],
    set: &[u32],
    share: f64,
    turn: f64,
) -> [[f64; 3]; DIRECTIONS] {
    let axes = main_axes(problem, set);
    let mut directions: [([f64; 3], f64); DIRECTIONS] = core::array::from_fn(|direction| {
        let angle = core::f64::consts::TAU * (direction as f64 + turn) / DIRECTIONS as f64;
        let (sine, cosine) = libm::sincos(angle);
        let axis = core::array::from_fn(|i| cosine * axes[0][i] + sine * axes[1][i]);
        (axis, foresee(problem, load, set, axis, share))
    });
    directions.sort_by(|a, b| a.1.total_cmp(&b.1));
    directions.map(|(axis, _)| axis)
}

/// Inertia of the two sides of a straight cut across a direction, from slices of the set.
fn foresee(problem: &Problem, load: &[f64], set: &[u32], axis: [f64; 3], share: f64) -> f64 {
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for &unit in set {
        let at = dot(problem.position[unit as usize], axis);
        least = least.min(at);
        most = most.max(at);
    }
    let scale = SLICES as f64 / (most - least).max(f64::MIN_POSITIVE);
    let (mut loads, mut slices) = ([0.0; SLICES], [Moments::default(); SLICES]);
    for &unit in set {
        let position = problem.position[unit as usize];
        let slice = (((dot(position, axis) - least) * scale) as usize).min(SLICES - 1);
        loads[slice] += load[unit as usize];
        slices[slice] = slices[slice].plus(Moments::of(problem.inertia_weight[unit as usize], position));
    }
    let total: f64 = loads.iter().sum();
    let (mut sum, mut low, mut high) = (0.0, Moments::default(), Moments::default());
    for (load, slice) in loads.iter().zip(slices) {
        sum += load;
        let side = if sum - 0.5 * load <= share * total { &mut low } else { &mut high };
        *side = side.plus(slice);
    }
    low.inertia() + high.inertia()
}

/// The two directions in which a set spreads most, by power iteration on its covariance.
pub(crate) fn main_axes(problem: &Problem, set: &[u32]) -> [[f64; 3]; 2] {
    let count = set.len() as f64;
    let mut mean = [0.0; 3];
    for &unit in set {
        for axis in 0..3 {
            mean[axis] += problem.position[unit as usize][axis] / count;
        }
    }
    let mut covariance = [[0.0; 3]; 3];
    for &unit in set {
        let offset: [f64; 3] = core::array::from_fn(|i| problem.position[unit as usize][i] - mean[i]);
        for row in 0..3 {
            for column in 0..3 {
                covariance[row][column] += offset[row] * offset[column];
            }
        }
    }
    let first = dominant(&covariance, [1.0, 0.7, 0.4]);
    let along = quadratic(&covariance, first);
    for row in 0..3 {
        for column in 0..3 {
            covariance[row][column] -= along * first[row] * first[column];
        }
    }
    [first, dominant(&covariance, [-0.4, 1.0, 0.7])]
}

fn dominant(matrix: &[[f64; 3]; 3], mut vector: [f64; 3]) -> [f64; 3] {
    for _ in 0..32 {
        let image: [f64; 3] =
            core::array::from_fn(|row| (0..3).map(|column| matrix[row][column] * vector[column]).sum());
        let length = image.iter().map(|axis| axis * axis).sum::<f64>().sqrt();
        if length <= f64::MIN_POSITIVE {
            break;
        }
        vector = image.map(|axis| axis / length);
    }
    vector
}

fn quadratic(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> f64 {
    (0..3).map(|row| vector[row] * (0..3).map(|column| matrix[row][column] * vector[column]).sum::<f64>()).sum()
}

pub(crate) fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
