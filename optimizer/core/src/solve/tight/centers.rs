//! Which units to have as centers: sets of centers near good ones, the most promising by their transport bound first.

use core::cmp::Ordering;
use std::collections::BTreeSet;

use crate::problem::{Problem, squared};
use crate::solve::state::ResumeError;
use crate::solve::state::bits::{BitReader, BitWriter, width_of};
use crate::solve::state::reader::Reader;
use crate::solve::state::writer::Writer;

/// Units tried in place of a center, the nearest first.
const NEAR: usize = 10;
/// More sets than any search sees.
const MOST_SETS: usize = 1 << 24;

/// A set of centers, its transport bound, and the prices that gave it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// `[k]`.
    pub centers: Vec<u32>,
    /// No layout about these centers costs less.
    pub bound: f64,
    /// `[k][m]`.
    pub price: Vec<f64>,
}

impl Candidate {
    /// Most promising first, whatever order they came in.
    fn order(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then_with(|| self.centers.cmp(&other.centers))
    }
}

/// Candidates to look at, and those that were.
#[derive(Clone, Debug, Default)]
pub struct CenterQueue {
    open: Vec<Candidate>,
    seen: BTreeSet<Vec<u32>>,
}

impl CenterQueue {
    /// Whether a set is new; it is not from then on.
    pub fn is_new(&mut self, centers: &[u32]) -> bool {
        self.seen.insert(centers.to_vec())
    }

    /// Adds a set.
    pub fn push(&mut self, candidate: Candidate) {
        self.open.push(candidate);
    }

    /// The set of the least bound, where that is below `limit`; nothing is left to look at otherwise.
    pub fn pop(&mut self, limit: f64) -> Option<Candidate> {
        self.open.retain(|candidate| candidate.bound < limit);
        let least = (0..self.open.len()).min_by(|&a, &b| self.open[a].order(&self.open[b]))?;
        Some(self.open.swap_remove(least))
    }

    /// Writes the queue, of which no more than `left` sets will be looked at.
    pub(crate) fn save(&self, writer: &mut Writer, left: usize) {
        let mut open: Vec<&Candidate> = self.open.iter().collect();
        open.sort_by(|a, b| a.order(b));
        open.truncate(left);
        writer.count(open.len());
        for candidate in &open {
            writer.floats(&[candidate.bound]);
            writer.floats(&candidate.price);
        }
        write_sets(writer, open.iter().map(|candidate| &candidate.centers));
        writer.count(self.seen.len());
        write_sets(writer, self.seen.iter());
    }

    /// The queue as it was; `units`: whether centers are units.
    pub(crate) fn resume(reader: &mut Reader, problem: &Problem, units: bool) -> Result<Self, ResumeError> {
        let k = problem.territories;
        // Otherwise three coordinates of two words each.
        let (words, most) = if units { (k, problem.units() as u32 - 1) } else { (6 * k, u32::MAX) };
        let count = reader.count_up_to(MOST_SETS)?;
        let mut open = Vec::new();
        for _ in 0..count {
            let (bound, price) = (reader.floats(1)?[0], reader.floats(k * problem.metrics)?);
            open.push(Candidate { centers: Vec::new(), bound, price });
        }
        for (candidate, centers) in open.iter_mut().zip(read_sets(reader, count, words, most)?) {
            candidate.centers = centers;
        }
        let count = reader.count_up_to(MOST_SETS)?;
        Ok(Self { open, seen: read_sets(reader, count, words, most)?.into_iter().collect() })
    }

    /// Sets that differ from one in a single center, by a unit near to it.
    pub fn neighbors(&mut self, problem: &Problem, centers: &[u32]) -> Vec<Vec<u32>> {
        let mut found = Vec::new();
        for (t, &center) in centers.iter().enumerate() {
            for unit in nearest(problem, center) {
                let mut other = centers.to_vec();
                other[t] = unit;
                if !centers.contains(&unit) && self.is_new(&other) {
                    found.push(other);
                }
            }
        }
        found
    }
}

fn nearest(problem: &Problem, center: u32) -> Vec<u32> {
    let place = problem.position[center as usize];
    let mut near: Vec<(f64, u32)> = (0..problem.units() as u32)
        .filter(|&unit| unit != center)
        .map(|unit| (squared(place, problem.position[unit as usize]), unit))
        .collect();
    let count = NEAR.min(near.len());
    if count < near.len() {
        near.select_nth_unstable_by(count, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.truncate(count);
    }
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    near.into_iter().map(|(_, unit)| unit).collect()
}

/// Sets of one length, in as few bits as the largest number takes.
fn write_sets<'s>(writer: &mut Writer, sets: impl Iterator<Item = &'s Vec<u32>> + Clone) {
    let width = width_of(sets.clone().flatten().copied().max().unwrap_or(0));
    writer.byte(width as u8);
    let mut bits = BitWriter::new(writer);
    sets.flatten().for_each(|&value| bits.put(value, width));
    bits.finish();
}

fn read_sets(reader: &mut Reader, count: usize, words: usize, most: u32) -> Result<Vec<Vec<u32>>, ResumeError> {
    let width = u32::from(reader.byte()?);
    if !(1..=u32::BITS).contains(&width) {
        return Err(ResumeError::Damaged);
    }
    let mut bits = BitReader::new(reader);
    let mut value =
        || bits.take(width).and_then(|value| if value <= most { Ok(value) } else { Err(ResumeError::Damaged) });
    (0..count).map(|_| (0..words).map(|_| value()).collect()).collect()
}
