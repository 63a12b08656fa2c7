//! The one source of chance: seeded, the same native and wasm.

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;

use crate::solve::state::ResumeError;
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

/// A stream of random numbers that a seed and a purpose determine.
#[derive(Clone, Debug)]
pub struct Random(Pcg32);

impl Random {
    /// A stream of its own for each purpose, so that one part's draws do not shift another's.
    #[must_use]
    pub fn new(seed: u64, purpose: u64) -> Self {
        Self(Pcg32::seed_from_u64(seed ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// A whole number below `limit`, which is at least 1 (multiply and shift; its bias is under `limit / 2^32`).
    pub fn below(&mut self, limit: usize) -> usize {
        ((u64::from(self.0.next_u32()) * limit as u64) >> 32) as usize
    }

    /// A number in (0, 1].
    pub fn unit_interval(&mut self) -> f64 {
        (f64::from(self.0.next_u32()) + 1.0) * (1.0 / 4_294_967_296.0)
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.number(self.0.state());
        writer.number(self.0.stream());
    }

    pub(crate) fn resume(reader: &mut Reader) -> Result<Self, ResumeError> {
        let (state, stream) = (reader.number()?, reader.number()?);
        Ok(Self(Pcg32::from_state(state, stream)))
    }
}
