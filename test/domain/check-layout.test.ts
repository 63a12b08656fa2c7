import { cellToChildren, cellToParent, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import type { Cell } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { checkLayout } from '../../src/domain/check-layout.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { type LeafTable, sortLeafTable } from '../../src/domain/leaf-table.ts';

const WEST = latLngToCell(40, -100, 4);
const EAST = latLngToCell(40, -90, 4);

function tableOf(leaves: readonly (readonly [cell: string, territory: number, accounts: number])[]): LeafTable {
  return sortLeafTable({
    cells: BigUint64Array.from(leaves, ([cell]) => cellNumber(cell as Cell)),
    territories: Uint32Array.from(leaves, ([, territory]) => territory),
    sums: Float64Array.from(leaves, ([, , accounts]) => accounts),
  });
}

const LEAVES = tableOf([
  [WEST, 0, 3],
  [EAST, 1, 5],
]);

function layoutOf(changes: Partial<Record<keyof Layout, unknown>> = {}): Layout {
  const territory = (id: string, accounts: number, other: string) => ({
    id,
    neighbors: [other],
    sums: { accounts },
    targets: { accounts: 4 },
    deviations: { accounts: 0.25 },
  });
  return {
    feasible: true,
    violations: [],
    metrics: ['accounts'],
    balance: { accounts: 0.25 },
    resolution: { base: 4, finest: 5 },
    totals: { leaves: 2, sums: { accounts: 8 } },
    territories: [territory('t1', 3, 't2'), territory('t2', 5, 't1')],
    ...changes,
  } as unknown as Layout;
}

function blamed(layout: Layout, leaves = LEAVES): string[] {
  const fields: string[] = [];
  checkLayout(layout, leaves, (field, _, detail) => fields.push(`${field} ${detail}`));
  return fields;
}

test('a layout that its leaves bear out is blamed for nothing', () => {
  expect(blamed(layoutOf())).toEqual([]);
});

test('a layout that calls itself feasible outside of its tolerance is blamed', () => {
  expect(blamed(layoutOf({ balance: { accounts: 0.2 } }))).toHaveLength(2);
  expect(blamed(layoutOf({ balance: { accounts: 0.2 }, feasible: false }))).toEqual([]);
});

test('leaves that lie in each other, twice, out of the cover or in no territory are blamed', () => {
  const [child = ''] = cellToChildren(EAST, 5);
  const three = { totals: { leaves: 3, sums: { accounts: 8 } } };
  const inside = tableOf([
    [WEST, 0, 3],
    [EAST, 1, 5],
    [child, 1, 0],
  ]);
  expect(blamed(layoutOf(three), inside)[0]).toContain('lies in the leaf');
  expect(
    blamed(
      layoutOf(three),
      tableOf([
        [WEST, 0, 3],
        [EAST, 1, 5],
        [EAST, 1, 0],
      ]),
    )[0],
  ).toContain('twice');
  const coarse = tableOf([
    [cellToParent(WEST, 3), 0, 3],
    [EAST, 1, 5],
  ]);
  expect(blamed(layoutOf(), coarse)[0]).toContain('not between');
  expect(
    blamed(
      layoutOf(),
      tableOf([
        [WEST, 0, 3],
        [EAST, 7, 5],
      ]),
    )[0],
  ).toContain('not the position');
  expect(blamed(layoutOf(three))[0]).toContain('not the number of leaves');
});

test('sums, deviations and neighbours that are not those of the territories are blamed', () => {
  const [first, second] = layoutOf().territories;
  const changed = (change: object) => blamed(layoutOf({ territories: [{ ...first, ...change }, second] }));
  expect(changed({ sums: { accounts: 3.1 } })[0]).toContain('is not the accounts of its leaves');
  expect(changed({ deviations: { accounts: 0.1 } })[0]).toContain('is not that of accounts');
  expect(changed({ neighbors: ['t9'] })[0]).toContain('is no territory');
  expect(changed({ id: 't2' })[0]).toContain('twice');
  expect(changed({ targets: {} })[0]).toContain('is not in its sums');
  expect(blamed(layoutOf({ metrics: ['revenue'] }))).toHaveLength(1);
  expect(blamed(layoutOf({ balance: { revenue: 0.1 } }))).toHaveLength(1);
});
