import { env } from 'cloudflare:workers';
import { cellToChildren, cellToLatLng, cellToParent, getResolution, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import { editLayout } from '../../src/application/edit-layout.ts';
import type { Cell } from '../../src/domain/cell.ts';
import { cellText } from '../../src/domain/cell-number.ts';
import type { EditPlaces } from '../../src/domain/edit.ts';
import { wirePorts } from '../../src/wiring.ts';
import { keepLayout } from './keep-layout.ts';

const ports = wirePorts(env);
const WORKSPACE = 'w-places';

/** Leaves of two resolutions, in stripes of three territories by their parents. */
const parents = cellToChildren(latLngToCell(46, 3, 3), 5);
const leaves = parents.flatMap((parent, at) => cellToChildren(parent, at % 3 === 0 ? 7 : 6));
const owner = (cell: string) => `s${parents.indexOf(cellToParent(cell, 5)) % 3}`;
const layoutId = await keepLayout(ports, WORKSPACE, new Map(leaves.map((cell) => [cell, owner(cell)])));

/** Gives places to a territory and answers the territory of each leaf. */
async function given(to: string, places: EditPlaces): Promise<Map<string, string>> {
  const edits = [{ kind: 'assign' as const, to, ...places }];
  const request = { planId: null, edits, contiguity: 'report', remarks: {} } as const;
  const { layout, leaves: table } = await editLayout(ports, WORKSPACE, layoutId, request);
  return new Map(
    [...table.cells].map((cell, leaf) => [cellText(cell), layout.territories[table.territories[leaf] ?? -1]?.id ?? '']),
  );
}

/** Expects exactly the leaves that are meant to be in the territory now, and all others where they were. */
async function expectGiven(to: string, places: EditPlaces, isMeant: (cell: string) => boolean): Promise<void> {
  const meant = leaves.filter(isMeant);
  expect(meant.filter((cell) => owner(cell) !== to).length).toBeGreaterThan(3);
  expect(meant.length).toBeLessThan(leaves.length / 2);
  const expected = new Map(leaves.map((cell) => [cell, isMeant(cell) ? to : owner(cell)]));
  expect([...(await given(to, places))].toSorted()).toEqual([...expected].toSorted());
}

type Point = readonly [lng: number, lat: number];

/** Whether a line from a point to the east crosses a ring an odd number of times. */
function isInRing([lng, lat]: Point, ring: readonly Point[]): boolean {
  const crossings = ring.slice(1).filter(([x, y], at) => {
    const [x0, y0] = ring[at] ?? [0, 0];
    return y > lat !== y0 > lat && lng < ((x0 - x) * (lat - y)) / (y0 - y) + x;
  });
  return crossings.length % 2 === 1;
}

const centerOf = (cell: string): Point => {
  const [lat, lng] = cellToLatLng(cell);
  return [lng, lat];
};

const [midLng, midLat] = centerOf(parents[0] ?? '');
/** A ring of corners about the middle, in thousandths of a degree. */
const ring = (...corners: Point[]): Point[] =>
  [...corners, ...corners.slice(0, 1)].map(([x, y]) => [midLng + x / 1_000, midLat + y / 1_000]);

test('a polygon takes exactly the leaves whose centers lie inside, not in its hole', async () => {
  const [outer, hole] = [
    ring([-300, -200], [-50, -250], [250, -180], [60, 10], [260, 220], [-180, 250]),
    ring([-120, -80], [-60, 60], [-150, 90]),
  ];
  const isMeant = (cell: string) => isInRing(centerOf(cell), outer) && !isInRing(centerOf(cell), hole);
  expect(leaves.some((cell) => isInRing(centerOf(cell), hole))).toBe(true);
  await expectGiven('s1', { polygon: { type: 'Polygon', coordinates: [outer, hole] } }, isMeant);
  const [left, right] = [ring([-300, -200], [-150, -200], [-200, 150]), ring([100, -150], [250, -150], [180, 150])];
  const either = (cell: string) => [left, right].some((one) => isInRing(centerOf(cell), one));
  await expectGiven('s2', { polygon: { type: 'MultiPolygon', coordinates: [[left], [right]] } }, either);
});

test('a coarse cell takes exactly the leaves inside it, of any resolution', async () => {
  const [four, five] = [
    cellToParent(parents[3] ?? '', 4),
    parents.find((cell) => cellToParent(cell, 4) !== cellToParent(parents[3] ?? '', 4)) ?? '',
  ];
  const inside = (cell: string) => [four, five].some((coarse) => cellToParent(cell, getResolution(coarse)) === coarse);
  expect(new Set(leaves.filter(inside).map((cell) => getResolution(cell)))).toEqual(new Set([6, 7]));
  await expectGiven('s0', { cells: [four, five] as Cell[] }, inside);
});
