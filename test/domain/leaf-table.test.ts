import { cellToCenterChild, cellToChildren, cellToParent, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import type { Cell } from '../../src/domain/cell.ts';
import { ancestorAt, cellNumber, cellText, centerChildAt, resolutionOf } from '../../src/domain/cell-number.ts';
import { anyLeafWithin, leafOf, ownerLeafOf, sortLeafTable } from '../../src/domain/leaf-table.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

const number = (cell: string) => cellNumber(cell as Cell);
const coarse = latLngToCell(40, -100, 4);
const split = latLngToCell(41, -103, 4);
const fine = cellToChildren(split, 5);
const cells = BigUint64Array.from([coarse, ...fine].map(number)).sort();

test('ancestors and center children are those that h3 gives', () => {
  const random = seededRandom(11);
  for (let i = 0; i < 500; i++) {
    const cell = latLngToCell(random() * 180 - 90, random() * 360 - 180, Math.floor(random() * 16));
    const resolution = resolutionOf(number(cell));
    for (let coarser = 0; coarser <= resolution; coarser++) {
      expect(cellText(ancestorAt(number(cell), coarser))).toBe(cellToParent(cell, coarser));
    }
    for (let finer = resolution; finer <= 15; finer++) {
      expect(cellText(centerChildAt(number(cell), finer))).toBe(cellToCenterChild(cell, finer));
    }
  }
});

test('the leaf of a cell is the cell or its ancestor', () => {
  expect(cells[leafOf(cells, number(coarse))]).toBe(number(coarse));
  expect(cells[leafOf(cells, number(cellToCenterChild(coarse, 9)))]).toBe(number(coarse));
  for (const child of fine) expect(cells[leafOf(cells, number(cellToCenterChild(child, 9)))]).toBe(number(child));
});

test('a cell outside of the cover or coarser than its leaves has no leaf', () => {
  expect(leafOf(cells, number(latLngToCell(0, 0, 9)))).toBe(-1);
  expect(leafOf(cells, number(split))).toBe(-1);
  expect(leafOf(new BigUint64Array(), number(split))).toBe(-1);
});

test('a cell coarser than its leaves is owned by the one that holds its center', () => {
  expect(cells[ownerLeafOf(cells, number(split))]).toBe(number(cellToCenterChild(split, 5)));
});

test('a leaf is found inside a coarser cell, and none where none is', () => {
  expect(anyLeafWithin(cells, number(split))).toBeGreaterThanOrEqual(0);
  expect(anyLeafWithin(cells, number(cellToParent(coarse, 2)))).toBeGreaterThanOrEqual(0);
  expect(anyLeafWithin(cells, number(latLngToCell(0, 0, 2)))).toBe(-1);
});

test('a table sorts its leaves and what belongs to them', () => {
  const table = sortLeafTable({
    cells: BigUint64Array.of(30n, 10n, 20n),
    territories: Uint32Array.of(3, 1, 2),
    sums: Float64Array.of(3, 33, 1, 11, 2, 22),
  });
  expect([...table.cells]).toEqual([10n, 20n, 30n]);
  expect([...table.territories]).toEqual([1, 2, 3]);
  expect([...table.sums]).toEqual([1, 11, 2, 22, 3, 33]);
});
