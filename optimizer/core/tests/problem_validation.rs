//! Nonsense in a problem is an error, never a panic.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod problems;

use hexalign_core::problem::{Adjacency, Problem, ProblemError};
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use problems::honeycomb;

fn refused(change: impl FnOnce(&mut Problem)) -> ProblemError {
    let mut problem = honeycomb(4, 3, 2, &[Some(0.3)], 1);
    change(&mut problem);
    match Search::new(problem, SearchOptions { seed: 1, effort: Effort::Fast }) {
        Ok(_) => panic!("accepted"),
        Err(error) => error,
    }
}

#[test]
fn more_territories_than_units() {
    assert_eq!(refused(|p| p.territories = 13), ProblemError::Territories { territories: 13, units: 12 });
    assert_eq!(refused(|p| p.territories = 0), ProblemError::Territories { territories: 0, units: 12 });
}

#[test]
fn arrays_of_the_wrong_length() {
    assert_eq!(refused(|p| p.weights.truncate(11)), ProblemError::Shape { what: "weights", length: 11, expected: 12 });
    assert_eq!(refused(|p| p.current = vec![0]), ProblemError::Shape { what: "current", length: 1, expected: 12 });
    assert_eq!(refused(|p| p.bounds.upper = vec![1.0]), ProblemError::Shape { what: "upper", length: 1, expected: 2 });
}

#[test]
fn values_out_of_range() {
    assert_eq!(refused(|p| p.weights[3] = f64::NAN), ProblemError::Value { what: "weights", index: 3 });
    assert_eq!(refused(|p| p.weights[4] = -1.0), ProblemError::Value { what: "weights", index: 4 });
    assert_eq!(refused(|p| p.position[2][1] = f64::INFINITY), ProblemError::Value { what: "position", index: 7 });
    assert_eq!(refused(|p| p.current = vec![2; 12]), ProblemError::Value { what: "current", index: 0 });
}

#[test]
fn adjacency_that_is_one_sided_or_out_of_range() {
    let first = |p: &mut Problem, value: u32| p.adjacency.neighbors[0] = value;
    assert!(matches!(refused(|p| first(p, 11)), ProblemError::Value { what: "adjacency.neighbors", .. }));
    assert!(matches!(refused(|p| first(p, 99)), ProblemError::Value { what: "adjacency.neighbors", .. }));
    assert!(matches!(refused(|p| p.adjacency.start[1] = 99), ProblemError::Value { .. } | ProblemError::Shape { .. }));
    assert!(Adjacency::from_edges(3, &[(0, 3)]).is_err());
}
