use hexalign_file::{Overrides, ProblemDocument, ProblemSolve as FileSolve, parse_effort};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::error;

/// Steps of one slice: some tens of milliseconds.
const SLICE_STEPS: u64 = 100_000;

/// A problem file being solved. Advance until progress is 1, then read the answer.
#[wasm_bindgen]
pub struct ProblemSolve {
    solve: FileSolve,
}

#[wasm_bindgen]
impl ProblemSolve {
    /// Reads the file's text and begins the search. `seed` and `effort`, where they are given, stand for the file's.
    ///
    /// # Errors
    /// An error whose message is an RFC 9457 problem document, as JSON, with everything that is wrong with the file.
    #[wasm_bindgen(constructor)]
    pub fn new(text: String, seed: Option<u32>, effort: Option<String>) -> Result<ProblemSolve, JsError> {
        let solve = FileSolve::new(text, overrides(seed, effort)?).map_err(|document| refused(&document))?;
        Ok(Self { solve })
    }

    /// Reads the file's text again, and goes on with what `save` wrote of the same file, seed and effort, to the same answer.
    ///
    /// # Errors
    /// As the constructor; `violations` of the one field `state` where the bytes are of something else.
    pub fn resume(
        text: String,
        state: &[u8],
        seed: Option<u32>,
        effort: Option<String>,
    ) -> Result<ProblemSolve, JsError> {
        let solve = FileSolve::resume(text, overrides(seed, effort)?, state).map_err(|document| refused(&document))?;
        Ok(Self { solve })
    }

    /// The search as bytes, less than a MiB up to 200,000 units and 1,000 territories. Goes on a little first, as far as where it can be left.
    pub fn save(&mut self) -> Vec<u8> {
        self.solve.save()
    }

    /// Takes one slice of steps; answers the part of the work that is done, 1 when all of it is.
    ///
    /// # Errors
    /// None for a file that the constructor took.
    pub fn advance(&mut self) -> Result<f64, JsError> {
        self.solve.advance(SLICE_STEPS).map_err(|document| refused(&document))
    }

    /// The answer document as one line of JSON.
    ///
    /// # Errors
    /// Before progress is 1.
    pub fn answer(&self) -> Result<String, JsError> {
        self.solve.answer().ok_or_else(|| error("bad-input", "advance until progress is 1 first".to_owned()))
    }
}

fn overrides(seed: Option<u32>, effort: Option<String>) -> Result<Overrides, JsError> {
    let effort = effort.map(|name| parse_effort(&name).ok_or_else(|| unknown_effort(&name))).transpose()?;
    Ok(Overrides { seed, effort })
}

fn refused(document: &ProblemDocument) -> JsError {
    JsError::new(&document.to_json())
}

fn unknown_effort(name: &str) -> JsError {
    error("bad-option", format!("effort {name}: fast, normal or best"))
}
