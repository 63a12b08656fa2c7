//! A pool of territories to bytes and back.

use super::{Combine, MOST};
use crate::problem::Problem;
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

impl Combine {
    /// Writes the pool, at most half a mebibyte, and what it is combined with.
    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.count(self.pool.len());
        for (at, word) in self.pool.word.iter().enumerate() {
            writer.bytes(&word.to_le_bytes());
            writer.bytes(&self.pool.kind[at].to_le_bytes());
        }
        writer.floats(&self.pool.cost);
        writer.floats(&self.prices.unit);
        writer.floats(&[self.prices.bound]);
        // None before the first combination.
        writer.count(self.prices.last.len());
        writer.floats(&self.prices.last);
        writer.floats(&self.bar);
    }

    /// What was written; none where such a problem has no pool.
    pub(crate) fn resume(problem: &Problem, book: &Rulebook, reader: &mut Reader) -> Result<Option<Self>, ResumeError> {
        let Some(mut combine) = Self::new(problem, book) else { return Ok(None) };
        let kinds = combine.kinds.size.len();
        let count = reader.count_up_to(MOST)?;
        let mut columns = Vec::new();
        for _ in 0..count {
            let word = u128::from_le_bytes(*reader.array()?);
            let kind = u32::from_le_bytes(*reader.array()?);
            let is_word = word != 0 && word.checked_shr(problem.units() as u32).unwrap_or(0) == 0;
            if !is_word || kind as usize >= kinds {
                return Err(ResumeError::Damaged);
            }
            columns.push((word, kind));
        }
        for ((word, kind), cost) in columns.into_iter().zip(reader.floats(count)?) {
            if !combine.pool.add(word, kind, cost) {
                return Err(ResumeError::Damaged);
            }
        }
        let unit = reader.floats(problem.units())?;
        let bound = reader.floats(1)?;
        let combined = reader.count_up_to(kinds)?;
        combine.prices.set(unit, bound[0], reader.floats(combined)?);
        combine.bar = reader.floats(kinds)?;
        Ok(Some(combine))
    }
}
