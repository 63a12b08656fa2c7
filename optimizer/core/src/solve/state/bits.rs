//! Values of a few bits, the lowest bit first; the last byte is filled up with zeros.

use super::ResumeError;
use super::reader::Reader;
use super::writer::Writer;

/// Bits that go to a writer.
pub(crate) struct BitWriter<'w> {
    writer: &'w mut Writer,
    held: u64,
    count: u32,
}

impl<'w> BitWriter<'w> {
    pub(crate) fn new(writer: &'w mut Writer) -> Self {
        Self { writer, held: 0, count: 0 }
    }

    /// The lowest `width` bits, at most 32.
    pub(crate) fn put(&mut self, value: u32, width: u32) {
        self.held |= (u64::from(value) & ((1 << width) - 1)) << self.count;
        self.count += width;
        while self.count >= 8 {
            self.writer.byte(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    pub(crate) fn finish(self) {
        if self.count > 0 {
            self.writer.byte(self.held as u8);
        }
    }
}

/// Bits that come from a reader.
pub(crate) struct BitReader<'r, 'b> {
    reader: &'r mut Reader<'b>,
    held: u64,
    count: u32,
}

impl<'r, 'b> BitReader<'r, 'b> {
    pub(crate) fn new(reader: &'r mut Reader<'b>) -> Self {
        Self { reader, held: 0, count: 0 }
    }

    /// The next `width` bits, at most 32.
    pub(crate) fn take(&mut self, width: u32) -> Result<u32, ResumeError> {
        while self.count < width {
            self.held |= u64::from(self.reader.byte()?) << self.count;
            self.count += 8;
        }
        let value = self.held & ((1 << width) - 1);
        self.held >>= width;
        self.count -= width;
        Ok(value as u32)
    }
}

/// Bits that a value up to `most` takes, at least one.
pub(crate) fn width_of(most: u32) -> u32 {
    (u32::BITS - most.leading_zeros()).max(1)
}
