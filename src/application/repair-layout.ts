import { cellText } from '../domain/cell-number.ts';
import { amountsHeld, breachesOf, type Drift } from '../domain/drift.ts';
import { type Edit, MAX_EDIT_ITEMS } from '../domain/edit.ts';
import { explainRepair } from '../domain/explain-repair.ts';
import { Failure } from '../domain/failure.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { ACCOUNTS_METRIC, WORKLOAD_METRIC } from '../domain/metric.ts';
import type { Repair } from '../domain/repair.ts';
import type { ExplainedMove, MendedBreach, RepairTold } from '../domain/repair-told.ts';
import { smallestRepair } from '../domain/smallest-repair.ts';
import { countAgain } from './count-again.ts';
import { editLayout } from './edit-layout.ts';
import { getLayout } from './get-layout.ts';
import { onlyPlanOf } from './only-plan-of.ts';
import type { Ports } from './ports.ts';
import { workloadByLeaf } from './workload-by-leaf.ts';

/** What is asked of a repair. */
export interface RepairRequest {
  /** Whose accounts are counted; null: of the one plan that lists the layout. */
  readonly planId: string | null;
  /** Most deviation from the target by metric, as a fraction; null: as the layout was balanced. */
  readonly limits: Readonly<Record<string, number>> | null;
  /** What deviations are from: an equal share of today's totals, or the targets of the layout as it was made. */
  readonly targets?: 'equal' | 'layout';
  /** Most hours of work by territory; of others any. None where it is not said. */
  readonly mostHours?: ReadonlyMap<string, number>;
  /** What is said of the new layout in the plan's list. */
  readonly remarks: GivenRemarks;
}

/** The smallest repair of a layout for today's accounts. */
export interface LayoutRepair extends RepairTold {
  readonly counted: Layout;
  readonly repaired: Layout | null;
}

/**
 * Finds what has drifted out of its limits in a layout since it was made, and the smallest repair: the fewest accounts moved, then those of least value. Both the layout
 * with today's numbers and the repaired one are in the plan's list afterwards, ready to be published.
 *
 * Errors: `not-found`; `plan-required`; `invalid-problem` for a limit of a metric that the layout does not have; `accounts-replaced`.
 */
export async function repairLayout(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  { planId: given, limits: asked, targets: from = 'equal', mostHours = new Map(), remarks }: RepairRequest,
): Promise<LayoutRepair> {
  const layout = await getLayout(ports, workspaceId, layoutId);
  const planId = given ?? (await onlyPlanOf(ports, workspaceId, layoutId, 'to count'));
  const everything = { all: true, add: null, reps: null };
  const { layout: counted, leaves } = await countAgain(ports, workspaceId, planId, layoutId, everything);
  const deviations = Object.entries(asked ?? counted.balance);
  for (const [metric] of deviations) if (!counted.metrics.includes(metric)) throw unknownMetric(metric, counted);
  const targets = new Map((from === 'layout' ? layout : counted).territories.map((one) => [one.id, one.targets]));
  const limits = deviations.map(([metric, deviation]) =>
    deviationLimit(metric, deviation, columnOf(counted, leaves, metric), targets),
  );
  if (mostHours.size > 0) {
    limits.push(hoursLimit(await workloadByLeaf(ports, workspaceId, planId, counted, leaves), mostHours));
  }
  const drift = driftOf(ports, counted, leaves, limits);
  const repair = smallestRepair(drift);
  const edits = editsOf(counted, leaves, repair);
  const made =
    edits.length === 0
      ? null
      : await editLayout(ports, workspaceId, counted.layoutId, { planId, edits, contiguity: 'report', remarks });
  const { isInside, accounts, atLeast } = repair;
  return {
    counted,
    repaired: made?.layout ?? null,
    breaches: mendedBreaches(counted, drift, repair, limits),
    moves: explainedMoves(counted, leaves, drift, repair, limits),
    ...{ isInside, accounts, atLeast },
  };
}

/** How much of something each territory may hold. */
interface TerritoryLimit {
  readonly metric: string;
  /** Of each leaf. */
  readonly amounts: Float64Array;
  /** Of a territory, by its id. */
  readonly target: (id: string) => number;
  readonly least: (id: string) => number;
  readonly most: (id: string) => number;
}

function deviationLimit(
  metric: string,
  deviation: number,
  amounts: Float64Array,
  targets: ReadonlyMap<string, Readonly<Record<string, number>>>,
): TerritoryLimit {
  const target = (id: string) => targets.get(id)?.[metric] ?? 0;
  const bound = (side: -1 | 1) => (id: string) => Math.max(0, target(id) * (1 + side * deviation));
  return { metric, amounts, target, least: bound(-1), most: bound(1) };
}

function hoursLimit(amounts: Float64Array, mostHours: ReadonlyMap<string, number>): TerritoryLimit {
  // No territory can hold more than there is.
  const any = 2 * amounts.reduce((sum, hours) => sum + hours, 0);
  const most = (id: string) => mostHours.get(id) ?? any;
  return { metric: WORKLOAD_METRIC, amounts, target: most, least: () => 0, most };
}

function columnOf({ metrics }: Layout, { cells, sums }: LeafTable, metric: string): Float64Array {
  const at = metrics.indexOf(metric);
  return Float64Array.from(cells, (_, leaf) => sums[leaf * metrics.length + at] ?? 0);
}

function driftOf(ports: Ports, layout: Layout, leaves: LeafTable, limits: readonly TerritoryLimit[]): Drift {
  const { territories, islands, balance } = layout;
  const bounds = (side: 'least' | 'most') =>
    Float64Array.from(territories.flatMap(({ id }) => limits.map((limit) => limit[side](id))));
  const [first = ACCOUNTS_METRIC] = Object.keys(balance);
  return {
    owner: leaves.territories,
    accounts: columnOf(layout, leaves, ACCOUNTS_METRIC),
    value: columnOf(layout, leaves, first),
    amounts: Float64Array.from({ length: leaves.cells.length * limits.length }, (_, at) => {
      return limits[at % limits.length]?.amounts[Math.floor(at / limits.length)] ?? 0;
    }),
    ...{ lower: bounds('least'), upper: bounds('most'), isHeld: new Uint8Array(leaves.cells.length) },
    touching: ports.optimizer.joinLeaves(
      leaves,
      islands.map(({ from, to }) => [from, to] as const),
    ),
  };
}

function editsOf({ territories }: Layout, leaves: LeafTable, { moves }: Repair): Edit[] {
  return [...Map.groupBy(moves, ({ to }) => to)].flatMap(([to, of]) => {
    const cells = of.map(({ leaf }) => cellText(leaves.cells[leaf] ?? 0n));
    const edits: Edit[] = [];
    for (let from = 0; from < cells.length; from += MAX_EDIT_ITEMS) {
      edits.push({ kind: 'assign', to: territories[to]?.id ?? '', cells: cells.slice(from, from + MAX_EDIT_ITEMS) });
    }
    return edits;
  });
}

function mendedBreaches(
  { territories }: Layout,
  drift: Drift,
  { moves }: Repair,
  limits: readonly TerritoryLimit[],
): MendedBreach[] {
  const owner = drift.owner.slice();
  for (const { leaf, to } of moves) owner[leaf] = to;
  const [today, repaired] = [amountsHeld(drift), amountsHeld(drift, owner)];
  return breachesOf(drift, today).map(({ territory, limit }) => {
    const place = territory * limits.length + limit;
    const { metric, target } = limits[limit] as TerritoryLimit;
    const id = territories[territory]?.id ?? '';
    return {
      ...{ territoryId: id, metric, target: target(id) },
      ...{ sum: today[place] ?? 0, least: drift.lower[place] ?? 0, most: drift.upper[place] ?? 0 },
      repaired: repaired[place] ?? 0,
    };
  });
}

function explainedMoves(
  { metrics, territories }: Layout,
  leaves: LeafTable,
  drift: Drift,
  repair: Repair,
  limits: readonly TerritoryLimit[],
): ExplainedMove[] {
  const idOf = (territory: number) => territories[territory]?.id ?? '';
  const without = explainRepair(drift, repair);
  return repair.moves.map(({ leaf, from, to }, at) => ({
    ...{ cell: cellText(leaves.cells[leaf] ?? 0n), from: idOf(from), to: idOf(to) },
    sums: Object.fromEntries(metrics.map((metric, of) => [metric, leaves.sums[leaf * metrics.length + of] ?? 0])),
    without: {
      breaches: (without[at]?.breaches ?? []).map(({ territory, limit, excess }) => {
        const bound = (excess > 0 ? drift.upper : drift.lower)[territory * limits.length + limit] ?? 0;
        return { territoryId: idOf(territory), metric: limits[limit]?.metric ?? '', sum: bound + excess, bound };
      }),
      apart: (without[at]?.apart ?? []).map(({ territory, pieces }) => ({ territoryId: idOf(territory), pieces })),
    },
  }));
}

function unknownMetric(metric: string, { metrics }: Layout): Failure {
  return Failure.invalid('invalid-problem', {
    field: '/limits',
    value: metric,
    detail: 'is no metric of the layout',
    remedy: `name one of ${metrics.join(', ')}`,
  });
}
