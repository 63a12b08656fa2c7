//! A curve to bytes and back.

use core::mem;

use super::{Curve, Stage, judge};
use crate::problem::{Adjacency, Problem};
use crate::solve::search::{Search, SearchOptions, read_proof, write_proof};
use crate::solve::state::ResumeError;
use crate::solve::state::digest::Digest;
use crate::solve::state::packed::{read_layout, write_layout};
use crate::solve::state::seal::{self, Kind};

/// More than any search takes: sums of counters stay in range.
const MOST_STEPS: u64 = 1 << 60;

impl Curve {
    /// All searches as bytes, from which [`Curve::resume`] goes on to the same points; as [`Search::save`], and a layout for each search that has ended.
    #[must_use]
    pub fn save(&mut self) -> Vec<u8> {
        if let Stage::Search(search) = &mut self.stage {
            search.rest();
        }
        let (problem, adjacency, budget) = match &self.stage {
            Stage::Search(search) => (search.problem(), search.touching(), &self.budget),
            Stage::Done(problem) => (&**problem, &problem.adjacency, &problem.budget),
        };
        let mut writer = seal::begin(Kind::Curve, self.digest(problem, adjacency, budget));
        writer.count(self.answered);
        writer.number(self.steps);
        // Today's layout is not among those that were searched for.
        let searched = self.found.iter().filter_map(|found| Some((found.budget?, found)));
        writer.count(searched.clone().count());
        for (budget, found) in searched {
            writer.count(budget);
            write_proof(&mut writer, found.proof);
            write_layout(&mut writer, adjacency, &found.territory, problem.territories);
        }
        if let Stage::Search(search) = &self.stage {
            search.write(&mut writer);
        }
        seal::close(writer)
    }

    /// Goes on with what [`Curve::save`] wrote, of the same problem, options and budgets.
    ///
    /// # Errors
    /// What [`Curve::new`] finds; bytes that are damaged, of another problem, other options or budgets, or of another version of the engine.
    pub fn resume(
        mut problem: Problem,
        options: SearchOptions,
        budgets: Vec<Vec<f64>>,
        bytes: &[u8],
    ) -> Result<Self, ResumeError> {
        let mut curve = Self::plan(&mut problem, options, budgets)?;
        let digest = curve.digest(&problem, &problem.adjacency, &curve.budget);
        let mut reader = seal::open(bytes, Kind::Curve, digest)?;
        let points = curve.order.len();
        curve.answered = reader.count_up_to(points)?;
        curve.steps = reader.number_up_to(MOST_STEPS)?;
        for _ in 0..reader.count_up_to(points)? {
            let budget = reader.count_up_to(points - 1)?;
            let proof = read_proof(&mut reader)?;
            let territory = read_layout(&mut reader, &problem.adjacency, problem.territories)?;
            problem.budget.clone_from(&curve.budgets[budget]);
            curve.found.extend(judge(&problem, &territory, Some(budget), proof));
        }
        curve.stage = match curve.order.get(curve.answered) {
            Some(&next) => {
                problem.budget.clone_from(&curve.budgets[next]);
                Stage::Search(Box::new(Search::read(problem, options, &mut reader)?))
            }
            None => Stage::Done(Box::new(Problem { budget: mem::take(&mut curve.budget), ..problem })),
        };
        reader.end()?;
        Ok(curve)
    }

    fn digest(&self, problem: &Problem, adjacency: &Adjacency, budget: &[f64]) -> u64 {
        let mut digest = Digest::default();
        digest.problem(problem, adjacency, budget);
        digest.options(self.options);
        digest.word(self.budgets.len() as u64);
        self.budgets.iter().for_each(|budget| digest.floats(budget));
        digest.value()
    }
}
