use hexalign_core::check::check;
use hexalign_core::curve::Curve;
use hexalign_core::solve::search::Effort;

use crate::answer::Answer;
use crate::problem_document::ProblemDocument;
use crate::read::{AskedBudget, Overrides, ProblemFile, read_problem};

/// A problem file being solved.
pub struct ProblemSolve {
    curve: Curve,
    effort: Effort,
    /// The points of the curve that were asked for; the answer is the one after them.
    asked: Vec<AskedBudget>,
}

impl ProblemSolve {
    /// Reads a problem file and begins the search.
    ///
    /// # Errors
    /// A problem document with everything that is wrong with the file.
    pub fn new(text: String, overrides: Overrides) -> Result<Self, ProblemDocument> {
        let file = read_problem(text, overrides)?;
        let (budgets, effort) = (budgets_of(&file), file.options.effort);
        let asked = file.budgets.into_iter().map(|point| point.asked).collect();
        let curve =
            Curve::new(file.problem, file.options, budgets).map_err(|error| ProblemDocument::refused(&error))?;
        Ok(Self { curve, effort, asked })
    }

    /// The search as bytes, from which [`ProblemSolve::resume`] goes on to the same answer; see [`Curve::save`].
    #[must_use]
    pub fn save(&mut self) -> Vec<u8> {
        self.curve.save()
    }

    /// Reads a problem file again, and goes on with a search of it that [`ProblemSolve::save`] wrote.
    ///
    /// # Errors
    /// A problem document with everything that is wrong with the file, or with what is wrong with the state.
    pub fn resume(text: String, overrides: Overrides, state: &[u8]) -> Result<Self, ProblemDocument> {
        let file = read_problem(text, overrides)?;
        let (budgets, effort) = (budgets_of(&file), file.options.effort);
        let asked = file.budgets.into_iter().map(|point| point.asked).collect();
        let curve = Curve::resume(file.problem, file.options, budgets, state)
            .map_err(|error| ProblemDocument::bad_state(&error))?;
        Ok(Self { curve, effort, asked })
    }

    /// Takes at least so many steps; answers the part of the work that is done, 1 when all of it is.
    ///
    /// # Errors
    /// None for a file that [`ProblemSolve::new`] took.
    pub fn advance(&mut self, steps: u64) -> Result<f64, ProblemDocument> {
        self.curve.advance(steps).map_err(|error| ProblemDocument::refused(&error))?;
        Ok(self.curve.progress())
    }

    /// The answer document as one line of JSON; none before all is done.
    #[must_use]
    pub fn answer(&self) -> Option<String> {
        let solved = self.curve.point(self.asked.len())?;
        let problem = self.curve.problem();
        let verdict = check(problem, &solved.territory).ok()?;
        let mut answer = Answer::new(problem, &solved, &verdict, self.curve.steps(), self.effort);
        if !self.asked.is_empty() {
            let points = self.asked.iter().cloned().enumerate();
            let points = points.filter_map(|(at, asked)| Some((asked, self.curve.point(at)?))).collect();
            answer = answer.with_curve(problem, points);
        }
        serde_json::to_string(&answer).ok()
    }
}

/// Those of the curve, and the problem's own after them.
fn budgets_of(file: &ProblemFile) -> Vec<Vec<f64>> {
    file.budgets.iter().map(|point| &point.budget).chain([&file.problem.budget]).cloned().collect()
}
