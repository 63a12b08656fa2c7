use crate::problem::Problem;

const UNSEEN: u32 = u32::MAX;

/// `[n]` whether a territory falls into more pieces without the unit.
///
/// # Source
/// Hopcroft, Tarjan, "Algorithm 447: efficient algorithms for graph manipulation", Communications of the ACM 16(6), 1973, doi 10.1145/362248.362272;
/// here with a stack of its own, for a territory may be a chain of any length.
pub(super) fn cut_units(problem: &Problem, territory: &[u32]) -> Vec<bool> {
    let n = territory.len();
    let mut cut = vec![false; n];
    let mut order = vec![UNSEEN; n];
    let mut low = vec![0u32; n];
    let mut next = problem.adjacency.start.clone();
    let mut path: Vec<u32> = Vec::new();
    let mut seen = 0;
    for root in 0..n as u32 {
        if order[root as usize] != UNSEEN {
            continue;
        }
        let mut branches = 0;
        visit(root, &mut order, &mut low, &mut seen);
        path.push(root);
        while let Some(&unit) = path.last() {
            let at = unit as usize;
            if next[at] < problem.adjacency.start[at + 1] {
                let other = problem.adjacency.neighbors[next[at] as usize];
                next[at] += 1;
                if territory[other as usize] != territory[at] {
                    continue;
                }
                if order[other as usize] == UNSEEN {
                    visit(other, &mut order, &mut low, &mut seen);
                    path.push(other);
                } else {
                    low[at] = low[at].min(order[other as usize]);
                }
                continue;
            }
            path.pop();
            let Some(&above) = path.last() else { break };
            if above == root {
                branches += 1;
            } else if low[at] >= order[above as usize] {
                cut[above as usize] = true;
            }
            low[above as usize] = low[above as usize].min(low[at]);
        }
        cut[root as usize] = branches > 1;
    }
    cut
}

fn visit(unit: u32, order: &mut [u32], low: &mut [u32], seen: &mut u32) {
    order[unit as usize] = *seen;
    low[unit as usize] = *seen;
    *seen += 1;
}
