use hexalign_core::problem::ProblemError;
use hexalign_core::solve::state::ResumeError;
use serde::Serialize;

use crate::json::View;
use crate::violation::{At, Violation, Violations};

/// Why a file is refused: an RFC 9457 problem document, of the kinds that the API has pages for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProblemDocument {
    /// Address of the page that explains this kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The kind in words.
    pub title: &'static str,
    /// What the API would answer.
    pub status: u16,
    /// This case in a sentence.
    pub detail: String,
    /// Everything that is wrong, or the first 100 of it.
    pub violations: Vec<Violation>,
    /// Violations in all.
    pub violation_count: usize,
}

impl ProblemDocument {
    /// The text is not one JSON object.
    pub(crate) fn malformed(error: &serde_json::Error) -> Self {
        let violation = Violation {
            field: String::new(),
            value: String::new(),
            detail: format!("cannot be read: {error}"),
            remedy: "send one JSON object; see the README for its keys".to_owned(),
        };
        Self {
            kind: "/problems/malformed-body",
            title: "Body cannot be read",
            status: 400,
            detail: format!("the problem cannot be read: {error}"),
            violations: vec![violation],
            violation_count: 1,
        }
    }

    /// Keys are missing or hold what they must not.
    pub(crate) fn invalid(violations: Violations) -> Self {
        Self::of("/problems/invalid-parameter", "Parameter not valid", 400, violations)
    }

    /// All keys are well-formed, but no layout can be what they ask for.
    pub(crate) fn impossible(violations: Violations) -> Self {
        Self::of("/problems/invalid-problem", "No layout can exist", 422, violations)
    }

    /// The core refuses what reading let pass.
    pub(crate) fn refused(error: &ProblemError) -> Self {
        let mut violations = Violations::default();
        violations.add(At::key(""), View::Text(""), || (error.to_string(), "see the README for the keys".to_owned()));
        Self::invalid(violations)
    }

    /// The state to go on from is none of this file.
    pub(crate) fn bad_state(error: &ResumeError) -> Self {
        let remedy = match error {
            ResumeError::Problem(error) => return Self::refused(error),
            ResumeError::NotState => "name what a solve has written",
            ResumeError::Damaged => "write it anew",
            ResumeError::Engine { .. } => "go on with that version",
            ResumeError::OtherProblem => "name the file, seed and effort that it was written of",
        };
        let violation = Violation {
            field: "state".to_owned(),
            value: String::new(),
            detail: error.to_string(),
            remedy: format!("{remedy}; or begin from the start: delete the state, or name another"),
        };
        let violations = Violations { listed: vec![violation], count: 1 };
        Self::of("/problems/invalid-parameter", "Parameter not valid", 400, violations)
    }

    fn of(kind: &'static str, title: &'static str, status: u16, violations: Violations) -> Self {
        let more = if violations.count > 1 { format!(" (and {} more)", violations.count - 1) } else { String::new() };
        let detail = violations.listed.first().map_or_else(String::new, |v| format!("{}: {}{more}", v.field, v.detail));
        Self { kind, title, status, detail, violations: violations.listed, violation_count: violations.count }
    }

    /// The document as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| format!("{{\"type\":\"{}\"}}", self.kind))
    }
}
