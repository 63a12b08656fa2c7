//! The sums of territories: taken of a layout, and passed on with a unit.

use crate::problem::Problem;

/// Takes the sums `[k][m]` and the numbers of units `[k]` of a layout.
pub fn take_sums(problem: &Problem, owners: &[u32], sums: &mut [f64], count: &mut [u32]) {
    let m = problem.metrics;
    sums.fill(0.0);
    count.fill(0);
    for (row, &own) in problem.weights.chunks_exact(m).zip(owners) {
        count[own as usize] += 1;
        for (sum, value) in sums[own as usize * m..][..m].iter_mut().zip(row) {
            *sum += value;
        }
    }
}

/// Passes what a unit weighs from one territory to another.
#[inline]
pub fn pass_on(problem: &Problem, unit: u32, from: u32, to: u32, sums: &mut [f64]) {
    let m = problem.metrics;
    for (metric, value) in problem.weights_of(unit).iter().enumerate() {
        sums[from as usize * m + metric] -= value;
        sums[to as usize * m + metric] += value;
    }
}
