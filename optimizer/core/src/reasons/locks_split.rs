use super::reach::Reach;
use super::{Reason, ReasonKind};
use crate::problem::Problem;

/// Units that can only be in one territory and that no unit allowed there connects.
pub(super) fn find(problem: &Problem, reach: &Reach, found: &mut Vec<Reason>) {
    for t in 0..problem.territories {
        let pieces = reach.pieces(problem, t);
        let mut fixed = pieces.iter().filter(|piece| piece.fixed > 0);
        let count = fixed.clone().count();
        if let (Some(first), true) = (fixed.next(), count > 1) {
            found.push(Reason::new(ReasonKind::LocksSplit).territory(t).unit(first.unit).amount(count as f64));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, causes, row::row};

    #[test]
    fn locked_units_with_another_lock_between_them_are_split() {
        let mut problem = row();
        problem.bounds.lower.fill(0.0);
        problem.current = vec![0, 0, 1, 0, 1, 1];
        problem.rules.locked = vec![false, true, true, true, false, false];
        assert_eq!(causes(&problem), [Reason::new(ReasonKind::LocksSplit).territory(0).unit(1).amount(2.0)]);
        problem.contiguity = false;
        assert_eq!(causes(&problem), []);
        problem.contiguity = true;
        problem.rules.locked[2] = false;
        assert_eq!(causes(&problem), []);
    }
}
