import { balanceColumns } from '../domain/balance-columns.ts';
import type { Cell, Resolution } from '../domain/cell.ts';
import { resolutionOf } from '../domain/cell-number.ts';
import type { Layout, LayoutId, LayoutViolation, Territory } from '../domain/layout.ts';
import type { LayoutDraft } from '../domain/layout-draft.ts';
import { type LeafTable, occupiedLeaves } from '../domain/leaf-table.ts';
import { settled } from '../domain/settle-sums.ts';
import { colorTerritories } from '../domain/territory-colors.ts';
import { byMetric, MAX_NAMED } from './compose-layout.ts';
import { describeViolation } from './describe-violation.ts';
import type { MeasureInput, MeasureReport, Optimizer } from './optimizer.ts';
import type { ReportedViolation, TerritoryReport } from './solve-report.ts';

/** What a layout that was made from others by hand follows from. */
export interface DerivedLayout {
  readonly layoutId: LayoutId;
  /** Gives what is not said here: metrics, cover, seed, effort, line, and the reason of its base. */
  readonly like: Pick<Layout, 'metrics' | 'cover' | 'seed' | 'effort' | 'resolution'> & {
    readonly line?: string | undefined;
  };
  /** No territory of it is gone. */
  readonly draft: LayoutDraft;
  readonly balance: Readonly<Record<string, number>>;
  /** By territory in the order of the draft; null: equal shares. */
  readonly targets: readonly Readonly<Record<string, number>>[] | null;
  /** Territories that keep their measures as they are, by id. */
  readonly untouched: ReadonlyMap<string, Territory>;
  /** Colors to keep where neighbours do not clash, by id. */
  readonly colors: ReadonlyMap<string, number>;
  /** Islands as they were joined before, the first counting first. */
  readonly islands: Layout['islands'];
  readonly finer: MeasureInput['finer'];
  readonly steps: number;
  /** What a search says that the measures do not show. */
  readonly violations: readonly ReportedViolation[];
  readonly budget: { readonly metric: string; readonly share: number } | null;
}

/** A layout and its leaves. */
export interface MadeLayout {
  readonly layout: Layout;
  readonly leaves: LeafTable;
}

/** A layout that was measured. */
export interface MeasuredLayout extends MadeLayout {
  /** Ids of all territories that are in several pieces, also those that the layout's violations have no room for. */
  readonly apart: readonly string[];
}

/** Measures a layout that was made by hand and tells it. Territories that are untouched keep their measures to the byte; what touches them may have another neighbour or color. */
export function composeDerived(optimizer: Optimizer, derived: DerivedLayout): MeasuredLayout {
  const { like, draft, balance, steps, budget } = derived;
  const { leaves } = draft;
  const resolution = resolutionOfLeaves(like, leaves);
  const report = optimizer.measureLayout(measureInput(derived, resolution));
  const territories = composeTerritories(derived, report);
  const violations = [...report.violations, ...derived.violations];
  const context = { request: { balance }, start: budget && { budget }, cells: { metrics: like.metrics } };
  const layout: Layout = {
    layoutId: derived.layoutId,
    feasible: report.feasible && derived.violations.length === 0,
    violations: violations
      .slice(0, MAX_NAMED)
      .map((violation): LayoutViolation => describeViolation(violation, context, territories)),
    violationCount: violations.length,
    resolution: { ...resolution, why: like.resolution.why },
    seed: like.seed,
    effort: like.effort,
    steps,
    engine: optimizer.engine,
    metrics: like.metrics,
    balance,
    cover: like.cover,
    totals: {
      sums: byMetric(like.metrics, totalsOf(leaves, like.metrics.length).map(settled)),
      leaves: leaves.cells.length,
      occupiedLeaves: occupiedLeaves(leaves).reduce((count, flag) => count + flag, 0),
      momentOfInertia: territories.reduce((sum, { compactness }) => sum + compactness.momentOfInertia, 0),
    },
    islands: composeIslands(derived.islands, report),
    islandCount: report.islands.length,
    ...(like.line !== undefined && { line: like.line }),
    territories,
  };
  const apart = violations.flatMap(({ kind, territory }) =>
    kind === 'not-contiguous' && territory !== null ? (territories[territory]?.id ?? []) : [],
  );
  return { layout, leaves, apart };
}

/** Leaves never get coarser by hand; those of several layouts may differ. */
function resolutionOfLeaves(
  { resolution }: Pick<Layout, 'resolution'>,
  { cells }: LeafTable,
): { base: Resolution; finest: Resolution } {
  const [first, last] = [cells[0], cells.at(-1)].map((cell) => (cell === undefined ? null : resolutionOf(cell)));
  return {
    base: Math.min(resolution.base, first ?? 15) as Resolution,
    finest: Math.max(resolution.finest, last ?? 0) as Resolution,
  };
}

function measureInput(derived: DerivedLayout, resolution: MeasureInput['resolution']): MeasureInput {
  const { like, draft, balance, targets, islands, finer } = derived;
  const { metrics } = like;
  return {
    leaves: draft.leaves,
    territories: draft.territories.length,
    ...balanceColumns(metrics, balance),
    targets: targets && Float64Array.from(targets.flatMap((target) => metrics.map((name) => target[name] ?? 0))),
    resolution,
    finer,
    links: islands.map(({ from, to }) => [from, to]),
  };
}

function composeTerritories(
  { like, draft, targets, untouched, colors }: DerivedLayout,
  report: MeasureReport,
): Territory[] {
  const { metrics } = like;
  const ids = draft.territories.map(({ id }) => id);
  const chosen = colorTerritories(
    report.territories.map(({ neighbors }) => neighbors),
    ids.map((id) => colors.get(id)),
  );
  return draft.territories.map(({ id, name }, position) => {
    const measured = report.territories[position] as TerritoryReport;
    const kept = untouched.get(id);
    const told = targets?.[position] ?? byMetric(metrics, measured.targets.map(settled));
    const isSameTarget = kept !== undefined && metrics.every((metric) => kept.targets[metric] === told[metric]);
    return {
      id,
      name,
      accounts: kept?.accounts ?? measured.sums[0] ?? 0,
      sums: kept?.sums ?? byMetric(metrics, measured.sums.map(settled)),
      targets: isSameTarget ? kept.targets : told,
      deviations: isSameTarget ? kept.deviations : byMetric(metrics, measured.deviations),
      compactness: kept?.compactness ?? {
        momentOfInertia: measured.momentOfInertia,
        polsbyPopper: measured.polsbyPopper,
      },
      areaKm2: kept?.areaKm2 ?? measured.areaKm2,
      neighbors: measured.neighbors.map((neighbor) => ids[neighbor] ?? ''),
      color: chosen[position] ?? 0,
    };
  });
}

/** An island that was joined the same way before is told as before. */
function composeIslands(before: Layout['islands'], { islands }: MeasureReport): Layout['islands'] {
  const known = new Map(before.map((island) => [`${island.from} ${island.to}`, island]));
  return islands
    .slice(0, MAX_NAMED)
    .map(
      ({ from, to, distanceKm, units }) =>
        known.get(`${from} ${to}`) ?? { from: from as Cell, to: to as Cell, distanceKm, units },
    );
}

/** Sum of each metric over all leaves. */
export function totalsOf({ sums }: LeafTable, metrics: number): number[] {
  const totals = new Array<number>(metrics).fill(0);
  sums.forEach((sum, at) => {
    totals[at % metrics] = (totals[at % metrics] ?? 0) + sum;
  });
  return totals;
}

/** The targets of a layout's territories, for a layout that has the same ones; null where any is new or gone: equal shares. */
export function keptTargets({ territories }: Layout, { territories: now }: LayoutDraft): DerivedLayout['targets'] {
  const targets = new Map(territories.map(({ id, targets: own }) => [id, own]));
  const kept = now.flatMap(({ id }) => [targets.get(id)].filter((target) => target !== undefined));
  return kept.length === territories.length && kept.length === now.length ? kept : null;
}
