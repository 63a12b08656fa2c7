//! Problem files: a JSON document in, a JSON document out. The keys are in this crate's README.
//!
//! | step | module |
//! |---|---|
//! | JSON, kept small: rows of numbers are flat | `flat`, `json`, `source` |
//! | every key checked, all that is wrong told at once | [`read_problem`], [`Violation`], [`ProblemDocument`] |
//! | the searches | [`ProblemSolve`] |
//! | the answer: measures, bound, what is not met, why units moved | `answer`, `bound`, `unmet`, `moves` |

mod answer;
mod bound;
mod flat;
mod json;
mod moves;
mod problem_document;
mod read;
mod solve;
mod source;
mod unmet;
mod violation;

pub use problem_document::ProblemDocument;
pub use read::{AskedBudget, BudgetPoint, Overrides, ProblemFile, parse_effort, read_problem};
pub use solve::ProblemSolve;
pub use violation::Violation;

/// Name and version of the engine: part of every answer and of every layout's id.
pub const ENGINE: &str = concat!("hexalign-optimizer ", env!("CARGO_PKG_VERSION"));
