use super::blocks::Blocks;
use super::{Reason, ReasonKind};

/// Units, alone or bound together, whose allowed lists have no territory in common.
pub(super) fn find(blocks: &Blocks, found: &mut Vec<Reason>) {
    for (block, allowed) in blocks.allowed.iter().enumerate() {
        if allowed.as_ref().is_some_and(Vec::is_empty) {
            found.push(Reason::new(ReasonKind::NowhereAllowed).unit(blocks.first[block]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reason, ReasonKind, causes, row::row};

    #[test]
    fn a_group_whose_lists_do_not_meet_is_named_by_its_first_unit() {
        let mut problem = row();
        problem.rules.groups = vec![vec![2, 1]];
        problem.rules.allowed = vec![(1, vec![0]), (2, vec![1])];
        assert_eq!(causes(&problem), [Reason::new(ReasonKind::NowhereAllowed).unit(1)]);
        problem.rules.allowed[1].1.push(0);
        assert_eq!(causes(&problem), []);
    }
}
