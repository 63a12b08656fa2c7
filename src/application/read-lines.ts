import type { Governance } from '../domain/governance.ts';
import type { Layout } from '../domain/layout.ts';
import { type LeafTable, leafOf } from '../domain/leaf-table.ts';
import type { Limited, LimitKind, LineReading } from '../domain/line-reading.ts';
import { ACCOUNTS_METRIC, WORKLOAD_METRIC } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import type { Publication } from '../domain/publication.ts';
import type { ReviewLimits } from '../domain/review-settings.ts';
import { settled } from '../domain/settle-sums.ts';
import { addWorkload } from './add-workload.ts';
import type { CellSums } from './cell-sums.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getQuality } from './get-quality.ts';
import { lineIdOf } from './line-id-of.ts';
import type { Ports } from './ports.ts';
import { findServingReps } from './serving-reps.ts';
import { sumByCell } from './sum-by-cell.ts';

/** A layout in force. */
interface InForce {
  readonly line: string | null;
  readonly publication: Publication;
  readonly fromMs: number;
}

/** What is in force in a plan at a moment: in the plan as a whole first, then by line. */
export function inForceAt(governance: Governance, nowMs: number): InForce[] {
  // What is on record holds, also where the clock that it was recorded by is ahead.
  const atMs = Math.max(nowMs, governance.end.recordedMs);
  return [...governance.lines]
    .sort((one, other) => ((one ?? '') < (other ?? '') ? -1 : 1))
    .flatMap((line) => {
      const { holding, fromMs } = governance.inForce(line, atMs);
      const publication = governance.publications.get(holding?.subject ?? '');
      return publication === undefined ? [] : [{ line, publication, fromMs }];
    });
}

/**
 * Reads how what is in force in a plan stands today; a layout whose line was deleted has no accounts to count, and is left out. `since` and `beforeMs` are not told yet.
 *
 * Errors: `not-found`, `accounts-replaced`. Cost: the accounts once for each line, and twice more where quality is limited.
 */
export async function readLines(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  limits: ReviewLimits,
  nowMs: number,
): Promise<LineReading[]> {
  const governance = await ports.governance.load(workspaceId, plan.planId);
  const readings: LineReading[] = [];
  for (const one of inForceAt(governance, nowMs)) {
    const reading = await readLine(ports, workspaceId, plan, limits, one);
    if (reading !== null) readings.push({ ...reading, readMs: nowMs });
  }
  return readings;
}

async function readLine(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  limits: ReviewLimits,
  { line, publication: { publicationId, layoutId }, fromMs }: InForce,
): Promise<Omit<LineReading, 'readMs'> | null> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const ownLine = await lineIdOf(ports, workspaceId, plan.planId, layout);
  const ofLine = ownLine === null ? null : await ports.lines.find(workspaceId, plan.planId, ownLine);
  if (ownLine !== null && ofLine === null) return null;
  const today = addWorkload(await sumByCell(ports, workspaceId, plan, ofLine?.filter ?? null));
  const held = sumByLeaf(leaves, today);
  const quality =
    limits.quality === null
      ? null
      : await getQuality(ports, workspaceId, { layoutId, planId: plan.planId, servedIn: line, assignmentId: null });
  const all = layout.territories;
  const limited = (kind: LimitKind, values: readonly (number | null)[], least: number | null, most: number | null) =>
    limit(kind, null, values, { least: all.map(() => least), most: all.map(() => most) });
  const totals = held.byTerritory(layout);
  const counts = columnOf(totals, today.metrics.indexOf(ACCOUNTS_METRIC));
  const worked = today.metrics.indexOf(WORKLOAD_METRIC);
  const hours = worked < 0 ? all.map(() => 0) : columnOf(totals, worked);
  return {
    ...{ line, publicationId, layoutId, inForceMs: fromMs, beforeMs: null, outside: held.outside },
    territories: layout.territories.map(({ id, name }, at) => ({ id, name, accounts: counts[at] ?? 0 })),
    limits: [
      ...deviations(layout, limits, today.metrics, totals),
      ...(limits.workload === null
        ? []
        : [
            limited(
              'workload',
              await sharesOfCapacity(ports, workspaceId, plan, { layout, line }, hours),
              null,
              limits.workload,
            ),
          ]),
      ...drifts(plan, layout, leaves, limits, today.metrics, held.sums),
      ...(limits.quality === null || quality === null
        ? []
        : [limited('quality', quality.territories.map(scoreOf), limits.quality, null)]),
    ],
  };
}

/** Hours of work by territory as shares of the capacity of the rep; null where nobody's is known. */
async function sharesOfCapacity(
  ports: Ports,
  workspaceId: string,
  { planId }: Plan,
  { layout, line }: { readonly layout: Layout; readonly line: string | null },
  hours: readonly number[],
): Promise<(number | null)[]> {
  const { reps } = await findServingReps(ports, workspaceId, planId, { layout, lineId: line }, null);
  return layout.territories.map(({ id }, at) => {
    const capacity = reps.get(id)?.capacityHours;
    return capacity ? settled((hours[at] ?? 0) / capacity) : null;
  });
}

function scoreOf({ quality }: Awaited<ReturnType<typeof getQuality>>['territories'][number]): number | null {
  return quality.score;
}

function limit(
  kind: LimitKind,
  metric: string | null,
  values: readonly (number | null)[],
  bounds: Pick<Limited, 'least' | 'most'>,
): Limited {
  return { kind, metric, values, ...bounds, since: values.map(() => null) };
}

/** Today's sums in the leaves of a layout, row-major [leaves][metrics]. */
function sumByLeaf({ cells, territories }: LeafTable, today: CellSums) {
  const width = today.metrics.length;
  const sums = new Float64Array(cells.length * width);
  const counts = today.metrics.indexOf(ACCOUNTS_METRIC);
  let outside = 0;
  today.cells.forEach((cell, at) => {
    const leaf = leafOf(cells, cell);
    if (leaf < 0) outside += today.sums[at * width + counts] ?? 0;
    else addRow(sums, leaf * width, today.sums, at * width, width);
  });
  const byTerritory = (layout: Layout) => {
    const totals = new Float64Array(layout.territories.length * width);
    territories.forEach((territory, leaf) => {
      addRow(totals, territory * width, sums, leaf * width, width);
    });
    return { totals, width };
  };
  return { sums, outside, byTerritory };
}

function addRow(to: Float64Array, toAt: number, from: Float64Array, fromAt: number, width: number): void {
  for (let column = 0; column < width; column++)
    to[toAt + column] = (to[toAt + column] ?? 0) + (from[fromAt + column] ?? 0);
}

interface TerritoryTotals {
  readonly totals: Float64Array;
  readonly width: number;
}

function columnOf({ totals, width }: TerritoryTotals, column: number): number[] {
  return Array.from({ length: totals.length / width }, (_, at) => settled(totals[at * width + column] ?? 0));
}

/** Of metrics that the layout was balanced by, or those that are asked for; what the accounts do not have any more is not looked at. */
function deviations(
  layout: Layout,
  limits: ReviewLimits,
  metrics: readonly string[],
  held: TerritoryTotals,
): Limited[] {
  return Object.entries(limits.deviation ?? layout.balance).flatMap(([metric, deviation]) => {
    const column = metrics.indexOf(metric);
    if (column < 0) return [];
    const values = columnOf(held, column);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const targets = layout.territories.map(({ targets: own }) =>
      limits.deviationFrom === 'layout' ? (own[metric] ?? mean) : mean,
    );
    const bounds = (side: -1 | 1) => targets.map((target) => settled(Math.max(0, target * (1 + side * deviation))));
    return [limit('deviation', metric, values, { least: bounds(-1), most: bounds(1) })];
  });
}

/** How much of what each territory held when the layout was made is otherwise, place by place. */
function drifts(
  { valueMetric }: Plan,
  layout: Layout,
  leaves: LeafTable,
  { drift }: ReviewLimits,
  metrics: readonly string[],
  today: Float64Array,
): Limited[] {
  const value = valueMetric ?? Object.keys(layout.balance).find((name) => name !== ACCOUNTS_METRIC);
  const asked = [
    { metric: ACCOUNTS_METRIC, most: drift.accounts },
    { metric: value ?? ACCOUNTS_METRIC, most: value === undefined ? null : drift.value },
  ];
  return asked.flatMap(({ metric, most }) => {
    const [then, now] = [layout.metrics.indexOf(metric), metrics.indexOf(metric)];
    if (most === null || then < 0 || now < 0) return [];
    const changed = new Float64Array(layout.territories.length);
    const held = new Float64Array(layout.territories.length);
    leaves.territories.forEach((territory, leaf) => {
      const before = leaves.sums[leaf * layout.metrics.length + then] ?? 0;
      const after = today[leaf * metrics.length + now] ?? 0;
      changed[territory] = (changed[territory] ?? 0) + Math.abs(after - before);
      held[territory] = (held[territory] ?? 0) + before;
    });
    const shares = Array.from(changed, (amount, at) => {
      const before = held[at] ?? 0;
      return before > 0 ? settled(amount / before) : Math.sign(amount);
    });
    const all = layout.territories;
    return [limit('drift', metric, shares, { least: all.map(() => null), most: all.map(() => most) })];
  });
}
