//! A search of a small problem to bytes and back: between two tasks, each of which begins from a layout.

use super::{ELITES, FRESH, TightSearch};
use crate::problem::Problem;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::random::Random;
use crate::solve::state::ResumeError;
use crate::solve::state::packed::{read_layout, write_layout};
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;
use crate::solve::tight::centers::CenterQueue;
use crate::solve::tight::combine::Combine;
use crate::solve::tight::polish;
use crate::solve::tight::shape::Shape;

/// More than any search takes: sums of counters stay in range.
const MOST_STEPS: u64 = 1 << 60;
const MOST_WALKS: usize = 1 << 30;

impl TightSearch {
    /// Writes the search.
    pub(crate) fn save(&self, problem: &Problem, writer: &mut Writer) {
        writer.number(self.spent);
        writer.count(self.walks);
        writer.count(self.last_gain);
        writer.byte(u8::from(self.is_settled));
        self.random.save(writer);
        let (starts, elites) = (self.starts.iter(), self.elites.iter().map(|(_, owners)| owners));
        write_layouts(problem, writer, starts);
        write_layouts(problem, writer, elites);
        // Each set that is looked at takes a walk at least.
        let left = self.budget.saturating_sub(self.spent) / u64::from(polish::STEPS) + 1;
        self.queue.save(writer, left as usize);
        if let Some(combine) = &self.combine {
            combine.save(writer);
        }
    }

    /// A search that goes on where one that was written was.
    pub(crate) fn resume(
        problem: &Problem,
        book: &Rulebook,
        seed: u64,
        budget: u64,
        reader: &mut Reader,
    ) -> Result<Self, ResumeError> {
        let spent = reader.number_up_to(MOST_STEPS)?;
        let walks = reader.count_up_to(MOST_WALKS)?;
        let last_gain = reader.count_up_to(walks)?;
        let is_settled = reader.byte()? != 0;
        let random = Random::resume(reader)?;
        let starts = read_layouts(problem, reader, FRESH as usize + 1)?;
        let elites = read_layouts(problem, reader, ELITES)?;
        let shape = Shape::new(problem);
        let queue = CenterQueue::resume(reader, problem, shape.has_unit_centers())?;
        let first = elites.first().ok_or(ResumeError::Damaged)?.clone();
        let mut search = Self::empty(problem, book, shape, first, seed, budget);
        search.elites = Vec::with_capacity(elites.len());
        for owners in elites {
            search.state.reset(problem, book, &owners);
            search.elites.push((search.state.standing(), owners));
        }
        (search.spent, search.walks, search.random) = (spent, walks, random);
        (search.starts, search.queue) = (starts, queue);
        (search.last_gain, search.is_settled) = (last_gain, is_settled);
        search.combine = Combine::resume(problem, book, reader)?;
        Ok(search)
    }
}

fn write_layouts<'l>(problem: &Problem, writer: &mut Writer, layouts: impl ExactSizeIterator<Item = &'l Vec<u32>>) {
    writer.count(layouts.len());
    layouts.for_each(|owners| write_layout(writer, &problem.adjacency, owners, problem.territories));
}

/// One layout at least.
fn read_layouts(problem: &Problem, reader: &mut Reader, most: usize) -> Result<Vec<Vec<u32>>, ResumeError> {
    match reader.count_up_to(most)? {
        0 => Err(ResumeError::Damaged),
        count => (0..count).map(|_| read_layout(reader, &problem.adjacency, problem.territories)).collect(),
    }
}
