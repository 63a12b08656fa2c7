use core::fmt;

use crate::problem::ProblemError;

/// Why a search cannot be taken up from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResumeError {
    /// The bytes are no state of a search.
    NotState,
    /// Bytes are missing, or are not those that were written.
    Damaged,
    /// Another version of the engine wrote them.
    Engine {
        /// That version.
        found: String,
    },
    /// They are of another problem, other options, or another kind of search.
    OtherProblem,
    /// The problem itself cannot be solved.
    Problem(ProblemError),
}

impl fmt::Display for ResumeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotState => write!(f, "is no state of a search"),
            Self::Damaged => write!(f, "is damaged or cut short"),
            Self::Engine { found } => write!(f, "was written by another version of the engine, {found}"),
            Self::OtherProblem => write!(f, "is of another problem, seed or effort"),
            Self::Problem(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ResumeError {}

impl From<ProblemError> for ResumeError {
    fn from(error: ProblemError) -> Self {
        Self::Problem(error)
    }
}
