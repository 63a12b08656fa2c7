use crate::problem::{Problem, squared};

/// Distances that one territory's table may take: all units are tried as center up to about 4,000 in it, in larger ones those nearest to the centroid.
const TABLE_DISTANCES: usize = 1 << 24;

/// A territory's cost about each unit that may be its center.
pub(super) struct UnitCenters {
    members: Vec<u32>,
    /// (unit, weight times squared distance of all members from it).
    centers: Vec<(u32, f64)>,
    /// Square of the distance from the centroid within which a unit may be the center.
    reach: f64,
    centroid: [f64; 3],
}

impl UnitCenters {
    /// Tables of the territories that are `asked` for; empty ones of the others.
    pub fn of_each(problem: &Problem, territory: &[u32], centroid: &[[f64; 3]], asked: &[bool]) -> Vec<Self> {
        let mut members = vec![Vec::new(); problem.territories];
        for (unit, &own) in territory.iter().enumerate() {
            if asked[own as usize] {
                members[own as usize].push(unit as u32);
            }
        }
        members.into_iter().zip(centroid).map(|(members, &centroid)| Self::new(problem, members, centroid)).collect()
    }

    fn new(problem: &Problem, members: Vec<u32>, centroid: [f64; 3]) -> Self {
        let offset = |unit: u32| squared(problem.position[unit as usize], centroid);
        let mut tried: Vec<(f64, u32)> = members.iter().map(|&unit| (offset(unit), unit)).collect();
        let most = TABLE_DISTANCES / members.len().max(1);
        let mut reach = f64::INFINITY;
        if tried.len() > most {
            tried.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            tried.truncate(most.max(1));
            reach = tried.last().map_or(reach, |&(square, _)| square);
        }
        let centers = tried.into_iter().map(|(_, unit)| (unit, about(problem, &members, unit))).collect();
        Self { members, centers, reach, centroid }
    }

    /// The least cost with one unit more, which may become the center.
    pub fn with(&self, problem: &Problem, unit: usize) -> f64 {
        let weight = problem.inertia_weight[unit];
        let to = |center: u32| weight * between(problem, unit, center);
        let least = self.centers.iter().map(|&(center, cost)| cost + to(center)).fold(f64::INFINITY, f64::min);
        let near = squared(problem.position[unit], self.centroid) <= self.reach;
        if near { least.min(about(problem, &self.members, unit as u32)) } else { least }
    }

    /// The least cost with one of its units less; 0 where none is left.
    pub fn without(&self, problem: &Problem, unit: usize) -> f64 {
        let weight = problem.inertia_weight[unit];
        let others = self.centers.iter().filter(|&&(center, _)| center as usize != unit);
        others.map(|&(center, cost)| cost - weight * between(problem, unit, center)).reduce(f64::min).unwrap_or(0.0)
    }
}

fn about(problem: &Problem, members: &[u32], center: u32) -> f64 {
    let cost = |&unit: &u32| problem.inertia_weight[unit as usize] * between(problem, unit as usize, center);
    members.iter().map(cost).sum()
}

fn between(problem: &Problem, unit: usize, center: u32) -> f64 {
    problem.measure.squared(problem.position[unit], problem.position[center as usize])
}
