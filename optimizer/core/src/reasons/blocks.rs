use crate::joined::root;
use crate::problem::{NONE, Problem};

/// Units that groups bind together, and the territories that rules and locks leave them.
pub(super) struct Blocks {
    /// `[n]` the block of a unit.
    pub of: Vec<u32>,
    /// `[blocks]` first unit.
    pub first: Vec<u32>,
    /// `[blocks][m]`.
    pub weights: Vec<f64>,
    /// `[blocks]` territories that every allowed list names, ascending; none where there is no list.
    pub allowed: Vec<Option<Vec<u32>>>,
    /// `[blocks]` territories that locks leave of them; none: all that are not locked.
    pub domain: Vec<Option<Vec<u32>>>,
}

impl Blocks {
    pub fn new(problem: &Problem) -> Self {
        let (n, m) = (problem.units(), problem.metrics);
        let (of, first) = bind(problem);
        let mut blocks = Self {
            weights: vec![0.0; first.len() * m],
            allowed: vec![None; first.len()],
            domain: Vec::new(),
            of,
            first,
        };
        for unit in 0..n {
            let block = blocks.of[unit] as usize;
            for metric in 0..m {
                blocks.weights[block * m + metric] += problem.weights[unit * m + metric];
            }
        }
        for (unit, list) in &problem.rules.allowed {
            let known = &mut blocks.allowed[blocks.of[*unit as usize] as usize];
            match known {
                Some(known) => known.retain(|t| list.contains(t)),
                None => {
                    let mut list = list.clone();
                    list.sort_unstable();
                    list.dedup();
                    *known = Some(list);
                }
            }
        }
        blocks.domain.clone_from(&blocks.allowed);
        blocks.lock(problem);
        blocks
    }

    fn lock(&mut self, problem: &Problem) {
        let k = problem.territories as u32;
        let is_locked = |t: u32| problem.rules.locks_territory(t);
        for unit in 0..problem.units() as u32 {
            let today = problem.current_of(unit);
            let domain = &mut self.domain[self.of[unit as usize] as usize];
            if problem.is_locked(unit) {
                let may = domain.as_ref().is_none_or(|list| list.contains(&today));
                *domain = Some(if may { vec![today] } else { Vec::new() });
            }
            if let Some(list) = domain {
                list.retain(|&t| t == today || !is_locked(t));
            }
        }
        // A lock may stand after a unit that may not enter there.
        for unit in 0..problem.units() as u32 {
            let today = problem.current_of(unit);
            if let Some(list) = &mut self.domain[self.of[unit as usize] as usize] {
                list.retain(|&t| t == today || !is_locked(t));
            }
        }
        if (0..k).all(is_locked) {
            for domain in self.domain.iter_mut().filter(|domain| domain.is_none()) {
                *domain = Some(Vec::new());
            }
        }
    }

    /// The only territory a block may be in.
    pub fn fixed(&self, block: usize) -> Option<u32> {
        match self.domain[block].as_deref() {
            Some(&[only]) => Some(only),
            _ => None,
        }
    }
}

fn bind(problem: &Problem) -> (Vec<u32>, Vec<u32>) {
    let n = problem.units();
    let mut parent: Vec<u32> = (0..n as u32).collect();
    for pair in problem.rules.groups.iter().flat_map(|group| group.windows(2)) {
        let (a, b) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
        parent[a.max(b) as usize] = a.min(b);
    }
    let (mut of, mut first) = (vec![NONE; n], Vec::new());
    for unit in 0..n as u32 {
        let least = root(&mut parent, unit);
        if least == unit {
            of[unit as usize] = first.len() as u32;
            first.push(unit);
        } else {
            of[unit as usize] = of[least as usize];
        }
    }
    (of, first)
}

#[cfg(test)]
mod tests {
    use super::super::row::row;
    use super::*;

    #[test]
    fn groups_that_share_a_unit_are_one_block_with_what_all_allow() {
        let mut problem = row();
        problem.rules.groups = vec![vec![4, 2], vec![5, 4]];
        problem.rules.allowed = vec![(2, vec![1, 0]), (5, vec![1])];
        let blocks = Blocks::new(&problem);
        assert_eq!(blocks.of, [0, 1, 2, 3, 2, 2]);
        assert_eq!(blocks.weights, [1.0, 1.0, 3.0, 1.0]);
        assert_eq!(blocks.fixed(2), Some(1));
    }

    #[test]
    fn a_locked_territory_keeps_its_units_and_takes_none() {
        let mut problem = row();
        problem.current = vec![0, 0, 0, 1, 1, 1];
        problem.rules.locked_territories = vec![true, false];
        problem.rules.allowed = vec![(3, vec![0, 1])];
        let blocks = Blocks::new(&problem);
        assert_eq!((blocks.fixed(0), blocks.fixed(3)), (Some(0), Some(1)));
        assert_eq!(blocks.domain[4], None);
    }
}
