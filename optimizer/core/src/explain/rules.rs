use crate::problem::Problem;

/// The rules of each unit, found without a look at all of them.
pub(super) struct Companions {
    /// (unit, position of a group it is in), ascending.
    groups: Vec<(u32, u32)>,
    /// (unit, unit that must not share its territory), from both sides, ascending.
    apart: Vec<(u32, u32)>,
    /// (unit, position of a list of territories where it may be), ascending.
    allowed: Vec<(u32, u32)>,
}

impl Companions {
    pub fn new(problem: &Problem) -> Self {
        let rules = &problem.rules;
        let members =
            |(index, group): (usize, &Vec<u32>)| group.iter().map(|&unit| (unit, index as u32)).collect::<Vec<_>>();
        let mut companions = Self {
            groups: rules.groups.iter().enumerate().flat_map(members).collect(),
            apart: rules.forbidden_pairs.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect(),
            allowed: rules.allowed.iter().zip(0u32..).map(|((unit, _), index)| (*unit, index)).collect(),
        };
        companions.groups.sort_unstable();
        companions.apart.sort_unstable();
        companions.allowed.sort_unstable();
        companions
    }

    /// Whether a rule forbids that `unit` alone be in `place`, all others where they are.
    pub fn forbid(&self, problem: &Problem, territory: &[u32], unit: u32, place: u32) -> bool {
        let rules = &problem.rules;
        let elsewhere = |&other: &u32| other != unit && territory[other as usize] != place;
        of(&self.allowed, unit).any(|index| !rules.allowed[index as usize].1.contains(&place))
            || of(&self.groups, unit).any(|index| rules.groups[index as usize].iter().any(elsewhere))
            || of(&self.apart, unit).any(|other| territory[other as usize] == place)
    }
}

fn of(pairs: &[(u32, u32)], unit: u32) -> impl Iterator<Item = u32> {
    let first = pairs.partition_point(|&(key, _)| key < unit);
    pairs[first..].iter().take_while(move |&&(key, _)| key == unit).map(|&(_, value)| value)
}
