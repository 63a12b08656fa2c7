import { expect, test } from 'vitest';
import { findTwins, TWIN_METERS } from '../../src/domain/account-twins.ts';
import { nameLikeness, normalisedName } from '../../src/domain/name-likeness.ts';
import { metersApart, type Places } from '../../src/domain/near-places.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

function placesOf(points: readonly (readonly [lat: number, lng: number])[]): Places {
  return { count: points.length, latDeg: (at) => points[at]?.[0] ?? 0, lngDeg: (at) => points[at]?.[1] ?? 0 };
}

test('accounts of one name that are near each other are found as a look at all pairs finds them, near the poles, too', () => {
  const random = seededRandom(5);
  for (const [south, west] of [
    [50, 10],
    [-0.001, -0.001],
    [78, 15],
    [-55, 170],
  ] as const) {
    const points = Array.from({ length: 400 }, () => [south + random() * 0.005, west + random() * 0.02] as const);
    const places = placesOf(points);
    const found: string[] = [];
    findTwins(
      places,
      () => 'Bakery',
      ({ a, b }) => found.push(`${a} ${b}`),
    );
    const naive = points.flatMap((_, a) =>
      points.flatMap((__, b) => (a < b && metersApart(places, a, b) <= TWIN_METERS ? [`${a} ${b}`] : [])),
    );
    expect(naive.length).toBeGreaterThan(10);
    expect(found.sort()).toEqual(naive.sort());
  }
});

test('of a thousand accounts in one place those of like names are found', () => {
  const places = placesOf(Array.from({ length: 1_000 }, () => [40.7, -74] as const));
  const names = Array.from({ length: 1_000 }, (_, at) => `${at * 7919}-${(at * 104729) % 9973}`);
  [names[17], names[801]] = ['Corner Bakery Inc', 'corner bakery'];
  const found: string[] = [];
  findTwins(
    places,
    (at) => names[at] ?? '',
    ({ a, b }) => found.push(`${a} ${b}`),
  );
  expect(found).toContain('17 801');
});

test.each([
  ['Müller & Söhne GmbH', 'MULLER SOHNE', 1],
  ["Joe's Diner, LLC", 'Joes Diner', 1],
  ['Corner Bakery', 'Corner Backery', 0.8],
  ['Corner Bakery', 'Bridge Cafe', 0],
  ['', '', 0],
])('%s and %s are alike by at least %d', (a, b, least) => {
  const likeness = nameLikeness(normalisedName(a), normalisedName(b));
  expect(likeness).toBeGreaterThanOrEqual(least);
  if (least === 0) expect(likeness).toBeLessThan(0.5);
});
