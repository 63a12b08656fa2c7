//! A large search to bytes and back.

use super::{LargeSearch, Phase, ROUNDS, recombinations};
use crate::problem::Problem;
use crate::solve::constraint::contiguity::Contiguity;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::effort::SearchOptions;
use crate::solve::partition::Partition;
use crate::solve::random::Random;
use crate::solve::recombine::Recombine;
use crate::solve::standing::Standing;
use crate::solve::state::ResumeError;
use crate::solve::state::packed::{read_layout, write_layout};
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

/// More than any search takes: sums of counters stay in range.
const MOST_STEPS: u64 = 1 << 60;
const MOST_ATTEMPTS: u64 = 1 << 30;

const ANNEAL: u8 = 0;
const RECOMBINE: u8 = 1;
const POLISH: u8 = 2;
const DONE: u8 = 3;
const PASS: u8 = 4;

impl LargeSearch {
    /// Whether the search can be written: the next step, where there is one, begins by making all anew that follows from the layout.
    #[must_use]
    pub fn is_at_rest(&self, problem: &Problem) -> bool {
        match &self.phase {
            Phase::Anneal(run) | Phase::Polish(run) => run.is_at_rest(),
            Phase::Pass { next } => *next == 0,
            Phase::Recombine { left } => left.is_multiple_of(recombinations_to_rest(problem)),
            Phase::Done => true,
        }
    }

    /// Writes the search, which [is at rest](Self::is_at_rest).
    pub(crate) fn save(&self, problem: &Problem, writer: &mut Writer) {
        let (adjacency, k) = (&problem.adjacency, problem.territories);
        writer.number(self.taken);
        writer.number(u64::from(self.attempt));
        writer.number(self.round);
        self.random.save(writer);
        self.recombine.save(writer);
        write_layout(writer, adjacency, &self.partition.territory, k);
        writer.byte(u8::from(self.best.is_some()));
        if let Some((_, territory)) = &self.best {
            write_layout(writer, adjacency, territory, k);
        }
        match &self.phase {
            Phase::Anneal(run) => {
                writer.byte(ANNEAL);
                run.save(writer);
            }
            Phase::Pass { .. } => writer.byte(PASS),
            Phase::Recombine { left } => {
                writer.byte(RECOMBINE);
                writer.number(*left);
            }
            Phase::Polish(run) => {
                writer.byte(POLISH);
                run.save(writer);
            }
            Phase::Done => writer.byte(DONE),
        }
    }

    /// A search that goes on where one that was written was.
    pub(crate) fn resume(
        problem: &Problem,
        book: &Rulebook,
        options: SearchOptions,
        reader: &mut Reader,
    ) -> Result<Self, ResumeError> {
        let (adjacency, k) = (&problem.adjacency, problem.territories);
        let taken = reader.number_up_to(MOST_STEPS)?;
        let attempt = reader.number_up_to(MOST_ATTEMPTS)? as u32;
        let round = reader.number_up_to(ROUNDS)?;
        let random = Random::resume(reader)?;
        let mut recombine = Recombine::new(problem, options.seed);
        recombine.resume(reader)?;
        let mut search = Self {
            partition: Partition::new(problem, read_layout(reader, adjacency, k)?),
            contiguity: Contiguity::new(&problem.adjacency),
            random,
            recombine,
            phase: Phase::Done,
            attempt,
            round,
            taken,
            best: None,
            options,
        };
        if reader.byte()? != 0 {
            let territory = read_layout(reader, adjacency, k)?;
            let standing = Standing::measured(problem, book, &territory).ok_or(ResumeError::Damaged)?;
            search.best = Some((standing, territory));
        }
        search.phase = match reader.byte()? {
            ANNEAL => Phase::Anneal(Box::new(search.new_anneal(problem).resume(reader)?)),
            PASS => Phase::Pass { next: 0 },
            RECOMBINE => Phase::Recombine { left: reader.number_up_to(recombinations(problem, round))? },
            POLISH => Phase::Polish(Box::new(search.new_polish(problem).resume(reader)?)),
            DONE => Phase::Done,
            _ => return Err(ResumeError::Damaged),
        };
        if search.is_at_rest(problem) { Ok(search) } else { Err(ResumeError::Damaged) }
    }
}

/// Recombinations between two points of rest: as much work as six steps per unit.
fn recombinations_to_rest(problem: &Problem) -> u64 {
    problem.territories as u64
}
