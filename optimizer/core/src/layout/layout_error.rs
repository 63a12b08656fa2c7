use core::fmt;

use crate::cover::{CoverError, OverlappingLeaves};
use crate::outline::OutlineError;
use crate::problem::ProblemError;
use crate::solve::state::ResumeError;

/// Why there is no layout.
#[derive(Clone, Debug, PartialEq)]
pub enum LayoutError {
    /// The cells cannot be covered as asked.
    Cover(CoverError),
    /// Two leaves of today's layout overlap.
    Current(OverlappingLeaves),
    /// The leaves of today's layout and their territories differ in number, or a territory is not below `k`.
    CurrentShape,
    /// The problem has no layout at all.
    Problem(ProblemError),
    /// The bytes are no state of this solve.
    State(ResumeError),
    /// The outlines of the layout cannot be drawn.
    Outline(OutlineError),
    /// The result was asked for before the search had ended.
    NotDone,
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cover(error) => error.fmt(f),
            Self::Current(pair) => write!(f, "today's leaf {} lies inside {}", pair.inner, pair.outer),
            Self::CurrentShape => write!(f, "today's layout needs one territory, below the number asked for, per leaf"),
            Self::Problem(error) => error.fmt(f),
            Self::State(error) => write!(f, "the state {error}"),
            Self::Outline(error) => error.fmt(f),
            Self::NotDone => write!(f, "the search has not ended: advance until its progress is 1"),
        }
    }
}

impl core::error::Error for LayoutError {}

impl From<CoverError> for LayoutError {
    fn from(error: CoverError) -> Self {
        Self::Cover(error)
    }
}

impl From<ProblemError> for LayoutError {
    fn from(error: ProblemError) -> Self {
        Self::Problem(error)
    }
}

impl From<ResumeError> for LayoutError {
    fn from(error: ResumeError) -> Self {
        match error {
            ResumeError::Problem(error) => Self::Problem(error),
            error => Self::State(error),
        }
    }
}

impl From<OutlineError> for LayoutError {
    fn from(error: OutlineError) -> Self {
        Self::Outline(error)
    }
}
