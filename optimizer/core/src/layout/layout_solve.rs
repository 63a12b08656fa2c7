use core::mem;

use h3o::{CellIndex, Resolution};

use super::LayoutError;
use super::report::{self, LayoutReport, Violation};
use super::territory_outlines::measure_territories;
use crate::check::check;
use crate::cover::{CellSums, Cover, CoverOptions, LeafIndex, build_cover};
use crate::followed::measure;
use crate::problem::{Adjacency, Bounds, NONE, Problem};
use crate::reasons::find;
use crate::solve::search::{Search, SearchOptions};

/// What is asked of a layout.
#[derive(Clone, Debug)]
pub struct LayoutOptions {
    /// How to cover the cells; its `territories` is `k`, its `weight_metric` also weighs in the moment of inertia. `keep` and `balanced` are set here.
    pub cover: CoverOptions,
    /// `[m]` tolerance of each metric as a fraction of its target; none where it is not balanced.
    pub tolerances: Vec<Option<f64>>,
    /// Seed and effort.
    pub search: SearchOptions,
    /// With today's layout: a metric and the share of its total that may change its territory.
    pub budget: Option<(usize, f64)>,
}

/// Today's layout.
#[derive(Clone, Debug, Default)]
pub struct Current {
    /// Its leaves; empty: there is none.
    pub leaves: Vec<CellIndex>,
    /// The territory of each leaf; empty: the leaves are kept, and nothing is a move.
    pub territories: Vec<u32>,
    /// A layout whose borders are followed, today's or another.
    pub follow: Option<Follow>,
}

/// A layout whose borders are followed.
#[derive(Clone, Debug, Default)]
pub struct Follow {
    /// Its leaves.
    pub leaves: Vec<CellIndex>,
    /// The territory of each leaf.
    pub territories: Vec<u32>,
    /// How much following counts, 0 to 1; at 0 not at all, as if there were none.
    pub weight: f64,
}

/// A moved unit costs as much as if it stood this many mean squared distances of its territory further from the center.
const MOVE_COST: f64 = 0.5;

/// A solve under way: cover built, search begun.
pub struct LayoutSolve {
    cover: Cover,
    search: Search,
}

impl LayoutSolve {
    /// Builds the cover and begins the search.
    ///
    /// # Errors
    /// Bad cells or options; fewer units than territories.
    pub fn new(cells: CellSums, options: LayoutOptions, current: &Current) -> Result<Self, LayoutError> {
        let search_options = options.search;
        let (cover, problem) = prepare(cells, options, current)?;
        Ok(Self { cover, search: Search::new(problem, search_options)? })
    }

    /// The search as bytes, from which [`LayoutSolve::resume`] goes on to the same layout; see [`Search::save`].
    #[must_use]
    pub fn save(&mut self) -> Vec<u8> {
        self.search.save()
    }

    /// Builds the cover again, and goes on with a search that [`LayoutSolve::save`] wrote.
    ///
    /// # Errors
    /// As [`LayoutSolve::new`]; [`LayoutError::State`] where the bytes are damaged, of other cells or options, or of another version of the engine.
    pub fn resume(
        cells: CellSums,
        options: LayoutOptions,
        current: &Current,
        bytes: &[u8],
    ) -> Result<Self, LayoutError> {
        let search_options = options.search;
        let (cover, problem) = prepare(cells, options, current)?;
        Ok(Self { cover, search: Search::resume(problem, search_options, bytes)? })
    }

    /// The cover; places, sums and adjacency of its units are the problem's.
    #[must_use]
    pub fn cover(&self) -> &Cover {
        &self.cover
    }

    /// The problem over the cover's units.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        self.search.problem()
    }

    /// Takes steps; answers the part of the work that is done, 1 when all of it is.
    pub fn advance(&mut self, steps: u64) -> f64 {
        self.search.advance(steps);
        self.search.progress()
    }

    /// The territory of every leaf, empty ones with the unit they belong to.
    #[must_use]
    pub fn territories(&self) -> Vec<u32> {
        let of_unit = self.search.territory();
        self.cover.unit_of_leaf.iter().map(|&unit| of_unit[unit as usize]).collect()
    }

    /// `[leaves][m]` sums of every leaf, zeros where it is empty.
    #[must_use]
    pub fn leaf_sums(&self) -> Vec<f64> {
        let m = self.problem().metrics;
        let mut sums = vec![0.0; self.cover.leaves.len() * m];
        for (unit, &leaf) in self.cover.units.leaf.iter().enumerate() {
            let row = &self.problem().weights[unit * m..(unit + 1) * m];
            sums[leaf as usize * m..(leaf as usize + 1) * m].copy_from_slice(row);
        }
        sums
    }

    /// Judges the layout and measures it.
    ///
    /// # Errors
    /// [`LayoutError::NotDone`] before the search has ended.
    pub fn report(&self) -> Result<LayoutReport, LayoutError> {
        if !self.search.is_done() {
            return Err(LayoutError::NotDone);
        }
        let problem = self.problem();
        let verdict = check(problem, self.search.territory()).map_err(|_| LayoutError::NotDone)?;
        let mut territories = report::territories(problem, &verdict);
        let resolutions = (self.cover.base, self.cover.finest);
        let measures = measure_territories(&self.cover.leaves, &self.territories(), problem.territories, resolutions)?;
        report::add_outlines(&mut territories, measures);
        let cell_of = |unit: u32| self.cover.leaves[self.cover.units.leaf[unit as usize] as usize];
        let totals = problem.totals();
        Ok(LayoutReport {
            feasible: verdict.is_feasible(problem),
            steps: self.search.steps(),
            violations: find(problem, &verdict, self.search.territory(), self.search.proof())
                .into_iter()
                .map(|reason| Violation::new(reason, cell_of))
                .collect(),
            moved: verdict.moved.iter().zip(&totals).map(|(m, t)| if *t > 0.0 { m / t } else { 0.0 }).collect(),
            territories,
            follow: measure(problem, self.search.territory()),
        })
    }
}

fn prepare(cells: CellSums, mut options: LayoutOptions, current: &Current) -> Result<(Cover, Problem), LayoutError> {
    let k = options.cover.territories;
    let has_none = current.territories.is_empty();
    if (!has_none && current.leaves.len() != current.territories.len())
        || current.territories.iter().any(|&t| t as usize >= k)
    {
        return Err(LayoutError::CurrentShape);
    }
    options.cover.balanced = options.tolerances.iter().map(Option::is_some).collect();
    options.cover.keep.clone_from(&current.leaves);
    let follow = current.follow.as_ref().filter(|follow| follow.weight > 0.0);
    if let Some(follow) = follow {
        if follow.leaves.len() != follow.territories.len() || !follow.weight.is_finite() {
            return Err(LayoutError::CurrentShape);
        }
        // A unit that lies across a border could not follow it; at one fixed resolution it must. What is finer than the accounts are binned lies in one unit anyway.
        if current.leaves.is_empty()
            && options.cover.split
            && let Some(finest) = cells.cells.first().map(|cell| cell.resolution())
        {
            options.cover.keep = follow.leaves.iter().copied().filter(|leaf| leaf.resolution() <= finest).collect();
        }
    }
    let mut cover = build_cover(&cells, &options.cover)?;
    let metrics = cells.metrics;
    // The search needs the room.
    drop(cells);
    let mut problem = problem_of(metrics, &mut cover, &options, current)?;
    if let Some(follow) = follow {
        let index = LeafIndex::new(&follow.leaves).map_err(LayoutError::Current)?;
        let place = |leaf: &u32| index.find(center_child(cover.leaves[*leaf as usize]));
        let owner = |leaf| place(leaf).map_or(NONE, |at| follow.territories[at as usize]);
        problem.follow = cover.units.leaf.iter().map(owner).collect();
        problem.follow_weight = follow.weight;
    }
    Ok((cover, problem))
}

/// The cell at the center of another: where leaves of two covers differ, it decides whose a unit is.
fn center_child(cell: CellIndex) -> CellIndex {
    cell.center_child(Resolution::Fifteen).unwrap_or(cell)
}

/// The problem over the units of a cover, which gives it all but their leaves: for both to hold them there is no room.
fn problem_of(m: usize, cover: &mut Cover, options: &LayoutOptions, current: &Current) -> Result<Problem, LayoutError> {
    let units = &mut cover.units;
    let k = options.cover.territories;
    let weight = options.cover.weight_metric;
    let mut problem = Problem {
        territories: k,
        metrics: m,
        position: mem::take(&mut units.position),
        inertia_weight: units.sums.iter().skip(weight).step_by(m).copied().collect(),
        weights: mem::take(&mut units.sums),
        adjacency: Adjacency {
            start: mem::take(&mut units.adjacency_start),
            neighbors: mem::take(&mut units.adjacency),
        },
        move_cost: MOVE_COST,
        ..Problem::default()
    };
    let totals = problem.totals();
    problem.bounds = Bounds::equal_shares(&totals, k, &options.tolerances);
    if !current.territories.is_empty() {
        let index = LeafIndex::new(&current.leaves).map_err(LayoutError::Current)?;
        let today = |leaf: &u32| index.find(cover.leaves[*leaf as usize]);
        problem.current =
            units.leaf.iter().map(|leaf| today(leaf).map_or(NONE, |at| current.territories[at as usize])).collect();
        if let Some((metric, share)) = options.budget {
            problem.budget = vec![f64::INFINITY; m];
            if let (Some(limit), Some(total)) = (problem.budget.get_mut(metric), totals.get(metric)) {
                *limit = share * total;
            }
        }
    }
    Ok(problem)
}
