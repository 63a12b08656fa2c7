//! Border moves and swaps, hot to cold.
//!
//! # Source
//! Kirkpatrick, Gelatt, Vecchi, "Optimization by simulated annealing", Science 220, 1983, doi 10.1126/science.220.4598.671; for
//! territories D'Amico, Wang, Batta, Rump, "A simulated annealing approach to police district design", Computers & OR 29, 2002,
//! doi 10.1016/S0305-0548(01)00056-9.

use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::moves::block_shift;
use crate::solve::moves::shift::{self, Shift};
use crate::solve::moves::swap::{self, Swap};
use crate::solve::objective::energy::{Change, Cost, Energy};
use crate::solve::objective::inertia::Moments;
use crate::solve::partition::Partition;
use crate::solve::random::Random;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

/// Temperatures at the start and the end, in a territory's mean absolute change of cost by a move.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// At step 0.
    pub hot: f64,
    /// At the last step.
    pub cold: f64,
    /// Number of steps.
    pub steps: u64,
}

/// A share of the proposals are swaps. Tuned on the US business market.
const SWAP_SHARE: f64 = 0.25;
/// Steps between two updates of the temperature.
const EPOCH_STEPS: u64 = 1024;
/// Adaptations of the penalties between two points of rest, at which the partition is made anew. That takes about 1 % of the four steps per unit between;
/// for 200,000 units these take half a second.
const ADAPTATIONS_TO_REST: u64 = 8;
/// Weight of a new observation in a territory's mean change of cost.
const SCALE_MEMORY: f64 = 0.01;

/// An annealing run that can be left after any step and taken up again.
#[derive(Clone, Debug)]
pub struct Anneal {
    schedule: Schedule,
    step: u64,
    temperature: f64,
    energy: Energy,
    /// `[k]` cost of each territory under the penalties as they are.
    cost: Vec<Cost>,
    /// `[k]` mean absolute change of inertia that a proposal makes, and the mean weight that it moves.
    change: Vec<f64>,
    weight: Vec<f64>,
    /// Steps after which the penalties adapt: about one proposal per border unit.
    adapt_every: u64,
}

/// A move to be judged.
struct Proposal {
    territories: [u32; 2],
    /// What they would cost.
    costs: [Cost; 2],
    /// What leaving or coming home costs.
    moves: f64,
    /// Weight that changes its territory.
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
            change: partition.moments.iter().map(Moments::inertia).collect(),
            weight: partition.moments.iter().map(|moments| moments.weight).collect(),
            adapt_every,
        };
        run.refresh_costs(partition);
        run
    }

    /// Whether the schedule has ended.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.step >= self.schedule.steps
    }

    /// Whether the next step, where there is one, begins by making all anew that follows from the layout: here the run can be written.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.is_done() || self.step.is_multiple_of(ADAPTATIONS_TO_REST * self.adapt_every)
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.number(self.step);
        self.energy.save(writer);
        writer.floats(&self.change);
        writer.floats(&self.weight);
    }

    /// The rest of a run that was written: `self` is new, of the partition as it was.
    pub(crate) fn resume(mut self, reader: &mut Reader) -> Result<Self, ResumeError> {
        self.step = reader.number_up_to(self.schedule.steps)?;
        self.energy.resume(reader)?;
        self.change = reader.floats(self.change.len())?;
        self.weight = reader.floats(self.weight.len())?;
        if self.is_at_rest() { Ok(self) } else { Err(ResumeError::Damaged) }
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
        if random.unit_interval() < SWAP_SHARE {
            if let Some(swap) = swap::draw(problem, book, partition, random) {
                self.try_swap(problem, partition, contiguity, random, swap);
            }
        } else if let Some(shift) = shift::draw(problem, book, partition, random) {
            let block = book.block_of(shift.unit);
            if !block.is_empty() {
                self.try_block(problem, partition, contiguity, random, block, shift);
                return;
            }
            self.try_shift(problem, partition, contiguity, random, shift);
        }
    }

    fn open_epoch(&mut self, problem: &Problem, partition: &mut Partition) {
        if self.is_at_rest() {
            partition.remake(problem);
        }
        let Schedule { hot, cold, steps } = self.schedule;
        let progress = self.step as f64 / steps.max(1) as f64;
        self.temperature = hot * libm::pow(cold / hot, progress);
        if self.step.is_multiple_of(self.adapt_every) {
            self.energy.adapt(partition);
            self.refresh_costs(partition);
        }
    }

    fn refresh_costs(&mut self, partition: &Partition) {
        self.cost = (0..partition.moments.len() as u32)
            .map(|t| self.energy.of(t, &partition.moments[t as usize], partition.sums_of(t)))
            .collect();
    }

    /// Whether two territories may take new costs; also learns the scale of changes here, from the inertia alone.
    ///
    /// The temperature is per weight: a unit of one account and one of a thousand cool at the same time. Otherwise light units, which cost next to
    /// nothing wherever they are, would still wander when heavy ones have long settled, and fray every border.
    fn accepts(&mut self, random: &mut Random, proposal: &Proposal) -> bool {
        let (a, b) = (proposal.territories[0] as usize, proposal.territories[1] as usize);
        let [new_a, new_b] = proposal.costs;
        let scale = (self.change[a] + self.change[b]) / (self.weight[a] + self.weight[b]);
        let size = (new_a.inertia + new_b.inertia - self.cost[a].inertia - self.cost[b].inertia).abs();
        for t in [a, b] {
            self.change[t] += SCALE_MEMORY * (size - self.change[t]);
            self.weight[t] += SCALE_MEMORY * (proposal.weight - self.weight[t]);
        }
        let delta = new_a.total() + new_b.total() - self.cost[a].total() - self.cost[b].total() + proposal.moves;
        delta <= 0.0 || delta < -libm::log(random.unit_interval()) * self.temperature * scale * proposal.weight
    }

    fn try_shift(
        &mut self,
        problem: &Problem,
        partition: &mut Partition,
        contiguity: &mut Contiguity,
        random: &mut Random,
        shift: Shift,
    ) {
        let change = Change { moments: partition.unit[shift.unit as usize], weights: problem.weights_of(shift.unit) };
        let from = self.energy.with(shift.from, partition, None, Some(change));
        let to = self.energy.with(shift.to, partition, Some(change), None);
        let moves = self.energy.of_move(problem, shift.unit, shift.from, shift.to);
        let (territories, weight) = ([shift.from, shift.to], change.moments.weight);
        if self.accepts(random, &Proposal { territories, costs: [from, to], moves, weight })
            && shift::apply(problem, partition, contiguity, shift)
        {
            self.cost[shift.from as usize] = from;
            self.cost[shift.to as usize] = to;
        }
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
        let mut moments = Moments::default();
        let mut weights = vec![0.0; problem.metrics];
        let mut moves = 0.0;
        for &unit in block {
            moments = moments.plus(partition.unit[unit as usize]);
            weights.iter_mut().zip(problem.weights_of(unit)).for_each(|(sum, value)| *sum += value);
            moves += self.energy.of_move(problem, unit, shift.from, shift.to);
        }
        let change = Change { moments, weights: &weights };
        let from = self.energy.with(shift.from, partition, None, Some(change));
        let to = self.energy.with(shift.to, partition, Some(change), None);
        let (territories, weight) = ([shift.from, shift.to], moments.weight);
        if self.accepts(random, &Proposal { territories, costs: [from, to], moves, weight })
            && block_shift::apply(problem, partition, contiguity, block, shift.to)
        {
            self.cost[shift.from as usize] = from;
            self.cost[shift.to as usize] = to;
        }
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
        let gone = Change { moments: partition.unit[there.unit as usize], weights: problem.weights_of(there.unit) };
        let come = Change { moments: partition.unit[back.unit as usize], weights: problem.weights_of(back.unit) };
        let from = self.energy.with(there.from, partition, Some(come), Some(gone));
        let to = self.energy.with(there.to, partition, Some(gone), Some(come));
        let moves = self.energy.of_move(problem, there.unit, there.from, there.to)
            + self.energy.of_move(problem, back.unit, back.from, back.to);
        let (territories, weight) = ([there.from, there.to], gone.moments.weight + come.moments.weight);
        if self.accepts(random, &Proposal { territories, costs: [from, to], moves, weight })
            && swap::apply(problem, partition, contiguity, swap)
        {
            self.cost[there.from as usize] = from;
            self.cost[there.to as usize] = to;
        }
    }
}
