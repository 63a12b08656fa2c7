use h3o::{CellIndex, Resolution};

use super::{
    BaseChoice, CellSums, CoverError, CoverOptions, Island, LeafIndex, Units,
    adjacency::{Adjacency, leaf_adjacency},
    base_choice::choose_base,
    center::center_km,
    fill::{DEFAULT_RINGS, fill_gaps, rings_to_close},
    flood::{UNREACHED, flood},
    heavy::Heavy,
    islands::{Joints, join_islands},
    split::{Leaf, Splitter},
    units::{sum_units, unit_pairs},
};

/// The leaves that tile a market, and the units among them.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The resolution of leaves that were not split.
    pub base: Resolution,
    /// The resolution of the cells that were covered: no leaf is finer.
    pub finest: Resolution,
    /// How `base` came about.
    pub choice: BaseChoice,
    /// Every leaf, occupied and empty, in h3o's order: by base cell and digits, whatever the resolution.
    pub leaves: Vec<CellIndex>,
    /// The unit each leaf belongs with: its own where it holds accounts, else the one whose flood reached it first.
    pub unit_of_leaf: Vec<u32>,
    /// The leaves that hold accounts.
    pub units: Units,
    /// The pieces that touch no other and how they were joined, largest first.
    pub islands: Vec<Island>,
}

/// Covers cells with leaves: a base resolution, heavy cells split, gaps filled, adjacency found and islands joined.
///
/// # Errors
/// Cells or options out of their range; more leaves than allowed.
///
/// # Cost
/// About `cells * resolutions + leaves * log(leaves)`.
pub fn build_cover(cells: &CellSums, options: &CoverOptions) -> Result<Cover, CoverError> {
    let finest = cells.finest()?;
    options.check(cells.metrics, finest)?;
    let heavy = Heavy::new(cells, options);
    let mut keep = options.keep.clone();
    keep.sort_unstable();
    keep.dedup();
    let coarsest_kept = keep.iter().map(|leaf| leaf.resolution()).min();
    let (mut base, mut choice) = match (options.base, coarsest_kept) {
        (Some(base), _) => (base, BaseChoice::Given),
        (None, Some(base)) => (base, BaseChoice::Kept),
        (None, None) => choose_base(cells, options, &heavy, finest),
    };

    let wanted = base;
    let mut leaves = loop {
        let laid = lay_leaves(cells, options, &heavy, &keep, (base, finest));
        let coarser = base.pred().filter(|_| !matches!(choice, BaseChoice::Given | BaseChoice::Kept));
        match (laid, coarser) {
            (Err(CoverError::TooManyLeaves { .. }), Some(coarser)) => {
                (base, choice) = (coarser, BaseChoice::FitsLimit { wanted });
            }
            (laid, _) => break laid?,
        }
    };
    let mut adjacency = adjacency_of(&leaves);
    let mut unit_of_leaf = flood_from_occupied(&leaves, &adjacency);
    if unit_of_leaf.contains(&UNREACHED) {
        let mut reached = unit_of_leaf.iter().map(|unit| *unit != UNREACHED);
        leaves.retain(|_| reached.next().unwrap_or(false));
        unit_of_leaf.retain(|unit| *unit != UNREACHED);
        adjacency = adjacency_of(&leaves);
    }

    let mut units = sum_units(cells, &leaves, options.weight_metric);
    let mut pairs = unit_pairs(&unit_of_leaf, &adjacency);
    drop(adjacency);
    let mut joined = Adjacency::from_pairs(units.leaf.len(), &pairs);
    let given = linked_units(&leaves, &unit_of_leaf, options.only_kept.as_deref().unwrap_or_default());
    let shortest = options.only_kept.is_none();
    let islands = join_islands(&units.position, &joined, &Joints { given: &given, shortest, occupied: &[] });
    if !islands.is_empty() {
        pairs.extend(islands.iter().map(|island| (island.unit, island.joined_to)));
        joined = Adjacency::from_pairs(units.leaf.len(), &pairs);
    }
    units.adjacency_start = joined.start;
    units.adjacency = joined.items;
    let leaves = leaves.into_iter().map(|leaf| leaf.cell).collect();
    Ok(Cover { base, finest, choice, leaves, unit_of_leaf, units, islands })
}

/// Splits the occupied base cells and fills the gaps between them.
fn lay_leaves(
    cells: &CellSums,
    options: &CoverOptions,
    heavy: &Heavy,
    keep: &[CellIndex],
    (base, finest): (Resolution, Resolution),
) -> Result<Vec<Leaf>, CoverError> {
    let too_many = CoverError::TooManyLeaves { base, max: options.max_leaves };
    if options.only_kept.is_some() {
        return lay_kept(cells, heavy, keep, (base, finest), options.max_leaves);
    }
    let (coarse, fine): (Vec<CellIndex>, Vec<CellIndex>) = keep.iter().partition(|leaf| leaf.resolution() < base);
    let kept_roots = coarse.iter().map(|leaf| leaf.children_count(base)).fold(0, u64::saturating_add);
    if kept_roots > options.max_leaves as u64 {
        return Err(too_many);
    }
    let occupied = cells.cells.iter().chain(&fine).filter_map(|cell| cell.parent(base));
    let mut roots: Vec<CellIndex> = occupied.chain(coarse.iter().flat_map(|leaf| leaf.children(base))).collect();
    roots.sort_unstable();
    roots.dedup();
    let mut leaves = Splitter::split(cells, heavy, &fine, &roots, (base, finest), options.max_leaves)?;

    let rings = options.fill_distance_km.map_or(DEFAULT_RINGS, |km| rings_to_close(km, base));
    let added = fill_gaps(&roots, rings, options.max_leaves)?;
    leaves.extend(added.into_iter().map(|cell| Leaf { cell, cells: 0..0 }));
    if leaves.len() > options.max_leaves {
        return Err(too_many);
    }
    leaves.sort_unstable_by_key(|leaf| leaf.cell);
    Ok(leaves)
}

/// The kept leaves, heavy ones split.
fn lay_kept(
    cells: &CellSums,
    heavy: &Heavy,
    keep: &[CellIndex],
    resolutions: (Resolution, Resolution),
    max_leaves: usize,
) -> Result<Vec<Leaf>, CoverError> {
    let index = LeafIndex::new(keep).map_err(CoverError::KeptOverlap)?;
    if let Some(index) = cells.cells.iter().position(|cell| index.find(*cell).is_none()) {
        return Err(CoverError::OutsideKept { index });
    }
    Splitter::split(cells, heavy, &[], keep, resolutions, max_leaves)
}

/// The units of the leaves that links between kept leaves end at: where a kept leaf was split, that of the leaf in its middle.
fn linked_units(leaves: &[Leaf], unit_of_leaf: &[u32], links: &[(CellIndex, CellIndex)]) -> Vec<(u32, u32)> {
    if links.is_empty() {
        return Vec::new();
    }
    let cells: Vec<CellIndex> = leaves.iter().map(|leaf| leaf.cell).collect();
    let index = LeafIndex::of_tiling(&cells);
    let unit_of = |cell: CellIndex| index.in_the_middle(cell).map(|leaf| unit_of_leaf[leaf as usize]);
    links.iter().filter_map(|&(a, b)| unit_of(a).zip(unit_of(b))).collect()
}

fn adjacency_of(leaves: &[Leaf]) -> Adjacency {
    let cells: Vec<CellIndex> = leaves.iter().map(|leaf| leaf.cell).collect();
    leaf_adjacency(&cells, &LeafIndex::of_tiling(&cells))
}

/// The unit of each leaf; units are numbered as their leaves are.
fn flood_from_occupied(leaves: &[Leaf], adjacency: &Adjacency) -> Vec<u32> {
    let centers: Vec<[f64; 3]> = leaves.iter().map(|leaf| center_km(leaf.cell)).collect();
    let occupied = leaves.iter().zip(0u32..).filter(|(leaf, _)| !leaf.cells.is_empty());
    flood(&centers, adjacency, &occupied.map(|(_, position)| position).collect::<Vec<_>>())
}
