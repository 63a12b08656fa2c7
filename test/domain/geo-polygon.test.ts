import { expect, test } from 'vitest';
import { parsePolygon, polygonHolds } from '../../src/domain/geo-polygon.ts';

const polygon = (...coordinates: number[][][]) => JSON.stringify({ type: 'Polygon', coordinates });
const square = (from: number, to: number) => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
  [from, from],
];

test('a place in a hole is outside, one on an island in it inside', () => {
  const rings = parsePolygon(polygon(square(0, 10), square(2, 8), square(4, 6)));
  expect(rings.box).toEqual({ west: 0, south: 0, east: 10, north: 10 });
  expect([1, 3, 5, 7, 9, 11].map((at) => polygonHolds(rings, at, at))).toEqual([true, false, true, false, true, false]);
});

test('polygons side by side share no place and leave none out', () => {
  const [left, right] = [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ],
    [
      [1, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 0],
    ],
  ].map((ring) => parsePolygon(polygon(ring)));
  for (let lng = 0; lng < 2; lng += 0.25) {
    for (let lat = 0; lat < 1; lat += 0.25) {
      const held = [left, right].filter((one) => one && polygonHolds(one, lat, lng)).length;
      expect([lng, lat, held]).toEqual([lng, lat, 1]);
    }
  }
});

test('a MultiPolygon holds what any of its polygons does', () => {
  const text = JSON.stringify({ type: 'MultiPolygon', coordinates: [[square(0, 1)], [square(5, 6)]] });
  const held = parsePolygon(text);
  expect([0.5, 3, 5.5].map((at) => polygonHolds(held, at, at))).toEqual([true, false, true]);
});

test.each([
  ['nothing of GeoJSON', 'x'],
  ['a Point', '{"type":"Point","coordinates":[1,1]}'],
  ['no ring', '{"type":"Polygon","coordinates":[]}'],
  ['null', 'null'],
  [
    'a ring left open',
    polygon([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]),
  ],
  [
    'a ring of three positions',
    polygon([
      [0, 0],
      [1, 0],
      [0, 0],
    ]),
  ],
  [
    'a latitude of 91',
    polygon([
      [0, 0],
      [1, 91],
      [1, 1],
      [0, 0],
    ]),
  ],
  ['text for a number', '{"type":"Polygon","coordinates":[[["0",0],[1,0],[1,1],["0",0]]]}'],
  ['1,001 positions', polygon(Array.from({ length: 1_001 }, (_, i) => [0, (i % 1_000) / 100]))],
])('is refused with %s', (_, text) => {
  expect(() => parsePolygon(text)).toThrowError(expect.objectContaining({ kind: 'invalid-parameter' }));
});
