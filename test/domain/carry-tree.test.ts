import { gridDisk, gridRing, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import { carryTree, type LayoutLeaves } from '../../src/domain/carry-tree.ts';
import type { Cell } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { sortLeafTable } from '../../src/domain/leaf-table.ts';

const [A = '', B = '', C = '', D = ''] = gridRing(latLngToCell(40, -100, 5), 1);
const [FAR = '', FARTHER = ''] = gridDisk(latLngToCell(-30, 20, 5), 1);

/** A layout by territory: its cells, and its neighbours. */
function layoutOf(
  territories: Record<string, { cells: readonly string[]; neighbors?: readonly string[] }>,
): LayoutLeaves {
  const all = Object.entries(territories).flatMap(([, { cells }], at) => cells.map((cell) => [cell, at] as const));
  return {
    layout: {
      territories: Object.entries(territories).map(([id, { neighbors = [] }]) => ({ id, neighbors })),
    } as unknown as Layout,
    leaves: sortLeafTable({
      cells: BigUint64Array.from(all, ([cell]) => cellNumber(cell as Cell)),
      territories: Uint32Array.from(all, ([, at]) => at),
      sums: new Float64Array(all.length),
    }),
  };
}

const parent = (id: string, level: number, above: number | null) => ({
  id,
  name: id,
  level,
  parent: above,
  manager: null,
});
/** d1 has t1 and t2, d2 has t3; both are of r1. */
const TREE = {
  levels: ['district', 'region'],
  connected: [],
  parents: [parent('d1', 0, 2), parent('d2', 0, 2), parent('r1', 1, null)],
  territories: [0, 0, 1],
};
const BEFORE = layoutOf({ t1: { cells: [A] }, t2: { cells: [B] }, t3: { cells: [C, D] } });

test('territories keep their parents by id, whatever their order and their cells', () => {
  const { tree, decided, childless } = carryTree(
    TREE,
    BEFORE,
    layoutOf({ t3: { cells: [A] }, t1: { cells: [B, C, D] } }),
  );
  expect(tree.territories).toEqual([1, 0]);
  expect(decided).toEqual({ kept: 2, added: [], addedCount: 0, dropped: ['t2'], droppedCount: 1 });
  expect(childless).toEqual([]);
});

test('a new territory goes where most of its surface was, whoever its neighbours are', () => {
  const after = layoutOf({
    t1: { cells: [A], neighbors: ['t9'] },
    t2: { cells: [FAR], neighbors: ['t9'] },
    t9: { cells: [B, C, D], neighbors: ['t1', 't2'] },
    t3: { cells: [FARTHER] },
  });
  const { tree, decided } = carryTree(TREE, BEFORE, after);
  expect(tree.territories).toEqual([0, 0, 1, 1]);
  expect(decided.added).toEqual([{ territoryId: 't9', nodeId: 'd2', by: 'overlap' }]);
});

test('one that lies outside goes to most of its neighbours, also by way of others that are new', () => {
  const after = layoutOf({
    t8: { cells: [FARTHER], neighbors: ['t9'] },
    t9: { cells: [FAR], neighbors: ['t1', 't2', 't3', 't8'] },
    t1: { cells: [A] },
    t2: { cells: [B] },
    t3: { cells: [C, D] },
  });
  const { tree, decided, homeless } = carryTree(TREE, BEFORE, after);
  expect(tree.territories).toEqual([0, 0, 0, 0, 1]);
  expect([decided.added.map(({ by }) => by), homeless]).toEqual([['neighbors', 'neighbors'], []]);
});

test('one that nothing tells a parent for, and parents without a child, are named', () => {
  const { homeless, childless } = carryTree(TREE, BEFORE, layoutOf({ t9: { cells: [FAR] }, t1: { cells: [A] } }));
  expect([homeless, childless]).toEqual([['t9'], ['d2']]);
  const other = {
    ...TREE,
    parents: [parent('d1', 0, 2), parent('d2', 0, 3), parent('r1', 1, null), parent('r2', 1, null)],
  };
  expect(carryTree(other, BEFORE, layoutOf({ t1: { cells: [A] } })).childless).toEqual(['d2', 'r2']);
});
