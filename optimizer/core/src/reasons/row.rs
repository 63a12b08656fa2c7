//! A small problem for the tests of each cause.

use crate::problem::{Adjacency, Bounds, Problem};

/// Six units of weight 1 in a row, 1 km apart, two territories of 3 give or take a third.
pub fn row() -> Problem {
    let edges: Vec<(u32, u32)> = (1..6).map(|unit| (unit - 1, unit)).collect();
    Problem {
        territories: 2,
        metrics: 1,
        position: (0..6).map(|unit| [f64::from(unit), 0.0, 0.0]).collect(),
        inertia_weight: vec![1.0; 6],
        weights: vec![1.0; 6],
        adjacency: Adjacency::from_edges(6, &edges).unwrap_or_default(),
        bounds: Bounds::equal_shares(&[6.0], 2, &[Some(1.0 / 3.0)]),
        ..Problem::default()
    }
}
