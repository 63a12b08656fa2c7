use super::blocks::Blocks;
use crate::joined::root;
use crate::problem::{NONE, Problem};

/// The pieces of the map that each territory may be made of.
pub(super) struct Reach {
    /// `[n]` piece of the units that may be in any territory without lock; [`NONE`] for the others.
    piece: Vec<u32>,
    /// The sums of each such piece, and a unit of it.
    free: Vec<Piece>,
    /// `[k]` units that rules name for a territory.
    named: Vec<Vec<u32>>,
    /// `[n]` whether a unit may be in one territory only.
    fixed: Vec<bool>,
}

/// Units that may be in a territory and that are connected among themselves.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// `[m]`.
    pub sums: Vec<f64>,
    /// Units that may be nowhere else, and the first of them.
    pub fixed: u32,
    pub unit: u32,
}

impl Piece {
    fn join(&mut self, other: &Self) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
        }
        if other.fixed > 0 && self.fixed == 0 {
            self.unit = other.unit;
        }
        self.fixed += other.fixed;
    }
}

impl Reach {
    pub fn new(problem: &Problem, blocks: &Blocks) -> Self {
        let n = problem.units();
        let block = |unit: u32| blocks.of[unit as usize] as usize;
        let is_free = |unit: u32| blocks.domain[block(unit)].is_none();
        let mut reach = Self {
            piece: vec![NONE; n],
            free: Vec::new(),
            named: vec![Vec::new(); problem.territories],
            fixed: (0..n as u32).map(|unit| blocks.fixed(block(unit)).is_some()).collect(),
        };
        let mut stack = Vec::new();
        for unit in 0..n as u32 {
            for &t in blocks.domain[block(unit)].as_deref().unwrap_or_default() {
                reach.named[t as usize].push(unit);
            }
            if !is_free(unit) || reach.piece[unit as usize] != NONE {
                continue;
            }
            let index = reach.free.len() as u32;
            let mut piece = Piece { sums: vec![0.0; problem.metrics], fixed: 0, unit };
            reach.piece[unit as usize] = index;
            stack.push(unit);
            while let Some(at) = stack.pop() {
                piece.sums.iter_mut().zip(problem.weights_of(at)).for_each(|(sum, more)| *sum += more);
                for &other in problem.adjacency.of(at) {
                    if is_free(other) && reach.piece[other as usize] == NONE {
                        reach.piece[other as usize] = index;
                        stack.push(other);
                    }
                }
            }
            reach.free.push(piece);
        }
        reach
    }

    /// The pieces of what may be in a territory; one where a territory need not be connected; none where nothing may be in it.
    pub fn pieces(&self, problem: &Problem, territory: usize) -> Vec<Piece> {
        let open = if problem.rules.locks_territory(territory as u32) { 0 } else { self.free.len() };
        let named = &self.named[territory];
        let mut pieces = self.free[..open].to_vec();
        pieces.extend(named.iter().map(|&unit| Piece {
            sums: problem.weights_of(unit).to_vec(),
            fixed: u32::from(self.fixed[unit as usize]),
            unit,
        }));
        let mut parent: Vec<u32> = (0..pieces.len() as u32).collect();
        for at in 0..pieces.len() as u32 {
            let mut unite = |other: u32| {
                let (a, b) = (root(&mut parent, at), root(&mut parent, other));
                parent[a.max(b) as usize] = a.min(b);
            };
            if !problem.contiguity {
                unite(0);
            } else if at as usize >= open {
                for &other in problem.adjacency.of(named[at as usize - open]) {
                    match named.binary_search(&other) {
                        Ok(index) => unite((open + index) as u32),
                        Err(_) if open > 0 && self.piece[other as usize] != NONE => unite(self.piece[other as usize]),
                        Err(_) => {}
                    }
                }
            }
        }
        for at in (0..pieces.len()).rev() {
            let into = root(&mut parent, at as u32) as usize;
            if into != at {
                let other = pieces[at].clone();
                pieces[into].join(&other);
            }
        }
        let mut at = 0;
        pieces.retain(|_| {
            at += 1;
            parent[at - 1] as usize == at - 1
        });
        pieces
    }
}
