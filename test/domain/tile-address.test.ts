import { describe, expect, test } from 'vitest';
import type { Resolution } from '../../src/domain/cell.ts';
import { parseTileAddress, tileWindow } from '../../src/domain/tile-address.ts';
import { leafZoom, tileResolution } from '../../src/domain/tile-resolution.ts';

describe('a tile address', () => {
  test('reads what lies in the square', () => {
    expect(parseTileAddress({ z: '0', x: '0', y: '0' })).toEqual({ z: 0, x: 0, y: 0 });
    expect(parseTileAddress({ z: '16', x: '65535', y: '0' })).toEqual({ z: 16, x: 65535, y: 0 });
  });

  test.each([
    ['1', '2', '0', ['x']],
    ['1', '0', '2', ['y']],
    ['17', '0', '0', ['z']],
    ['-1', '0', '0', ['z']],
    ['1.5', '0', '0', ['z']],
    ['01', '0', '0', ['z']],
    ['2', '-1', '4', ['x', 'y']],
    ['a', 'b', 'c', ['z', 'x', 'y']],
    ['3', '', '1e0', ['x', 'y']],
  ])('refuses %s/%s/%s', (z, x, y, fields) => {
    expect(() => parseTileAddress({ z, x, y })).toThrow(
      expect.objectContaining({
        kind: 'invalid-parameter',
        violations: fields.map((field) => expect.objectContaining({ field })),
      }),
    );
  });

  test('spans its part of the world and the margin', () => {
    const [west, south, east, north] = tileWindow({ z: 1, x: 0, y: 0 }, 0);
    expect([west, south, east]).toEqual([-180, 0, 0]);
    expect(north).toBeCloseTo(85.0511, 4);
    expect(tileWindow({ z: 1, x: 0, y: 0 }, 0.1)[0]).toBeCloseTo(-198, 6);
  });
});

const resolutions = (base: number, finest: number) => ({
  base: base as Resolution,
  finest: finest as Resolution,
  why: '',
});

describe('the resolution of a zoom', () => {
  test('grows with the zoom, and ends at the finest', () => {
    const byZoom = Array.from({ length: 17 }, (_, zoom) => tileResolution(zoom, resolutions(0, 9)));
    expect(byZoom).toEqual([...byZoom].sort((a, b) => a - b));
    expect(byZoom[0]).toBeLessThanOrEqual(1);
    expect(byZoom.at(-1)).toBe(9);
    expect(tileResolution(16, resolutions(2, 4))).toBe(4);
  });

  test('never loses a layout of one city', () => {
    expect(tileResolution(0, resolutions(7, 9))).toBe(6);
  });

  test('draws the leaves of a country from zoom 5 or so', () => {
    expect(leafZoom(4 as Resolution)).toBeGreaterThanOrEqual(4);
    expect(leafZoom(4 as Resolution)).toBeLessThanOrEqual(6);
  });
});
