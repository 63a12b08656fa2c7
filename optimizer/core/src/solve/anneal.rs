//! Border moves and swaps, hot to cold.
//!
//! # Source
//! Kirkpatrick, Gelatt, Vecchi, "Optimization by simulated annealing", Science 220, 1983, doi 10.1126/science.220.4598.671; for
//! territories D'Amico, Wang, Batta, Rump, "A simulated annealing approach to police district design", Computers & OR 29, 2002,
//! doi 10.1016/S0305-0548(01)00056-9.

mod heat;
mod resume;

use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::crossings::Crossings;
use crate::solve::moves::block_shift;
use crate::solve::moves::shift::{self, Shift};
use crate::solve::moves::swap::{self, Swap};
use crate::solve::moves::train;
use crate::solve::objective::energy::{Cost, Energy};
use crate::solve::objective::following::{parted_by_block, parted_by_shift, parted_by_swap};
use crate::solve::objective::inertia::Moments;
use crate::solve::partition::Partition;
use crate::solve::random::Random;
use heat::{MOST_HEAT, Scale, is_accepted};

/// Temperatures at the start and the end, in a territory's mean absolute change of cost by a move.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// At step 0.
    pub hot: f64,
    /// At the last step.
    pub cold: f64,
    /// Number of steps.
    pub steps: u64,
    /// Steps that may follow at the last temperature, until the bounds hold.
    pub hold: u64,
}

/// A share of the proposals are swaps. Tuned on the US business market.
const SWAP_SHARE: f64 = 0.25;
/// Steps between two updates of the temperature.
const EPOCH_STEPS: u64 = 1024;
/// Steps between two looks whether the bounds hold.
const LOOK_EVERY: u64 = 256;
/// Adaptations of the penalties between two points of rest, at which the partition is made anew. That takes about 1 % of the four steps per unit between;
/// for 200,000 units these take half a second.
const ADAPTATIONS_TO_REST: u64 = 8;
/// Proposals of a visit, for each pair of units that touch across the territory's border.
const VISIT: usize = 1;

/// An annealing run that can be left after any step and taken up again.
#[derive(Clone, Debug)]
pub struct Anneal {
    schedule: Schedule,
    step: u64,
    temperature: f64,
    energy: Energy,
    /// `[k]` cost of each territory under the penalties as they are.
    cost: Vec<Cost>,
    /// `[k]`.
    scale: Vec<Scale>,
    /// Steps after which the penalties adapt: about one proposal per border unit.
    adapt_every: u64,
    /// Where moves are drawn from now, and how many more: what one proposal brought into the cache serves the next.
    crossings: Crossings,
    left: usize,
    /// `[m]` scratch.
    weights: Vec<f64>,
    /// Scratch: units that would go together.
    train: Vec<u32>,
}

/// A move to be judged: what leaves one territory for another, less what comes back.
struct Proposal<'a> {
    from: u32,
    to: u32,
    moments: Moments,
    /// `[m]`.
    weights: &'a [f64],
    /// What leaving or coming home costs, and leaving borders that are followed.
    moves: f64,
    /// Weight that changes its territory, both ways.
    weight: f64,
}

impl Anneal {
    /// A run from a partition.
    #[must_use]
    pub fn new(problem: &Problem, partition: &Partition, energy: Energy, schedule: Schedule) -> Self {
        let adapt_every = (problem.units() as u64 / 2).next_multiple_of(EPOCH_STEPS).max(EPOCH_STEPS);
        let mut run = Self {
            schedule,
            step: 0,
            temperature: schedule.hot,
            energy,
            cost: Vec::new(),
            // A first guess: all units at once.
            scale: partition.moments.iter().map(|m| Scale { change: m.inertia(), weight: m.weight }).collect(),
            adapt_every,
            crossings: Crossings::default(),
            left: 0,
            weights: vec![0.0; problem.metrics],
            train: Vec::new(),
        };
        run.refresh_costs(partition);
        run
    }

    /// Whether the schedule has ended.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.step >= self.schedule.steps + self.schedule.hold
    }

    /// Whether it has cooled down and may end here, where the bounds hold.
    #[must_use]
    pub fn may_end(&self) -> bool {
        self.step >= self.schedule.steps && self.step.is_multiple_of(LOOK_EVERY)
    }

    /// Whether the next step, where there is one, begins by making all anew that follows from the layout: here the run can be written.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.is_done() || self.step.is_multiple_of(ADAPTATIONS_TO_REST * self.adapt_every)
    }

    /// Takes one step.
    pub fn advance(
        &mut self,
        problem: &Problem,
        book: &Rulebook,
        partition: &mut Partition,
        contiguity: &mut Contiguity,
        random: &mut Random,
    ) {
        if self.step.is_multiple_of(EPOCH_STEPS) {
            self.open_epoch(problem, partition);
        }
        self.step += 1;
        if self.left == 0 {
            let territory = random.below(partition.count.len()) as u32;
            self.energy.adapt(territory, partition);
            self.refresh_cost(territory, partition);
            self.crossings.visit(problem, partition, territory);
            self.left = (VISIT * self.crossings.list().len()).max(1);
        }
        self.left -= 1;
        if random.unit_interval() < SWAP_SHARE {
            if let Some(swap) = swap::draw(problem, book, partition, &self.crossings, random) {
                self.try_swap(problem, partition, contiguity, random, swap);
            }
        } else if let Some(shift) = shift::draw(problem, book, partition, &self.crossings, random) {
            let block = book.block_of(shift.unit);
            if !block.is_empty() {
                self.try_block(problem, partition, contiguity, random, block, shift);
                return;
            }
            self.try_shift(problem, book, partition, contiguity, random, shift);
        }
    }

    fn open_epoch(&mut self, problem: &Problem, partition: &mut Partition) {
        if self.is_at_rest() {
            partition.remake(problem);
            self.left = 0;
        }
        let Schedule { hot, cold, steps, .. } = self.schedule;
        let progress = (self.step as f64 / steps.max(1) as f64).min(1.0);
        self.temperature = hot * libm::pow(cold / hot, progress);
        if self.step.is_multiple_of(self.adapt_every) {
            self.energy.refresh(partition, progress);
            self.refresh_costs(partition);
        }
    }

    fn refresh_costs(&mut self, partition: &Partition) {
        self.cost.resize(partition.moments.len(), Cost::default());
        for territory in 0..partition.moments.len() as u32 {
            self.refresh_cost(territory, partition);
        }
    }

    fn refresh_cost(&mut self, territory: u32, partition: &Partition) {
        let moments = &partition.moments[territory as usize];
        self.cost[territory as usize] = self.energy.of(territory, moments, partition.sums_of(territory));
    }

    /// The new costs of both territories where they may take them; also learns the scale of changes here, from the inertia alone.
    ///
    /// The temperature is per weight: a unit of one account and one of a thousand cool at the same time. Otherwise light units, which cost next to
    /// nothing wherever they are, would still wander when heavy ones have long settled, and fray every border.
    #[inline]
    fn judge(&mut self, partition: &Partition, random: &mut Random, proposal: &Proposal<'_>) -> Option<[Cost; 2]> {
        let &Proposal { from, to, ref moments, weights, moves, weight } = proposal;
        let (a, b) = (from as usize, to as usize);
        let inertia = [
            self.energy.shape(from, &partition.moments[a].minus(*moments)),
            self.energy.shape(to, &partition.moments[b].plus(*moments)),
        ];
        let (before_a, before_b) = (self.cost[a], self.cost[b]);
        let change = inertia[0] + inertia[1] - before_a.inertia - before_b.inertia;
        let (scale_a, scale_b) = (self.scale[a], self.scale[b]);
        let scale = (scale_a.change + scale_b.change) / (scale_a.weight + scale_b.weight);
        self.scale[a] = scale_a.after(change.abs(), weight);
        self.scale[b] = scale_b.after(change.abs(), weight);
        let heat = self.temperature * scale * weight;
        // At best all penalties go away.
        let base = change + moves - before_a.penalty - before_b.penalty;
        if base > MOST_HEAT * heat {
            return None;
        }
        let sums = partition.sums_of(from).iter().zip(weights);
        let left = self.energy.penalty(from, sums.map(|(sum, weight)| sum - weight));
        let sums = partition.sums_of(to).iter().zip(weights);
        let joined = self.energy.penalty(to, sums.map(|(sum, weight)| sum + weight));
        is_accepted(random, base + left + joined, heat)
            .then_some([Cost { inertia: inertia[0], penalty: left }, Cost { inertia: inertia[1], penalty: joined }])
    }

    fn settle(&mut self, from: u32, to: u32, [left, joined]: [Cost; 2]) {
        self.cost[from as usize] = left;
        self.cost[to as usize] = joined;
    }

    #[allow(clippy::too_many_arguments, reason = "each is a thing of its own")]
    fn try_shift(
        &mut self,
        problem: &Problem,
        book: &Rulebook,
        partition: &mut Partition,
        contiguity: &mut Contiguity,
        random: &mut Random,
        shift: Shift,
    ) {
        let Shift { unit, from, to } = shift;
        let moments = partition.unit[unit as usize];
        let weights = problem.weights_of(unit);
        let parting = self.energy.of_parting(|| parted_by_shift(problem, &partition.territory, unit, from, to));
        let moves = self.energy.of_move(problem, unit, from, to) + parting;
        let proposal = Proposal { from, to, moments, weights, moves, weight: moments.weight };
        let Some(costs) = self.judge(partition, random, &proposal) else { return };
        if shift::apply(problem, partition, contiguity, shift) {
            self.crossings.follow(problem, partition, unit);
            self.settle(from, to, costs);
            return;
        }
        // A long way to go for a move: only where a bound is served by it.
        let before = self.cost[from as usize].penalty + self.cost[to as usize].penalty;
        if costs[0].penalty + costs[1].penalty >= before {
            return;
        }
        let mut train = core::mem::take(&mut self.train);
        if train::couple(problem, book, partition, contiguity, shift, &mut train) {
            self.try_block(problem, partition, contiguity, random, &train, shift);
        }
        self.train = train;
    }

    fn try_block(
        &mut self,
        problem: &Problem,
        partition: &mut Partition,
        contiguity: &mut Contiguity,
        random: &mut Random,
        block: &[u32],
        shift: Shift,
    ) {
        let Shift { from, to, .. } = shift;
        let mut weights = core::mem::take(&mut self.weights);
        weights.fill(0.0);
        let (mut moments, mut moves) = (Moments::default(), 0.0);
        for &unit in block {
            moments = moments.plus(partition.unit[unit as usize]);
            weights.iter_mut().zip(problem.weights_of(unit)).for_each(|(sum, value)| *sum += value);
            moves += self.energy.of_move(problem, unit, from, to);
        }
        moves += self.energy.of_parting(|| parted_by_block(problem, &partition.territory, block, from, to));
        let proposal = Proposal { from, to, moments, weights: &weights, moves, weight: moments.weight };
        if let Some(costs) = self.judge(partition, random, &proposal)
            && block_shift::apply(problem, partition, contiguity, block, to)
        {
            for &unit in block {
                self.crossings.follow(problem, partition, unit);
            }
            self.settle(from, to, costs);
        }
        self.weights = weights;
    }

    fn try_swap(
        &mut self,
        problem: &Problem,
        partition: &mut Partition,
        contiguity: &mut Contiguity,
        random: &mut Random,
        swap: Swap,
    ) {
        let Swap { there, back } = swap;
        let Shift { from, to, .. } = there;
        let mut weights = core::mem::take(&mut self.weights);
        let both = problem.weights_of(there.unit).iter().zip(problem.weights_of(back.unit));
        weights.iter_mut().zip(both).for_each(|(net, (gone, come))| *net = gone - come);
        let (gone, come) = (partition.unit[there.unit as usize], partition.unit[back.unit as usize]);
        let owners = &partition.territory;
        let parting = self.energy.of_parting(|| parted_by_swap(problem, owners, there.unit, back.unit, from, to));
        let moves = self.energy.of_move(problem, there.unit, from, to)
            + self.energy.of_move(problem, back.unit, to, from)
            + parting;
        let weight = gone.weight + come.weight;
        let proposal = Proposal { from, to, moments: gone.minus(come), weights: &weights, moves, weight };
        if let Some(costs) = self.judge(partition, random, &proposal)
            && swap::apply(problem, partition, contiguity, swap)
        {
            self.crossings.follow(problem, partition, there.unit);
            self.crossings.follow(problem, partition, back.unit);
            self.settle(from, to, costs);
        }
        self.weights = weights;
    }
}
