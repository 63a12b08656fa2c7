import { cellToChildren, cellToLatLng, cellToParent } from 'h3-js';
import { describe, expect, test } from 'vitest';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { solve } from '../solve-accounts.ts';

const workspace = await openWorkspace();
const market = { count: 300, seed: 4, west: 15, south: 50, widthDeg: 2, heightDeg: 1 };
const { answer: layout } = await solve(workspace, 'territories=4&effort=fast', toCsv(scatterAccounts(market)));
const territory = layout.territories[2];
const cell = territory?.cells[0] ?? '';

async function ask(query: string, layoutId: string = layout.layoutId) {
  const response = await workspace.fetch(`/v1/layouts/${layoutId}/owner?${query}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the owner', () => {
  test('of a cell is the territory that holds it, by the cell, what lies in it, and its center', async () => {
    const owner = { layoutId: layout.layoutId, territory: { id: 't3', name: 'Territory 3' }, cell };
    const [lat, lng] = cellToLatLng(cell);
    expect((await ask(`cell=${cell}`)).body).toEqual(owner);
    expect((await ask(`lat=${lat}&lng=${lng}`)).body).toEqual(owner);
    const [inside = ''] = cellToChildren(cell, 10);
    expect((await ask(`cell=${inside}`)).body).toMatchObject({ territory: { id: 't3' } });
  });

  test('of a cell coarser than the layout is that of its center', async () => {
    const coarse = cellToParent(cell, 3);
    const [lat, lng] = cellToLatLng(coarse);
    const [byCell, byPoint] = [await ask(`cell=${coarse}`), await ask(`lat=${lat}&lng=${lng}`)];
    expect(byCell.status).toBe(byPoint.status);
    expect(byCell.body.territory).toEqual(byPoint.body.territory);
  });

  test('of a place outside of the cover is nobody, and the nearest territory is named', async () => {
    const near = await ask('lat=49.6&lng=16');
    expect(near.status).toBe(404);
    expect(near.body).toMatchObject({
      type: '/problems/outside-cover',
      nearest: { territory: { id: expect.stringMatching(/^t[1-4]$/) }, distanceKm: expect.any(Number) },
    });
    const far = await ask('lat=-30&lng=-60');
    expect(far.status).toBe(404);
    expect(far.body).toMatchObject({ type: '/problems/outside-cover' });
    expect(far.body.nearest).toBeUndefined();
  });

  test.each([
    ['', 'lat'],
    ['lat=5', 'lng'],
    ['lat=91&lng=0', 'lat'],
    ['lat=0&lng=181', 'lng'],
    ['lat=NaN&lng=0', 'lat'],
    ['cell=zz', 'cell'],
    ['cell=8ffffffffffffff', 'cell'],
    ['cell=8928308280fff0f', 'cell'],
    ['cell=8a2a1072b59ffff&lat=5&lng=5', 'cell'],
    ['lat=5&lng=5&lon=5', 'lon'],
  ])('is not asked for with %j', async (query, field) => {
    const { status, body } = await ask(query);
    expect(status).toBe(400);
    expect(body.violations).toContainEqual(expect.objectContaining({ field }));
  });

  test('in another workspace’s layout, or one that is none, is not to be had', async () => {
    const other = await openWorkspace();
    for (const [who, layoutId] of [
      [other, layout.layoutId],
      [workspace, `lay_${'a'.repeat(52)}`],
      [workspace, 'lay_x'],
    ] as const) {
      const response = await who.fetch(`/v1/layouts/${layoutId}/owner?lat=50&lng=15`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ type: '/problems/not-found' });
    }
  });
});

test('owners of many places come in their order, and what is wrong is named by its place', async () => {
  const ask = async (places: unknown[]) => {
    const response = await workspace.fetch(`/v1/layouts/${layout.layoutId}/owner`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ places }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  expect((await ask([{ lat: -30, lng: -60 }, { cell }])).body).toEqual({
    layoutId: layout.layoutId,
    owners: [null, { territoryId: 't3', cell }],
  });
  const wrong = await ask([{ lat: 5, lng: 5 }, { lat: 5 }]);
  expect(wrong.status).toBe(400);
  expect(wrong.body.violations).toEqual([expect.objectContaining({ field: '/places/1/lng' })]);
});
