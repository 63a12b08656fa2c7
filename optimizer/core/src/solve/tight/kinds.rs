//! Which territories are alike, so that what one of them may be, any of them may.

use crate::problem::Problem;
use crate::solve::constraint::rulebook::Rulebook;

/// The kind of each territory. Two are of one kind where bounds, targets, home and rules are the same and neither has units today.
#[derive(Clone, Debug)]
pub struct Kinds {
    /// `[k]`.
    pub of: Vec<u32>,
    /// How many territories there are of each kind.
    pub size: Vec<u32>,
}

impl Kinds {
    /// The kinds of a problem's territories.
    #[must_use]
    pub fn new(problem: &Problem, book: &Rulebook) -> Self {
        let mut kinds = Self { of: Vec::new(), size: Vec::new() };
        let mut first: Vec<usize> = Vec::new();
        for t in 0..problem.territories {
            let kind = first.iter().position(|&other| are_alike(problem, book, t, other)).unwrap_or(first.len());
            if kind == first.len() {
                first.push(t);
                kinds.size.push(0);
            }
            kinds.size[kind] += 1;
            kinds.of.push(kind as u32);
        }
        kinds
    }
}

fn are_alike(problem: &Problem, book: &Rulebook, a: usize, b: usize) -> bool {
    let m = problem.metrics;
    let bounds = &problem.bounds;
    let same = |values: &[f64]| values[a * m..][..m] == values[b * m..][..m];
    let (a, b) = (a as u32, b as u32);
    [&bounds.lower, &bounds.target, &bounds.upper].into_iter().all(|values| same(values))
        && problem.home_of(a) == problem.home_of(b)
        && !problem.current.iter().any(|&today| today == a || today == b)
        && (0..problem.units() as u32).all(|unit| book.admits(unit, a) == book.admits(unit, b))
}
