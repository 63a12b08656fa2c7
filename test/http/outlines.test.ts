import { expect, test } from 'vitest';
import type { Resolution } from '../../src/domain/cell.ts';
import { WasmOptimizer } from '../../src/optimizer-binding/wasm-optimizer.ts';
import { mapEncoder } from '../../src/tiles/map-encoder.ts';
import { scatterAccounts, seededRandom, toCsv } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { measureOutlines, type OutlineFeature, OutlineOwners } from '../outline-owners.ts';
import { solve } from '../solve-accounts.ts';

const workspace = await openWorkspace();
const market = { count: 500, seed: 21, west: -104, south: 38, widthDeg: 3, heightDeg: 2 };
const { answer: layout } = await solve(
  workspace,
  'territories=7&balance=revenue:0.1&effort=fast',
  toCsv(scatterAccounts(market)),
);

async function outlinesAt(resolution: number): Promise<OutlineFeature[]> {
  const response = await workspace.fetch(`/v1/layouts/${layout.layoutId}/territories?resolution=${resolution}`, {
    headers: { accept: 'application/geo+json' },
  });
  return ((await response.json()) as { features: OutlineFeature[] }).features;
}

/** The whole cover drawn as one owner. */
function unionAt(resolution: number): OutlineFeature[] {
  const leaves = BigUint64Array.from(
    layout.territories.flatMap(({ cells }) => cells),
    (cell) => BigInt(`0x${cell}`),
  );
  const owners = new Uint32Array(leaves.length);
  const outlines = new WasmOptimizer().drawOutlines({ leaves, owners, resolution: resolution as Resolution });
  const layer = { name: 'union', outlines, feature: () => ({ id: 'all', properties: {} }) };
  return JSON.parse([...mapEncoder.featureCollection(layer)].join('')).features;
}

test.each([3, 4, 5, 6, 7, 8, 9])('outlines at resolution %i neither overlap nor leave a gap', async (resolution) => {
  const territories = measureOutlines(await outlinesAt(resolution));
  const union = measureOutlines(unionAt(resolution));
  expect(territories.repeatedSides).toBe(0);
  expect(territories.areaDeg2).toBeGreaterThan(0);
  expect(Math.abs(territories.areaDeg2 / union.areaDeg2 - 1)).toBeLessThan(1e-12);
  const reversed = (side: string) => {
    const [fromX, fromY, x, y] = side.split(',');
    return `${x},${y},${fromX},${fromY}`;
  };
  const unshared = [...territories.sides].filter((side) => !territories.sides.has(reversed(side)));
  expect(unshared.sort()).toEqual([...union.sides].sort());
});

test('the owner of a point is the territory whose finest outline holds it', async () => {
  const outlines = new OutlineOwners(await outlinesAt(layout.resolution.finest));
  const random = seededRandom(77);
  const places = Array.from({ length: 6000 }, (_, at) => {
    if (at % 2 === 0) return { lat: 37.5 + random() * 3, lng: -104.5 + random() * 4 };
    const [lat, lng] = outlines.pointOnEdge(random());
    return { lat: lat + (random() - 0.5) * 0.004, lng: lng + (random() - 0.5) * 0.004 };
  }).filter(({ lat, lng }) => outlines.edgeDistanceMeters(lat, lng) > 0.05);
  const response = await workspace.fetch(`/v1/layouts/${layout.layoutId}/owner`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ places }),
  });
  const { owners } = (await response.json()) as { owners: ({ territoryId: string; cell: string } | null)[] };
  const expected = places.map(({ lat, lng }) => outlines.ownersAt(lat, lng));
  expect(owners.map((owner) => (owner === null ? [] : [owner.territoryId]))).toEqual(expected);
  expect(owners.filter((owner) => owner === null).length).toBeGreaterThan(100);

  for (let at = 0; at < 60; at++) {
    const place = places[at] as { lat: number; lng: number };
    const single = await workspace.fetch(`/v1/layouts/${layout.layoutId}/owner?lat=${place.lat}&lng=${place.lng}`);
    const owner = owners[at];
    expect(single.status).toBe(owner === null ? 404 : 200);
    const body = await single.json();
    if (owner) {
      const territory = layout.territories.find(({ id }) => id === owner.territoryId);
      expect(body).toEqual({
        layoutId: layout.layoutId,
        territory: { id: owner.territoryId, name: territory?.name },
        cell: owner.cell,
      });
    }
  }
});

test('cells drawn at one resolution are a partition of the same cover', async () => {
  const response = await workspace.fetch(`/v1/layouts/${layout.layoutId}/cells?resolution=7`, {
    headers: { accept: 'application/geo+json' },
  });
  const { features } = (await response.json()) as { features: OutlineFeature[] };
  const cells = measureOutlines(features);
  expect(cells.repeatedSides).toBe(0);
  expect(cells.areaDeg2).toBeCloseTo(measureOutlines(unionAt(7)).areaDeg2, 10);
  const territoryOf = new Map(layout.territories.flatMap(({ id, cells }) => cells.map((cell) => [cell, id])));
  for (const { id, properties } of features) {
    expect(properties).toMatchObject({ cell: id, territory: territoryOf.get(id), color: expect.any(Number) });
  }
});

test('a resolution beyond the finest is refused', async () => {
  const response = await workspace.fetch(`/v1/layouts/${layout.layoutId}/territories?resolution=10`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    violations: [{ field: 'resolution', remedy: expect.stringContaining('0 to 9') }],
  });
});
