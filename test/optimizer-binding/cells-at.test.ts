import { cellToBoundary, cellToLatLng, getPentagons } from 'h3-js';
import { expect, test } from 'vitest';
import { cellsAt, initSync } from '../../optimizer/pkg/hexalign_optimizer.js';
import module from '../../optimizer/pkg/hexalign_optimizer_bg.wasm';
import { parseResolution } from '../../src/domain/cell.ts';
import { cellAt } from '../../src/domain/cell-at.ts';
import { cellText } from '../../src/domain/cell-number.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

type Place = readonly [latDeg: number, lngDeg: number];

initSync({ module });
const RESOLUTIONS = Array.from({ length: 16 }, (_, resolution) => parseResolution(resolution));

/** Places for which h3-js, which bins accounts, and h3o, which the optimizer is built on, give different cells. */
function differences(places: readonly Place[], resolutions = RESOLUTIONS): string[] {
  const flat = Float64Array.from(places.flat());
  return resolutions.flatMap((resolution) => {
    const cells = cellsAt(flat, resolution);
    return places.flatMap(([lat, lng], at) => {
      const [ours, theirs] = [cellAt(lat, lng, resolution), cellText(cells[at] ?? 0n)];
      return ours === theirs ? [] : [`${lat},${lng} at ${resolution}: ${ours} and ${theirs}`];
    });
  });
}

/** Places spread evenly over the sphere. */
function scattered(count: number, seed: number): Place[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const lat = (Math.asin(2 * random() - 1) * 180) / Math.PI;
    return [lat, random() * 360 - 180] as const;
  });
}

/** A place, and places about it at distances from a millimeter to a kilometer. */
function about([lat, lng]: Place): Place[] {
  const near = [1e-8, 1e-7, 1e-5, 1e-3, 1e-2].flatMap((deg) => [
    [lat + deg, lng] as const,
    [lat - deg, lng] as const,
    [lat, lng + deg] as const,
    [lat, lng - deg] as const,
  ]);
  return [[lat, lng] as const, ...near].filter(([one]) => Math.abs(one) <= 90);
}

test('h3-js and the optimizer bin 40,000 places all over the earth alike, at every resolution', () => {
  expect(differences(scattered(40_000, 5))).toEqual([]);
});

test('they bin 300,000 places alike at the resolution of accounts', () => {
  expect(differences(scattered(300_000, 6), [parseResolution(9)])).toEqual([]);
});

test('they bin the poles, the antimeridian and what is about them alike', () => {
  const lats = Array.from({ length: 37 }, (_, at) => -90 + at * 5);
  const meridians = lats.flatMap((lat) => [-180, 180, 0, -0, 90, -90].map((lng) => [lat, lng] as const));
  expect(differences(meridians.flatMap(about))).toEqual([]);
});

test('they bin the pentagons alike: their centers, their corners and what is about those', () => {
  for (const resolution of RESOLUTIONS) {
    const pentagons = getPentagons(resolution);
    expect(differences(pentagons.flatMap((cell) => about(cellToLatLng(cell) as [number, number])))).toEqual([]);
    const corners = pentagons.flatMap((cell) => cellToBoundary(cell) as [number, number][]);
    expect(differences(corners.flatMap((corner) => about(corner).slice(1)))).toEqual([]);
  }
});

/** A place on the very line is in either cell: the last bit of a sine decides. */
test('they bin what is next to the borders of cells alike, a millimeter from corners and from middles of edges on', () => {
  for (const resolution of RESOLUTIONS) {
    const borders = scattered(150, 7 + resolution).flatMap(([lat, lng]): Place[] => {
      const corners = cellToBoundary(cellAt(lat, lng, resolution)) as [number, number][];
      return corners.flatMap(([a, b], at): Place[] => {
        const [c, d] = corners[(at + 1) % corners.length] as [number, number];
        return Math.abs(b - d) > 180
          ? [[a, b]]
          : [
              [a, b],
              [(a + c) / 2, (b + d) / 2],
            ];
      });
    });
    expect(
      differences(
        borders.flatMap((place) => about(place).slice(1)),
        [resolution],
      ),
    ).toEqual([]);
  }
});
