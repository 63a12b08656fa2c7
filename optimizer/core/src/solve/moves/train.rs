//! A unit that alone holds others to its territory takes them along.
//!
//! Where bounds press, territories grow arms, and soon every unit that would help is one that an arm hangs on.

use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::moves::shift::{Shift, keeps_rules};
use crate::solve::partition::Partition;

/// Units that may go along; half of a territory of the US business market.
const MOST: usize = 100;

/// The unit of a shift and all that it would cut off, into `train`; whether they may go together, as far as rules say.
pub fn couple(
    problem: &Problem,
    book: &Rulebook,
    partition: &Partition,
    contiguity: &mut Contiguity,
    shift: Shift,
    train: &mut Vec<u32>,
) -> bool {
    let cut = contiguity.strays(&problem.adjacency, &partition.territory, shift.unit, MOST, train) && !train.is_empty();
    train.push(shift.unit);
    // Each alone: what two of them may not do together is not looked for.
    cut && (book.is_empty()
        || train.iter().all(|&unit| {
            book.block_of(unit).is_empty()
                && book.apart_from(unit).is_empty()
                && keeps_rules(book, partition, unit, shift.to)
        }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Adjacency, Bounds};

    /// Territory 0 is units 0 to 3 in a row, with 3 hanging on 2; unit 4, of territory 1, touches 2.
    fn coupled(groups: Vec<Vec<u32>>) -> (bool, Vec<u32>) {
        let mut problem = Problem {
            territories: 2,
            metrics: 1,
            position: (0..5).map(|unit| [f64::from(unit), 0.0, 0.0]).collect(),
            inertia_weight: vec![1.0; 5],
            weights: vec![1.0; 5],
            adjacency: Adjacency::from_edges(5, &[(0, 1), (1, 2), (2, 3), (2, 4)]).unwrap_or_default(),
            bounds: Bounds::equal_shares(&[5.0], 2, &[None]),
            ..Problem::default()
        };
        problem.rules.groups = groups;
        let book = Rulebook::new(&problem);
        let partition = Partition::new(&problem, vec![0, 0, 0, 0, 1]);
        let mut contiguity = Contiguity::new(&problem.adjacency);
        let mut train = Vec::new();
        let shift = Shift { unit: 2, from: 0, to: 1 };
        let may = couple(&problem, &book, &partition, &mut contiguity, shift, &mut train);
        train.sort_unstable();
        (may, train)
    }

    #[test]
    fn what_hangs_on_a_unit_goes_along_and_the_larger_piece_stays() {
        assert_eq!(coupled(Vec::new()), (true, vec![2, 3]));
    }

    #[test]
    fn what_must_stay_with_others_does_not_go_along() {
        assert!(!coupled(vec![vec![3, 0]]).0);
    }
}
