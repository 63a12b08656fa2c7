import { expect, test } from 'vitest';
import { colorTerritories, TERRITORY_COLORS } from '../../src/domain/territory-colors.ts';

/** A grid of territories that touch their eight neighbours: needs four colors. */
const side = 10;
const grid = Array.from({ length: side * side }, (_, at) =>
  Array.from({ length: side * side }, (_, other) => other).filter((other) => {
    const [dx, dy] = [(at % side) - (other % side), Math.floor(at / side) - Math.floor(other / side)];
    return other !== at && Math.abs(dx) <= 1 && Math.abs(dy) <= 1;
  }),
);
const clashes = (colors: readonly number[]) =>
  grid.flatMap((neighbors, at) => neighbors.filter((other) => colors[other] === colors[at]));

test('neighbours differ, and the palette is used evenly', () => {
  const colors = colorTerritories(grid);
  expect(clashes(colors)).toEqual([]);
  const uses = Array.from({ length: TERRITORY_COLORS }, (_, color) => colors.filter((own) => own === color).length);
  expect(Math.min(...uses)).toBeGreaterThanOrEqual(9);
});

test('colors are kept, but for territories that have come to touch', () => {
  const before = colorTerritories(grid);
  expect(colorTerritories(grid, before)).toEqual(before);
  const clashing = before.map((color, at) => (at === 1 ? (before[0] ?? 0) : color));
  const after = colorTerritories(grid, clashing);
  expect(clashes(after)).toEqual([]);
  expect(after.filter((color, at) => color !== clashing[at]).length).toBeLessThanOrEqual(2);
});

test('more than eight that all touch get a ninth color', () => {
  const all = Array.from({ length: 9 }, (_, at) => [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((other) => other !== at));
  expect(new Set(colorTerritories(all)).size).toBe(9);
});

test('no territory has no color', () => {
  expect(colorTerritories([])).toEqual([]);
  expect(colorTerritories([[]])).toEqual([0]);
});
