import { env } from 'cloudflare:workers';
import { cellToChildren, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import { mergeLayouts } from '../../src/application/merge-layouts.ts';
import { expectMergeFits } from '../../src/application/merge-limits.ts';
import type { Cell, Resolution } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import type { Layout, LayoutId } from '../../src/domain/layout.ts';
import { type LeafTable, sortLeafTable } from '../../src/domain/leaf-table.ts';
import { wirePorts } from '../../src/wiring.ts';

const ports = wirePorts(env);
const PARENTS = cellToChildren(latLngToCell(46, 3, 2), 3).slice(0, 2);

let made = 0;
/** Keeps a layout with one account in every leaf. `owners`: the id of the territory of each cell. */
async function keep(owners: ReadonlyMap<string, string>, metrics = ['accounts']): Promise<LayoutId> {
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
  await ports.layouts.save('w-merge', layout, leaves, null);
  return layout.layoutId;
}

const merge = (base: LayoutId | null, ours: LayoutId, theirs: LayoutId) =>
  mergeLayouts(ports, 'w-merge', ours, { with: theirs, base, prefer: null, planId: null, remarks: {} });

const refusal = (field: string, value: string, detail: string) => ({
  kind: 'invalid-problem',
  violations: [{ field, value, detail: expect.stringContaining(detail) }],
});

test('a merge has a thousand territories at most', async () => {
  const cells = PARENTS.flatMap((cell) => cellToChildren(cell, 7)).slice(0, 1_200);
  const owned = (named: (at: number) => string | null) =>
    keep(new Map(cells.map((cell, at) => [cell, named(at) ?? 'whole'])));
  const base = await owned(() => null);
  const ours = await owned((at) => (at < 500 ? `a${at}` : null));
  const [fits, many] = [
    await owned((at) => (at < 701 ? null : `b${at}`)),
    await owned((at) => (at < 700 ? null : `b${at}`)),
  ];
  expect((await merge(base, ours, fits)).layout.territories).toHaveLength(1_000);
  await expect(merge(base, ours, many)).rejects.toMatchObject(refusal('/with', many, 'make 1001 territories together'));
});

test('a merge has two hundred thousand cells at most', () => {
  const theirs = `lay_${'z'.repeat(52)}` as LayoutId;
  expect(() => expectMergeFits(theirs, 200_000, 1_000)).not.toThrow();
  expect(() => expectMergeFits(theirs, 200_001, 1_000)).toThrow('make 200001 cells together');
});

test('other metrics are blamed on the layout that has them', async () => {
  const [one = '', other = ''] = PARENTS;
  const owned = (metrics: string[]) => keep(new Map([one, other].map((cell) => [cell, 'whole'])), metrics);
  const [a, b] = [await owned(['accounts']), await owned(['accounts'])];
  const strange = await owned(['accounts', 'revenue']);
  await expect(merge(strange, a, b)).rejects.toMatchObject(refusal('/base', strange, 'has other metrics'));
  await expect(merge(a, b, strange)).rejects.toMatchObject(refusal('/with', strange, 'has other metrics'));
});
