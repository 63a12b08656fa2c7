use hexalign_core::cover::{BaseChoice, Cover};
use hexalign_core::layout::{LayoutReport, Measured, TerritoryReport, Violation};
use hexalign_core::reasons::Mix;
use serde::Serialize;

/// `SolveReport` of `src/application/ports.ts`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportJson {
    feasible: bool,
    steps: u64,
    resolution: ResolutionJson,
    units: usize,
    moment_of_inertia: f64,
    territories: Vec<TerritoryJson>,
    violations: Vec<ViolationJson>,
    islands: Vec<IslandJson>,
    moved: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    follow: Option<FollowJson>,
}

#[derive(Serialize)]
struct FollowJson {
    shared: f64,
    kept: f64,
}

#[derive(Serialize)]
struct ResolutionJson {
    base: u8,
    finest: u8,
    choice: ChoiceJson,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChoiceJson {
    kind: &'static str,
    leaves: usize,
    base_cells: usize,
}

/// `MeasureReport` of `src/application/ports.ts`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MeasureJson {
    feasible: bool,
    units: usize,
    moment_of_inertia: f64,
    territories: Vec<TerritoryJson>,
    violations: Vec<ViolationJson>,
    islands: Vec<IslandJson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TerritoryJson {
    sums: Vec<f64>,
    targets: Vec<f64>,
    deviations: Vec<f64>,
    moment_of_inertia: f64,
    polsby_popper: f64,
    area_km2: f64,
    neighbors: Vec<u32>,
}

#[derive(Serialize)]
struct ViolationJson {
    kind: &'static str,
    territory: Option<u32>,
    metric: Option<u32>,
    cell: Option<String>,
    amount: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mix: Option<MixJson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MixJson {
    per: u32,
    ratio: f64,
    allowed: f64,
    lack: f64,
    radius_km: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IslandJson {
    from: String,
    to: String,
    distance_km: f64,
    units: u32,
}

impl ReportJson {
    pub(crate) fn new(cover: &Cover, report: LayoutReport) -> Self {
        let cell_of = |unit: u32| cover.leaves[cover.units.leaf[unit as usize] as usize].to_string();
        Self {
            feasible: report.feasible,
            steps: report.steps,
            resolution: ResolutionJson { base: cover.base.into(), finest: cover.finest.into(), choice: choice(cover) },
            units: cover.units.leaf.len(),
            moment_of_inertia: moment_of_inertia(&report),
            territories: report.territories.into_iter().map(TerritoryJson::from).collect(),
            violations: report.violations.into_iter().map(ViolationJson::from).collect(),
            islands: cover
                .islands
                .iter()
                .map(|island| IslandJson {
                    from: cell_of(island.unit),
                    to: cell_of(island.joined_to),
                    distance_km: island.distance_km,
                    units: island.units,
                })
                .collect(),
            moved: report.moved,
            follow: report.follow.map(|follow| FollowJson { shared: follow.shared, kept: follow.kept }),
        }
    }
}

impl MeasureJson {
    pub(crate) fn new(Measured { report, occupied, islands }: Measured) -> Self {
        Self {
            feasible: report.feasible,
            units: occupied,
            moment_of_inertia: moment_of_inertia(&report),
            territories: report.territories.into_iter().map(TerritoryJson::from).collect(),
            violations: report.violations.into_iter().map(ViolationJson::from).collect(),
            islands: islands
                .iter()
                .map(|island| IslandJson {
                    from: island.from.to_string(),
                    to: island.to.to_string(),
                    distance_km: island.distance_km,
                    units: island.units,
                })
                .collect(),
        }
    }
}

fn moment_of_inertia(report: &LayoutReport) -> f64 {
    report.territories.iter().map(|t| t.moment_of_inertia).sum()
}

impl From<TerritoryReport> for TerritoryJson {
    fn from(t: TerritoryReport) -> Self {
        Self {
            sums: t.sums,
            targets: t.targets,
            deviations: t.deviations,
            moment_of_inertia: t.moment_of_inertia,
            polsby_popper: t.polsby_popper,
            area_km2: t.area_km2,
            neighbors: t.neighbors,
        }
    }
}

impl From<Violation> for ViolationJson {
    fn from(v: Violation) -> Self {
        Self {
            kind: v.kind.name(),
            territory: v.territory,
            metric: v.metric,
            cell: v.cell.map(|cell| cell.to_string()),
            amount: v.amount,
            mix: v.mix.map(|Mix { per, ratio, allowed, lack, radius_km }| MixJson {
                per,
                ratio,
                allowed,
                lack,
                radius_km,
            }),
        }
    }
}

fn choice(cover: &Cover) -> ChoiceJson {
    let kind = match cover.choice {
        BaseChoice::Given => "given",
        BaseChoice::Kept => "kept",
        BaseChoice::EnoughLeaves { .. } => "enough-leaves",
        BaseChoice::FewAccounts { .. } => "few-accounts",
        BaseChoice::LoneAccounts { .. } => "lone-accounts",
        BaseChoice::FitsLimit { .. } => "fits-limit",
    };
    let mut base_cells: Vec<_> =
        cover.units.leaf.iter().filter_map(|&leaf| cover.leaves[leaf as usize].parent(cover.base)).collect();
    base_cells.sort_unstable();
    base_cells.dedup();
    ChoiceJson { kind, leaves: cover.units.leaf.len(), base_cells: base_cells.len() }
}
