import { cellText } from '../domain/cell-number.ts';
import { NAMED_IN_CONFLICT } from '../domain/conflict.ts';
import type { ConflictSink } from '../domain/conflict-list.ts';
import { leafOf } from '../domain/leaf-table.ts';
import { type ConflictGround, placeOfCell } from './conflict-ground.ts';
import { count } from './territory-conflicts.ts';

/** Sums were added in another order, and settled to twelve digits. */
const SLACK = 1e-6;

/**
 * Territories some of whose leaves hold other sums today than the layout says: accounts moved, came, went or changed.
 *
 * Cost: the accounts summed by cell. Memory: a row of sums for each leaf.
 */
export async function findStaleCells(ground: ConflictGround, list: ConflictSink): Promise<void> {
  const { ports, workspaceId, plan, filter, layout, leaves } = ground;
  const width = layout.metrics.length;
  const today = new Float64Array(leaves.sums.length);
  let columns: number[] | null = null;
  for await (const { cells, metrics, sums } of ports.accounts.cellPages(workspaceId, plan, null, filter)) {
    columns ??= layout.metrics.map((name) => metrics.indexOf(name));
    cells.forEach((cell, row) => {
      const leaf = leafOf(leaves.cells, cell);
      if (leaf < 0) return;
      columns?.forEach((column, metric) => {
        const at = leaf * width + metric;
        if (column >= 0) today[at] = (today[at] as number) + (sums[row * metrics.length + column] ?? 0);
      });
    });
  }
  const stale = layout.territories.map((): number[] => []);
  const differs = (leaf: number) =>
    layout.metrics.some((_, metric) => {
      if ((columns?.[metric] ?? (metric === 0 ? 0 : -1)) < 0) return false;
      const [then, now] = [leaves.sums[leaf * width + metric] ?? 0, today[leaf * width + metric] ?? 0];
      return Math.abs(then - now) > SLACK * Math.max(1, Math.abs(then), Math.abs(now));
    });
  leaves.territories.forEach((territory, leaf) => {
    if (differs(leaf)) stale[territory]?.push(leaf);
  });
  layout.territories.forEach(({ id, accounts }, territory) => {
    const own = stale[territory] ?? [];
    if (own.length === 0) return;
    const change = own.reduce((sum, leaf) => sum + (today[leaf * width] ?? 0) - (leaves.sums[leaf * width] ?? 0), 0);
    const cells = own.slice(0, NAMED_IN_CONFLICT).map((leaf) => cellText(leaves.cells[leaf] ?? 0n));
    list.add('stale-cell', 'info', id, () => ({
      ...{ territoryIds: [id], cells, accountIds: [], place: placeOfCell(cells[0] ?? ''), amount: own.length },
      detail: `${count(own.length, 'cell', 'cells')} of ${id} hold other sums today: the layout has ${accounts} accounts in it, today there are ${accounts + change}`,
      remedy: "count today's accounts in today's borders, or rebalance",
      fix: {
        description: "counts today's accounts in the borders of the layout",
        preview: 'a new layout with the same borders, and sums, deviations and measures of today in all territories',
        choices: [],
        deed: { action: 'count-again' },
      },
    }));
  });
}
