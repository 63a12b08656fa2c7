import { cellNumber } from '../domain/cell-number.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { leafOf } from '../domain/leaf-table.ts';
import type { LineFilter } from '../domain/line.ts';
import { WORKLOAD_METRIC } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import type { TerritoryFacts } from '../domain/territory-facts.ts';
import type { ProfiledAccount } from './account-scan.ts';
import { workloadMinutes } from './add-workload.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { lineIdOf } from './line-id-of.ts';
import { lineOf } from './line-of.ts';
import { onlyPlanOf } from './only-plan-of.ts';
import type { Ports } from './ports.ts';
import { findServingReps, type ServingReps } from './serving-reps.ts';
import { sumByCell } from './sum-by-cell.ts';
import { type NamedColumns, TerritoryTally } from './territory-tally.ts';

/** Which layout's territories are looked at, by the accounts of which plan (null: the one that lists it), and who serves them by which assignment (null: as is said otherwise). */
export interface LayoutQuestion {
  readonly layoutId: LayoutId;
  readonly planId: string | null;
  /** The line in which it is published whose reps count; left out: as the layout says. */
  readonly servedIn?: string | null;
  readonly assignmentId: string | null;
}

/** A layout, and whose accounts count in its territories. */
export interface LayoutGround {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly leaves: LeafTable;
  /** The line that the layout is of: its accounts count; null: all. */
  readonly lineId: string | null;
  readonly filter: LineFilter | null;
  readonly serving: ServingReps;
}

/** Opens it. Throws `not-found`, `plan-required`; `invalid-problem` where the layout's line was deleted; `invalid-parameter` for an assignment of another layout. */
export async function openLayoutGround(
  ports: Ports,
  workspaceId: string,
  { layoutId, planId: asked, servedIn, assignmentId }: LayoutQuestion,
): Promise<LayoutGround> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const planId = asked ?? (await onlyPlanOf(ports, workspaceId, layoutId, 'to count', 'planId'));
  const plan = await getPlan(ports, workspaceId, planId);
  const lineId = await lineIdOf(ports, workspaceId, planId, layout);
  const filter = (await lineOf(ports, workspaceId, planId, lineId, 'to count'))?.filter ?? null;
  const served = { layout, lineId: servedIn === undefined ? lineId : servedIn };
  const serving = await findServingReps(ports, workspaceId, planId, served, assignmentId);
  // Their sums are not needed, and the larger part.
  const places = { cells: leaves.cells, territories: leaves.territories, sums: new Float64Array(0) };
  return { plan, layout, leaves: places, lineId, filter, serving };
}

/** Positions in `Plan.metrics`: those first that facts are made of. */
export function metricOrder({ metrics, valueMetric, potentialMetric }: Plan): number[] {
  const named = [valueMetric, potentialMetric, WORKLOAD_METRIC].map((name) => metrics.indexOf(name ?? ''));
  return [...new Set([...named.filter((at) => at >= 0), ...metrics.keys()])];
}

/** Where the metrics that facts are made of are in an order of `metricOrder`. */
export function namedColumns({ metrics, valueMetric, potentialMetric }: Plan, order: readonly number[]): NamedColumns {
  const columnOf = (name: string | null) => (name === null ? -1 : order.indexOf(metrics.indexOf(name)));
  return {
    value: columnOf(valueMetric),
    potential: columnOf(potentialMetric),
    workload: metrics.includes(WORKLOAD_METRIC) ? columnOf(WORKLOAD_METRIC) : -1,
  };
}

/** Counts the accounts of a layout's territories as they come. */
export class LayoutTally {
  readonly #ground: LayoutGround;
  readonly #tallies: readonly TerritoryTally[];
  #outside = 0;

  constructor(ground: LayoutGround, order: readonly number[]) {
    this.#ground = ground;
    const columns = namedColumns(ground.plan, order);
    this.#tallies = ground.layout.territories.map(() => new TerritoryTally(columns));
  }

  /** Accounts at places that no territory holds. */
  get outside(): number {
    return this.#outside;
  }

  /** Answers the position of the territory that an account is in; -1: in none. */
  add(account: ProfiledAccount): number {
    const cell = cellNumber(account.cell);
    const territory = territoryOf(this.#ground.leaves, cell);
    const tally = this.#tallies[territory];
    if (tally === undefined) this.#outside++;
    else tally.add(account, cell);
    return territory;
  }

  /** What the territories add up to, in their order. Reads the plan's visits. */
  async facts(ports: Ports, workspaceId: string): Promise<TerritoryFacts[]> {
    const { plan, layout, leaves, filter, serving } = this.#ground;
    if (!plan.metrics.includes(WORKLOAD_METRIC)) {
      await eachVisited(ports, workspaceId, plan, filter, (cell, visited, travelled) =>
        this.#tallies[territoryOf(leaves, cell)]?.addMinutes(visited, travelled),
      );
    }
    return layout.territories.map(({ id, name }, at) =>
      (this.#tallies[at] as TerritoryTally).facts(id, name, serving.reps.get(id) ?? null),
    );
  }
}

/** Position of the territory that holds a cell, or -1. */
export function territoryOf({ cells, territories }: LeafTable, cell: bigint): number {
  return territories[leafOf(cells, cell)] ?? -1;
}

/** Tells of each cell in which accounts are visited what that takes, in minutes of a period. */
export async function eachVisited(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  filter: LineFilter | null,
  take: (cell: bigint, visited: number, travelled: number) => void,
): Promise<void> {
  // Without metrics: a million cells of sixteen would not fit the memory.
  const sums = await sumByCell(ports, workspaceId, { ...plan, metrics: [] }, filter);
  const minutes = workloadMinutes(sums);
  if (minutes === null) return;
  sums.cells.forEach((cell, at) => {
    take(cell, minutes.visited[at] ?? 0, minutes.travelled[at] ?? 0);
  });
}
