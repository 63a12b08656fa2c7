//! What stands before and after the bytes of a state: that it is one, by which engine, of which problem, and that no byte has changed.

use super::ResumeError;
use super::digest::Digest;
use super::reader::Reader;
use super::writer::Writer;

const MAGIC: &[u8; 8] = b"hexalign";
/// The version of the engine, and after the stroke that of what it writes: raise the latter when a part writes something else, or takes other steps from
/// the same state.
const ENGINE: &str = concat!(env!("CARGO_PKG_VERSION"), "/3");

/// Whose state it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Search = 1,
    Curve = 2,
}

/// A writer to which the body can be added.
pub(crate) fn begin(kind: Kind, problem: u64) -> Writer {
    let mut writer = Writer::default();
    writer.bytes(MAGIC);
    writer.byte(ENGINE.len() as u8);
    writer.bytes(ENGINE.as_bytes());
    writer.byte(kind as u8);
    writer.number(problem);
    writer
}

/// The bytes of all, which end with their digest.
pub(crate) fn close(mut writer: Writer) -> Vec<u8> {
    let digest = digest_of(writer.as_bytes());
    writer.number(digest);
    writer.into_bytes()
}

/// A reader of the body.
pub(crate) fn open(bytes: &[u8], kind: Kind, problem: u64) -> Result<Reader<'_>, ResumeError> {
    if bytes.get(..MAGIC.len()) != Some(MAGIC) {
        return Err(ResumeError::NotState);
    }
    let (all, digest) = bytes.split_last_chunk().ok_or(ResumeError::Damaged)?;
    if u64::from_le_bytes(*digest) != digest_of(all) {
        return Err(ResumeError::Damaged);
    }
    let mut reader = Reader::new(all);
    reader.bytes(MAGIC.len())?;
    let length = reader.byte()?;
    let engine = reader.bytes(usize::from(length))?;
    if engine != ENGINE.as_bytes() {
        return Err(ResumeError::Engine { found: String::from_utf8_lossy(engine).into_owned() });
    }
    if reader.byte()? != kind as u8 || reader.number()? != problem {
        return Err(ResumeError::OtherProblem);
    }
    Ok(reader)
}

fn digest_of(bytes: &[u8]) -> u64 {
    let mut digest = Digest::default();
    digest.bytes(bytes);
    digest.value()
}
