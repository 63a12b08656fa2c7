import type { LayoutId } from '../domain/layout.ts';
import { ownerLeafOf } from '../domain/leaf-table.ts';
import type { Plan } from '../domain/plan.ts';
import { addWorkload } from './add-workload.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { lineIdOf } from './line-id-of.ts';
import { lineOf } from './line-of.ts';
import type { Ports } from './ports.ts';
import { sumByCell } from './sum-by-cell.ts';

/** What the accounts of a plan, as they are now, add up to in the territories of a layout. */
export interface TerritorySums {
  /** With `accounts` first, and with `workload` in hours where accounts are visited. */
  readonly metrics: readonly string[];
  /** Sum of each metric by territory, in the order of the layout: territories without an account have zeros. */
  readonly sums: ReadonlyMap<string, readonly number[]>;
}

/** Sums the accounts by the territory that holds their place, of the layout's line where it is of one. Cost: a scan of the accounts. Throws `not-found`, `invalid-problem`. */
export async function territorySums(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  layoutId: LayoutId,
): Promise<TerritorySums> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const lineId = await lineIdOf(ports, workspaceId, plan.planId, layout);
  const line = await lineOf(ports, workspaceId, plan.planId, lineId, 'to sum by territory');
  const { cells, metrics, sums } = addWorkload(await sumByCell(ports, workspaceId, plan, line?.filter ?? null));
  const rows = layout.territories.map(() => metrics.map(() => 0));
  cells.forEach((cell, at) => {
    const row = rows[leaves.territories[ownerLeafOf(leaves.cells, cell)] ?? -1];
    if (row === undefined) return;
    for (let column = 0; column < metrics.length; column++) {
      row[column] = (row[column] ?? 0) + (sums[at * metrics.length + column] ?? 0);
    }
  });
  return { metrics, sums: new Map(layout.territories.map(({ id }, at) => [id, rows[at] ?? []])) };
}

/** The sum of a metric by territory; null where accounts have no such metric. */
export function sumsOf({ metrics, sums }: TerritorySums, metric: string): Map<string, number> | null {
  const column = metrics.indexOf(metric);
  if (column < 0) return null;
  return new Map([...sums].map(([id, row]) => [id, row[column] ?? 0]));
}
