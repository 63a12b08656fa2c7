import type { Ports } from '../../src/application/ports.ts';
import type { Cell, Resolution } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import type { Layout, LayoutId } from '../../src/domain/layout.ts';
import { type LeafTable, sortLeafTable } from '../../src/domain/leaf-table.ts';

let made = 0;
/** Keeps a layout with one account in every leaf. `owners`: the id of the territory of each cell. */
export async function keepLayout(
  ports: Ports,
  workspaceId: string,
  owners: ReadonlyMap<string, string>,
  metrics = ['accounts'],
): Promise<LayoutId> {
  const ids = [...new Set(owners.values())];
  const cells = [...owners.keys()];
  const leaves: LeafTable = sortLeafTable({
    cells: BigUint64Array.from(cells, (cell) => cellNumber(cell as Cell)),
    territories: Uint32Array.from(cells, (cell) => ids.indexOf(owners.get(cell) ?? '')),
    sums: new Float64Array(cells.length * metrics.length).fill(1),
  });
  const one = { accounts: 1 };
  const layout: Layout = {
    layoutId: `lay_${String.fromCharCode(97 + made++).repeat(52)}` as LayoutId,
    ...{ feasible: true, violations: [], violationCount: 0, islands: [], islandCount: 0 },
    ...{ seed: 1, effort: 'fast', steps: 0, engine: 'none', metrics, balance: { accounts: 0.5 } },
    resolution: { base: 3 as Resolution, finest: 10 as Resolution, why: 'Because.' },
    cover: { resolution: null, baseResolution: null, splitShare: 0.02, fillDistanceKm: null },
    totals: { sums: one, leaves: cells.length, occupiedLeaves: cells.length, momentOfInertia: 0 },
    territories: ids.map((id) => ({
      ...{ id, name: id, accounts: 1, sums: one, targets: one, deviations: { accounts: 0 } },
      ...{ compactness: { momentOfInertia: 0, polsbyPopper: 0 }, areaKm2: 1, neighbors: [], color: 0 },
    })),
  };
  await ports.layouts.save(workspaceId, layout, leaves, null);
  return layout.layoutId;
}
