//! A run to bytes and back, at its points of rest.

use super::Anneal;
use super::heat::Scale;
use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

impl Anneal {
    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.number(self.step);
        self.energy.save(writer);
        for scale in &self.scale {
            writer.floats(&[scale.change, scale.weight]);
        }
    }

    /// The rest of a run that was written: `self` is new, of the partition as it was.
    pub(crate) fn resume(mut self, reader: &mut Reader) -> Result<Self, ResumeError> {
        self.step = reader.number_up_to(self.schedule.steps + self.schedule.hold)?;
        self.energy.resume(reader)?;
        let written = reader.floats(2 * self.scale.len())?;
        for (scale, pair) in self.scale.iter_mut().zip(written.chunks_exact(2)) {
            *scale = Scale { change: pair[0], weight: pair[1] };
        }
        if self.is_at_rest() { Ok(self) } else { Err(ResumeError::Damaged) }
    }
}
