import { cellToCenterChild, cellToChildren, gridDisk, gridRing, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import type { Cell } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { checkContiguity } from '../../src/domain/check-contiguity.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { sortLeafTable } from '../../src/domain/leaf-table.ts';

const MIDDLE = latLngToCell(40, -100, 5);
const RING = gridRing(MIDDLE, 1);
const FAR = latLngToCell(-30, 20, 5);

function blamed(
  leaves: readonly (readonly [cell: string, territory: number])[],
  changes: Partial<Layout> = {},
): string[] {
  const layout = {
    territories: [{ id: 't1' }, { id: 't2' }],
    violations: [],
    violationCount: 0,
    islands: [],
    islandCount: 0,
    ...changes,
  } as unknown as Layout;
  const table = sortLeafTable({
    cells: BigUint64Array.from(leaves, ([cell]) => cellNumber(cell as Cell)),
    territories: Uint32Array.from(leaves, ([, territory]) => territory),
    sums: new Float64Array(leaves.length),
  });
  const found: string[] = [];
  checkContiguity(layout, table, (_, value, detail) => found.push(`${value} ${detail.slice(0, 26)}`));
  return found;
}

const island = (from: string, to: string) => ({ from, to, distanceKm: 1, units: 1 }) as Layout['islands'][number];
const apart = [
  [RING[0] ?? '', 0],
  [RING[3] ?? '', 0],
  [MIDDLE, 1],
] as const;

test('a territory of leaves that touch is in one piece, whatever their resolutions', () => {
  expect(blamed(gridDisk(MIDDLE, 2).map((cell) => [cell, 0] as const))).toEqual([]);
  const mixed = [...cellToChildren(MIDDLE, 7), ...gridRing(MIDDLE, 1)].map((cell) => [cell, 0] as const);
  expect(blamed(mixed)).toEqual([]);
});

test('a territory in pieces is blamed, also where finer leaves of another part them', () => {
  expect(blamed(apart)).toEqual(['t1 is a territory in 2 pieces']);
  const parted = [...cellToChildren(MIDDLE, 6).map((cell) => [cell, 1] as const), ...apart.slice(0, 2)];
  expect(blamed(parted)).toEqual(['t1 is a territory in 2 pieces']);
  // A leaf within the ring touches none of it.
  expect(blamed([[cellToCenterChild(MIDDLE, 7), 0], ...RING.map((cell) => [cell, 0] as const)])).toEqual([
    't1 is a territory in 2 pieces',
  ]);
});

test('islands count as touching where they were joined, and nowhere else', () => {
  const leaves = [
    [MIDDLE, 0],
    [FAR, 0],
  ] as const;
  const joined = { islands: [island(FAR, MIDDLE)], islandCount: 1 };
  expect(blamed(leaves, joined)).toEqual([]);
  expect(blamed([...leaves, [RING[0] ?? '', 1]], { ...joined, islands: [island(FAR, RING[0] ?? '')] })).toEqual([
    't1 is a territory in 2 pieces',
  ]);
});

test('a layout that says it is blamed for nothing, and one that does not name all islands cannot be judged', () => {
  const violations = [{ kind: 'not-contiguous', territoryId: 't1', detail: '', remedy: '' }] as const;
  expect(blamed(apart, { violations, violationCount: 1 })).toEqual([]);
  expect(blamed(apart, { violations: [{ ...violations[0], territoryId: 't2' }], violationCount: 1 })).toHaveLength(1);
  expect(blamed(apart, { islandCount: 1 })).toEqual([]);
});
