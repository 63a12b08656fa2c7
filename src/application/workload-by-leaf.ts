import type { Layout } from '../domain/layout.ts';
import { type LeafTable, leafOf } from '../domain/leaf-table.ts';
import { WORKLOAD_METRIC } from '../domain/metric.ts';
import { addWorkload } from './add-workload.ts';
import { getPlan } from './get-plan.ts';
import { lineIdOf } from './line-id-of.ts';
import { lineOf } from './line-of.ts';
import type { Ports } from './ports.ts';
import { sumByCell } from './sum-by-cell.ts';

/** Hours of work in a period in each leaf of a layout, by the accounts of today: those of its line, where it has one. Errors: `not-found`, `accounts-replaced`. */
export async function workloadByLeaf(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layout: Layout,
  { cells }: LeafTable,
): Promise<Float64Array> {
  const plan = await getPlan(ports, workspaceId, planId);
  const lineId = await lineIdOf(ports, workspaceId, planId, layout);
  const line = await lineOf(ports, workspaceId, planId, lineId, 'to count');
  const today = addWorkload(await sumByCell(ports, workspaceId, plan, line?.filter));
  const hours = new Float64Array(cells.length);
  const [column, width] = [today.metrics.indexOf(WORKLOAD_METRIC), today.metrics.length];
  // Nobody is visited.
  if (column < 0) return hours;
  today.cells.forEach((cell, at) => {
    const leaf = leafOf(cells, cell);
    if (leaf >= 0) hours[leaf] = (hours[leaf] ?? 0) + (today.sums[at * width + column] ?? 0);
  });
  return hours;
}
