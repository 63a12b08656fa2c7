//! Territories shared out among the pieces of a graph that no edge joins: a territory in one piece lies in one of them.

use crate::problem::{NONE, Problem};
use crate::solve::start::bisection::loads;

/// The pieces of the graph, and how many territories each gets: at least one, the rest by weight.
///
/// # Shape
/// Pieces by their lowest unit, units ascending. More pieces than territories: the lightest ones get none.
#[must_use]
pub fn share_out(problem: &Problem) -> Vec<(Vec<u32>, usize)> {
    let pieces = pieces(problem);
    let k = problem.territories;
    if pieces.len() == 1 {
        return pieces.into_iter().map(|units| (units, k)).collect();
    }
    let load = loads(problem);
    let weight: Vec<f64> =
        pieces.iter().map(|units| units.iter().map(|&unit| load[unit as usize]).sum::<f64>() + 1e-12).collect();
    let mut by_weight: Vec<usize> = (0..pieces.len()).collect();
    by_weight.sort_by(|&a, &b| weight[b].total_cmp(&weight[a]).then(a.cmp(&b)));
    let mut count = vec![0usize; pieces.len()];
    for &piece in by_weight.iter().take(k) {
        count[piece] = 1;
    }
    // The next territory goes where a territory is heaviest on average.
    for _ in pieces.len().min(k)..k {
        let open = by_weight.iter().copied().filter(|&piece| count[piece] > 0 && count[piece] < pieces[piece].len());
        let heaviest = open.reduce(|a, b| {
            let (x, y) = (weight[a] / count[a] as f64, weight[b] / count[b] as f64);
            if y > x { b } else { a }
        });
        if let Some(piece) = heaviest {
            count[piece] += 1;
        }
    }
    pieces.into_iter().zip(count).collect()
}

fn pieces(problem: &Problem) -> Vec<Vec<u32>> {
    let n = problem.units();
    let mut seen = vec![false; n];
    let mut pieces = Vec::new();
    for seed in 0..n as u32 {
        if seen[seed as usize] {
            continue;
        }
        seen[seed as usize] = true;
        let mut piece = vec![seed];
        let mut head = 0;
        while head < piece.len() {
            for &other in problem.adjacency.of(piece[head]) {
                if !seen[other as usize] {
                    seen[other as usize] = true;
                    piece.push(other);
                }
            }
            head += 1;
        }
        piece.sort_unstable();
        pieces.push(piece);
    }
    pieces
}

/// Gives units without a territory to the one whose nearest unit is closest: what no edge reaches must go somewhere.
pub fn adopt(problem: &Problem, territory: &mut [u32]) {
    let placed: Vec<u32> = (0..territory.len() as u32).filter(|&unit| territory[unit as usize] != NONE).collect();
    if placed.is_empty() {
        territory.fill(0);
        return;
    }
    for unit in 0..territory.len() {
        if territory[unit] != NONE {
            continue;
        }
        let away = |other: u32| -> f64 {
            let (a, b) = (problem.position[unit], problem.position[other as usize]);
            (0..3).map(|axis| (a[axis] - b[axis]) * (a[axis] - b[axis])).sum()
        };
        let nearest = placed.iter().copied().min_by(|&a, &b| away(a).total_cmp(&away(b)));
        territory[unit] = nearest.map_or(0, |other| territory[other as usize]);
    }
}
