//! A search to bytes and back.

use super::{Proof, Search, Stage};
use crate::problem::{Adjacency, Problem};
use crate::solve::constraint::rulebook::Rulebook;
use crate::solve::effort::SearchOptions;
use crate::solve::large_search::LargeSearch;
use crate::solve::state::ResumeError;
use crate::solve::state::digest::Digest;
use crate::solve::state::packed::{read_layout, write_layout};
use crate::solve::state::reader::Reader;
use crate::solve::state::seal::{self, Kind};
use crate::solve::state::writer::Writer;
use crate::solve::tight::tight_search::TightSearch;

/// More than any search takes: sums of counters stay in range.
const MOST_STEPS: u64 = 1 << 60;

const EXACT: u8 = 0;
const TIGHT: u8 = 1;
const PROVE: u8 = 2;
const LARGE: u8 = 3;
const DONE: u8 = 4;

impl Search {
    /// The search as bytes, from which [`Search::resume`] goes on to the same layout, steps and proof.
    ///
    /// A large problem goes on to its next point of rest first, some six steps per unit away at most. The bytes are the same native and wasm.
    ///
    /// # Cost
    /// A bit or two per unit and layout, and for a large problem 16 bytes per territory and 8 per territory and metric: some 100 KiB for 200,000 units,
    /// 1,000 territories and two metrics.
    #[must_use]
    pub fn save(&mut self) -> Vec<u8> {
        self.rest();
        let mut writer = seal::begin(Kind::Search, digest_of(&self.problem, self.touching(), self.options));
        self.write(&mut writer);
        seal::close(writer)
    }

    /// Goes on with a search that [`Search::save`] wrote, of the same problem and options.
    ///
    /// # Errors
    /// What [`Problem::validate`] finds; bytes that are damaged, of another problem or other options, or of another version of the engine.
    pub fn resume(problem: Problem, options: SearchOptions, bytes: &[u8]) -> Result<Self, ResumeError> {
        problem.validate()?;
        let mut reader = seal::open(bytes, Kind::Search, digest_of(&problem, &problem.adjacency, options))?;
        let search = Self::read(problem, options, &mut reader)?;
        reader.end()?;
        Ok(search)
    }

    /// Goes on to the next point of rest, at which the search can be written.
    pub(crate) fn rest(&mut self) {
        while matches!(&self.stage, Stage::Large(search) if !search.is_at_rest(&self.problem)) {
            self.take_task();
        }
    }

    /// Who touches, whatever the neighbours are that the search is at.
    pub(crate) fn touching(&self) -> &Adjacency {
        self.touching.as_ref().unwrap_or(&self.problem.adjacency)
    }

    /// Writes the search, which [rests](Self::rest).
    pub(crate) fn write(&self, writer: &mut Writer) {
        let problem = &self.problem;
        writer.number(self.taken);
        write_proof(writer, self.proof);
        writer.byte(match &self.stage {
            Stage::Exact => EXACT,
            Stage::Tight(_) => TIGHT,
            Stage::Prove => PROVE,
            Stage::Large(_) => LARGE,
            Stage::Done => DONE,
        });
        match &self.stage {
            Stage::Tight(search) => search.save(problem, writer),
            Stage::Large(search) => search.save(problem, writer),
            Stage::Exact | Stage::Prove | Stage::Done => {
                write_layout(writer, &problem.adjacency, &self.best, problem.territories);
            }
        }
    }

    /// Reads what [`Search::write`] wrote of a valid problem.
    pub(crate) fn read(problem: Problem, options: SearchOptions, reader: &mut Reader) -> Result<Self, ResumeError> {
        let taken = reader.number_up_to(MOST_STEPS)?;
        let proof = read_proof(reader)?;
        let book = Rulebook::new(&problem);
        let stage = Stage::Done;
        let mut search = Self { problem, touching: None, book, options, stage, taken, proof, best: Vec::new() };
        let tag = reader.byte()?;
        if tag == TIGHT || tag == LARGE {
            search.enter_near();
        }
        let (problem, book) = (&search.problem, &search.book);
        let tight = super::is_tight(problem);
        search.stage = match tag {
            TIGHT if tight => {
                let resumed = TightSearch::resume(problem, book, options.seed, search.tight_budget(), reader)?;
                Stage::Tight(Box::new(resumed))
            }
            LARGE if !tight => Stage::Large(Box::new(LargeSearch::resume(problem, book, options, reader)?)),
            EXACT if super::is_exact(problem) => Stage::Exact,
            PROVE if tight => Stage::Prove,
            DONE => Stage::Done,
            _ => return Err(ResumeError::Damaged),
        };
        if let Stage::Exact | Stage::Prove | Stage::Done = search.stage {
            search.best = read_layout(reader, &search.problem.adjacency, search.problem.territories)?;
        }
        Ok(search)
    }
}

pub(crate) fn write_proof(writer: &mut Writer, proof: Option<Proof>) {
    writer.byte(match proof {
        None => 0,
        Some(Proof::Optimal) => 1,
        Some(Proof::Infeasible) => 2,
    });
}

pub(crate) fn read_proof(reader: &mut Reader) -> Result<Option<Proof>, ResumeError> {
    match reader.byte()? {
        0 => Ok(None),
        1 => Ok(Some(Proof::Optimal)),
        2 => Ok(Some(Proof::Infeasible)),
        _ => Err(ResumeError::Damaged),
    }
}

fn digest_of(problem: &Problem, adjacency: &Adjacency, options: SearchOptions) -> u64 {
    let mut digest = Digest::default();
    digest.problem(problem, adjacency, &problem.budget);
    digest.options(options);
    digest.value()
}
