import { expect, test } from 'vitest';
import { polygonHolds } from '../../src/domain/geo-polygon.ts';
import type { Position } from '../../src/domain/position.ts';
import { findCrossing } from '../../src/domain/ring-crossing.ts';
import { ShapeIndex } from '../../src/domain/shape-index.ts';
import { partSurfaceKm2 } from '../../src/domain/shape-surface.ts';
import type { TerritoryShape } from '../../src/domain/territory-shape.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

const GLOBE = { west: -180, south: -90, east: 180, north: 90 };

/** A star about a place, its rays of random length. */
function star(random: () => number, lng: number, lat: number, size: number): Position[] {
  const rays = 3 + Math.floor(random() * 30);
  const ring = Array.from({ length: rays }, (_, ray): Position => {
    const [angle, length] = [(2 * Math.PI * ray) / rays, size * (0.2 + random())];
    return [lng + length * Math.cos(angle), lat + length * Math.sin(angle)];
  });
  return [...ring, ring[0] as Position];
}

const flat = (ring: readonly Position[]) => Float64Array.from(ring.flat() as number[]);

test('the territories that hold a place are those that a look at every edge finds', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 20; round++) {
    const rings = Array.from({ length: 1 + Math.floor(random() * 12) }, () => [
      star(random, random() * 20, random() * 20, 6),
      ...(random() < 0.5 ? [star(random, random() * 20, random() * 20, 1)] : []),
    ]);
    const shapes: TerritoryShape[] = rings.map((own, at) => ({
      ...{ id: `${at}`, name: '', repId: null, parts: [{ rings: own.map(flat) }] },
    }));
    const index = new ShapeIndex(shapes);
    for (let place = 0; place < 300; place++) {
      const [lat, lng] = [random() * 24 - 2, random() * 24 - 2];
      const naive = rings.flatMap((own, at) => (polygonHolds({ rings: own, box: GLOBE }, lat, lng) ? [at] : []));
      expect(index.holding(lat, lng)).toEqual(naive);
    }
  }
});

test('each place on a border of two polygons is in one of them, whichever way they are wound', () => {
  const west: Position[] = [
    [0, 0],
    [1.3, 0],
    [1.1, 1],
    [0, 1],
    [0, 0],
  ];
  const east: Position[] = [
    [1.3, 0],
    [2, 0],
    [2, 1],
    [1.1, 1],
    [1.3, 0],
  ];
  for (const other of [east, [...east].reverse()]) {
    const index = new ShapeIndex(
      [west, other].map((ring, at) => ({ id: `${at}`, name: '', repId: null, parts: [{ rings: [flat(ring)] }] })),
    );
    for (let step = 0; step < 1_000; step++) {
      const lat = step / 1_000;
      expect(index.holding(lat, 1.3 + ((1.1 - 1.3) * lat) / 1)).toHaveLength(1);
    }
  }
});

test('a ring that crosses itself is told from one that does not, as a look at all pairs of edges tells', () => {
  const random = seededRandom(3);
  let crossed = 0;
  for (let round = 0; round < 400; round++) {
    const points = Array.from(
      { length: 3 + Math.floor(random() * 6) },
      (): Position => [Math.floor(random() * 8), Math.floor(random() * 8)],
    );
    const ring = [...points, points[0] as Position];
    const naive = ring.slice(1).some((_, a) => ring.slice(1).some((__, b) => a < b && cross(ring, a, b)));
    expect([ring, findCrossing(flat(ring), { pairs: 1_000 }) !== null]).toEqual([ring, naive]);
    crossed += Number(naive);
  }
  expect(crossed).toBeGreaterThan(100);
  expect(() => findCrossing(flat(star(random, 0, 0, 5)), { pairs: 2 })).toThrow(RangeError);
});

/** Whether two edges cross inside both, by where along each the other's line meets it. */
function cross(ring: readonly Position[], a: number, b: number): boolean {
  const [[ax, ay], [bx, by], [cx, cy], [dx, dy]] = [ring[a], ring[a + 1], ring[b], ring[b + 1]] as Position[] as [
    Position,
    Position,
    Position,
    Position,
  ];
  const over = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (over === 0) return false;
  const along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / over;
  const across = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / over;
  return along > 0 && along < 1 && across > 0 && across < 1;
}

test('the surface of an octant of the globe is an eighth of it, and a hole is not counted', () => {
  const octant = flat([
    [0, 0],
    [90, 0],
    [90, 90],
    [0, 90],
    [0, 0],
  ]);
  const globe = 4 * Math.PI * 6371.0072 ** 2;
  expect(partSurfaceKm2({ rings: [octant] })).toBeCloseTo(globe / 8, 0);
  const hole = flat([
    [0, 0],
    [0, 30],
    [90, 30],
    [90, 0],
    [0, 0],
  ]);
  // Up to 30 degrees lies half of a hemisphere.
  expect(partSurfaceKm2({ rings: [octant, hole] })).toBeCloseTo(globe / 16, 0);
});
