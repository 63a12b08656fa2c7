//! A search written to bytes between two steps, and taken up again from them.
//!
//! Written is only what cannot be made anew: layouts, generators, counters, what was learned. Sums, moments, borders and costs follow from the layout, and
//! are made anew at fixed steps in every search, written or not; there, and only there, a search can be written.
//!
//! | what | file |
//! |---|---|
//! | numbers to bytes, and back with every limit checked | `writer.rs`, `reader.rs`, `bits.rs` |
//! | layouts, in a bit or two per unit | `packed.rs` |
//! | which engine, which problem, and that nothing is damaged | `seal.rs`, `digest.rs` |
//! | why bytes are refused | `resume_error.rs` |
//!
//! What a part of the search writes of itself is beside its definition.

pub(crate) mod bits;
pub mod digest;
pub(crate) mod packed;
pub(crate) mod reader;
mod resume_error;
pub(crate) mod seal;
pub(crate) mod writer;

pub use resume_error::ResumeError;
