import { cellToChildren, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import type { Cell } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { findMoves } from '../../src/domain/disruption.ts';
import { sortLeafTable } from '../../src/domain/leaf-table.ts';

const [here, there, new_] = [latLngToCell(50, 10, 5), latLngToCell(52, 12, 5), latLngToCell(54, 14, 5)];
const children = cellToChildren(here, 6);
const table = (leaves: [string, number, number][]) =>
  sortLeafTable({
    cells: BigUint64Array.from(leaves, ([cell]) => cellNumber(cell as Cell)),
    territories: Uint32Array.from(leaves, ([, territory]) => territory),
    sums: Float64Array.from(leaves, ([, , sum]) => sum),
  });
const before = table([
  [here, 0, 10],
  [there, 1, 5],
]);

test('a leaf that keeps its territory does not move', () => {
  expect(findMoves(before, before)).toEqual([]);
});

test('a leaf inside an earlier leaf moves where their territories differ', () => {
  const after = table([
    ...children.map((cell, at): [string, number, number] => [cell, at === 2 ? 1 : 0, at + 1]),
    [there, 1, 5],
  ]);
  expect(findMoves(before, after)).toEqual([{ cell: children[2], from: 0, to: 1, sums: [3] }]);
});

test('an empty leaf is not told, and one on new ground was nobody’s', () => {
  const after = table([
    [here, 0, 10],
    [there, 0, 0],
    [new_, 1, 4],
  ]);
  expect(findMoves(before, after)).toEqual([]);
});
