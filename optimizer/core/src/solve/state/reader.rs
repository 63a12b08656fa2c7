//! Numbers from bytes that may be anything: no value beyond its limit gets through, and nothing is set aside before its bytes are there.

use super::ResumeError;

/// Bytes not read yet.
#[derive(Debug)]
pub(crate) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'b [u8], ResumeError> {
        let (read, rest) = self.0.split_at_checked(count).ok_or(ResumeError::Damaged)?;
        self.0 = rest;
        Ok(read)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, ResumeError> {
        self.bytes(1).map(|read| read[0])
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<&'b [u8; N], ResumeError> {
        let (read, rest) = self.0.split_first_chunk().ok_or(ResumeError::Damaged)?;
        self.0 = rest;
        Ok(read)
    }

    pub(crate) fn number(&mut self) -> Result<u64, ResumeError> {
        self.array().map(|read| u64::from_le_bytes(*read))
    }

    pub(crate) fn number_up_to(&mut self, most: u64) -> Result<u64, ResumeError> {
        self.number().and_then(|value| if value <= most { Ok(value) } else { Err(ResumeError::Damaged) })
    }

    pub(crate) fn count_up_to(&mut self, most: usize) -> Result<usize, ResumeError> {
        self.number_up_to(most as u64).map(|value| value as usize)
    }

    /// Any values: what is infinite or no number was so when it was written.
    pub(crate) fn floats(&mut self, count: usize) -> Result<Vec<f64>, ResumeError> {
        if count > self.0.len() / 8 {
            return Err(ResumeError::Damaged);
        }
        (0..count).map(|_| self.number().map(f64::from_bits)).collect()
    }

    /// Nothing may be left.
    pub(crate) fn end(&self) -> Result<(), ResumeError> {
        if self.0.is_empty() { Ok(()) } else { Err(ResumeError::Damaged) }
    }
}
