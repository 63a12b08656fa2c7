//! A short walk from hot to cold: units shift, swap, and pass on to a third territory, under a penalty for broken bounds that stays as it is.
//!
//! A penalty that grows until the layout is feasible freezes the walk; many walks, each with another weak one, find more.

use crate::problem::Problem;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::random::Random;
use crate::solve::tight::shape::Leap;
use crate::solve::tight::state::{Outcome, State};

/// What determines a walk beside where it starts.
#[derive(Clone, Copy, Debug)]
pub struct WalkPlan {
    /// Proposals.
    pub steps: u32,
    /// Temperature at the first and at the last step, in the unit of the objective.
    pub hot: f64,
    /// See `hot`.
    pub cold: f64,
    /// What an excess of one target costs, in the unit of the objective.
    pub penalty: f64,
}

/// Shares of the proposals; the rest are passes.
const SHIFT_SHARE: f64 = 0.45;
const SWAP_SHARE: f64 = 0.40;
/// Draws for a partner that touches the other side.
const PARTNER_DRAWS: usize = 6;
/// Steps between two updates of the temperature.
const EPOCH_STEPS: u32 = 256;

/// Scratch memory of a walk.
#[derive(Debug, Default)]
pub struct Walk {
    leaps: Vec<Leap>,
}

impl Walk {
    /// Walks; `visit` sees the state after each accepted move and the temperature.
    pub fn run(
        &mut self,
        problem: &Problem,
        book: &Rulebook,
        state: &mut State,
        random: &mut Random,
        plan: WalkPlan,
        mut visit: impl FnMut(&State, &[Leap], f64),
    ) {
        let factor = libm::pow(plan.cold / plan.hot, f64::from(EPOCH_STEPS) / f64::from(plan.steps.max(1)));
        let mut temperature = plan.hot;
        for step in 0..plan.steps {
            if step % EPOCH_STEPS == 0 && step > 0 {
                temperature *= factor;
            }
            if !self.draw(problem, book, state, random) {
                continue;
            }
            let change = state.change(problem, &self.leaps, plan.penalty);
            let draw = random.unit_interval();
            if !is_accepted(change, temperature, draw) {
                continue;
            }
            let mut outcome = state.try_leaps(problem, book, &self.leaps, 0..0);
            if let Outcome::CutsOff(at) = outcome {
                let Leap { from, to, .. } = self.leaps[at];
                let along = state.strays().iter().map(|&unit| Leap { unit, from, to });
                self.leaps.splice(at + 1..at + 1, along);
                let run = at..at + 1 + state.strays().len();
                let is_clean = self.leaps[run.end..].iter().all(|leap| !state.strays().contains(&leap.unit))
                    && state.strays().iter().all(|&unit| book.block_of(unit).is_empty());
                if is_clean && is_accepted(state.change(problem, &self.leaps, plan.penalty), temperature, draw) {
                    outcome = state.try_leaps(problem, book, &self.leaps, run);
                }
            }
            if outcome == Outcome::Made {
                visit(state, &self.leaps, temperature);
            }
        }
    }

    /// Draws a move into `leaps`; false where the draw came to nothing.
    fn draw(&mut self, problem: &Problem, book: &Rulebook, state: &State, random: &mut Random) -> bool {
        self.leaps.clear();
        let kind = random.unit_interval();
        let Some((unit, to)) = draw_shift(problem, state, random) else { return false };
        let from = state.owners[unit as usize];
        if !push(book, state, &mut self.leaps, unit, from, to) {
            return false;
        }
        if kind < SHIFT_SHARE {
            return true;
        }
        let candidates = if problem.contiguity { state.border_of(to) } else { state.border() };
        if candidates.is_empty() {
            return false;
        }
        for _ in 0..PARTNER_DRAWS {
            let partner = candidates[random.below(candidates.len())];
            if partner == unit || state.owners[partner as usize] != to {
                continue;
            }
            let next = if kind < SHIFT_SHARE + SWAP_SHARE {
                let mut around = problem.adjacency.of(partner).iter();
                let touches = !problem.contiguity || around.any(|&o| o != unit && state.owners[o as usize] == from);
                touches.then_some(from)
            } else {
                draw_neighbor(problem, state, partner, random).filter(|&third| third != from)
            };
            if let Some(next) = next {
                return push(book, state, &mut self.leaps, partner, to, next);
            }
        }
        false
    }
}

/// Whether a change passes at a temperature: `change <= -ln(draw) temperature`, a draw of (0, 1]. The logarithm lies between `1 - draw` and
/// `(1 - draw) / draw`, which decides most draws without it.
#[inline]
fn is_accepted(change: f64, temperature: f64, draw: f64) -> bool {
    let sure = (1.0 - draw) * temperature;
    change <= sure || (change * draw <= sure && change <= -libm::log(draw) * temperature)
}

/// Adds a unit, with its block; false where the block is not together.
fn push(book: &Rulebook, state: &State, leaps: &mut Vec<Leap>, unit: u32, from: u32, to: u32) -> bool {
    let block = book.block_of(unit);
    if block.is_empty() {
        leaps.push(Leap { unit, from, to });
        return true;
    }
    for &unit in block {
        if state.owners[unit as usize] == from {
            leaps.push(Leap { unit, from, to });
        }
    }
    true
}

fn draw_shift(problem: &Problem, state: &State, random: &mut Random) -> Option<(u32, u32)> {
    if !problem.contiguity {
        let unit = random.below(state.owners.len()) as u32;
        return draw_neighbor(problem, state, unit, random).map(|to| (unit, to));
    }
    let border = state.border();
    if border.is_empty() {
        return None;
    }
    let unit = border[random.below(border.len())];
    draw_neighbor(problem, state, unit, random).map(|to| (unit, to))
}

/// A territory that a unit could go to: one that it touches, or any where pieces do not matter.
fn draw_neighbor(problem: &Problem, state: &State, unit: u32, random: &mut Random) -> Option<u32> {
    let own = state.owners[unit as usize];
    if !problem.contiguity {
        let k = problem.territories;
        let other = random.below((k - 1).max(1)) as u32;
        return (k > 1).then_some(if other >= own { other + 1 } else { other });
    }
    let neighbors = problem.adjacency.of(unit);
    let first = random.below(neighbors.len().max(1));
    let (before, after) = neighbors.split_at_checked(first)?;
    after.iter().chain(before).map(|&other| state.owners[other as usize]).find(|&owner| owner != own)
}
