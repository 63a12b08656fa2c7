import { cellToLatLng, cellToParent, isValidCell } from 'h3-js';
import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

interface CellPage {
  readonly items: { cell: string; sums: Record<string, number> }[];
  readonly next: string | null;
}

async function uploaded(csv: string, plan: Record<string, unknown> = {}): Promise<string> {
  const planId = await createPlan(workspace, plan);
  const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csv };
  expect((await workspace.fetch(`/v1/plans/${planId}/accounts`, init)).status).toBe(200);
  return planId;
}

async function cellsOf(planId: string, query = ''): Promise<CellPage> {
  const response = await workspace.fetch(`/v1/plans/${planId}/cells${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as CellPage;
}

const GRID = ['id,lat,lng,v'];
for (let i = 0; i < 600; i++)
  GRID.push(`a${i},${(30 + (i % 30) * 0.4).toFixed(2)},${(-100 + Math.floor(i / 30) * 0.4).toFixed(2)},${i}`);

describe('GET /v1/plans/{planId}/cells', () => {
  test('sums the accounts of each cell at the finest resolution', async () => {
    const planId = await uploaded('id,lat,lng,v,w\na,40,-74,1,0.5\nb,40.00001,-74,2,0.25\nc,10,10,4,\n', {
      finestResolution: 7,
    });
    const { items, next } = await cellsOf(planId);
    expect(items.map(({ sums }) => sums)).toEqual([
      { accounts: 2, v: 3, w: 0.75 },
      { accounts: 1, v: 4, w: 0 },
    ]);
    expect(next).toBeNull();
    for (const { cell } of items) expect(isValidCell(cell)).toBe(true);
  });

  test('sums coarser cells from their children, in pages that repeat and lose nothing', async () => {
    const planId = await uploaded(GRID.join('\n'));
    const fine = (await cellsOf(planId, '?limit=1000')).items;
    const expected = new Map<string, number>();
    for (const { cell, sums } of fine) {
      const parent = cellToParent(cell, 3);
      expected.set(parent, (expected.get(parent) ?? 0) + (sums.v ?? 0));
    }
    const seen: [string, number][] = [];
    let query = '?resolution=3&limit=7';
    while (query !== '') {
      const page = await cellsOf(planId, query);
      expect(page.items.length).toBeLessThanOrEqual(7);
      seen.push(...page.items.map(({ cell, sums }): [string, number] => [cell, sums.v ?? 0]));
      query = page.next === null ? '' : `?resolution=3&limit=7&cursor=${page.next}`;
    }
    expect(seen).toEqual([...expected].sort(([a], [b]) => (a < b ? -1 : 1)));
  });

  test('refuses a resolution finer than the finest of the plan, and a cursor of another resolution', async () => {
    const planId = await uploaded(GRID.join('\n'), { finestResolution: 5 });
    const finer = await workspace.fetch(`/v1/plans/${planId}/cells?resolution=6`);
    expect([finer.status, await finer.json()]).toMatchObject([
      400,
      { violations: [{ field: 'resolution', remedy: 'send at most 5' }] },
    ]);
    const { next } = await cellsOf(planId, '?resolution=4&limit=1');
    const wrong = await workspace.fetch(`/v1/plans/${planId}/cells?resolution=3&cursor=${next}`);
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { violations: [{ field: 'cursor' }] }]);
  });

  test('has the workload that layouts balance where it is asked for, page by page the same', async () => {
    const rows = GRID.slice(1, 121).map((row, at) => `${row},${(at % 5) + 1},${20 + at}`);
    const planId = await uploaded(`${GRID[0]},visitsPerPeriod,visitMinutes\n${rows.join('\n')}\n`);
    const ASKED = '?include=workload';
    const { items } = await cellsOf(planId, `${ASKED}&limit=1000`);
    const workload = items.reduce((sum, { sums }) => sum + (sums.workload ?? 0), 0);
    const body = JSON.stringify({ territories: 2, balance: { workload: 0.2 }, effort: 'fast' });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const layout = await (await workspace.fetch(`/v1/plans/${planId}/layouts`, init)).json();
    const { totals } = layout as { totals: { sums: Record<string, number> } };
    expect(workload).toBeCloseTo(totals.sums.workload ?? 0, 6);
    expect(workload).toBeGreaterThan(120);
    expect((await cellsOf(planId, '?limit=1')).items[0]?.sums).not.toHaveProperty('workload');
    const paged: CellPage['items'] = [];
    for (let query = `${ASKED}&limit=50`; query !== ''; ) {
      const page = await cellsOf(planId, query);
      paged.push(...page.items);
      query = page.next === null ? '' : `${ASKED}&limit=50&cursor=${page.next}`;
    }
    expect(paged).toEqual(items);
    const coarse = (await cellsOf(planId, `${ASKED}&resolution=2&limit=1000`)).items;
    expect(coarse.reduce((sum, { sums }) => sum + (sums.workload ?? 0), 0)).toBeCloseTo(workload, 6);
  });

  test('has no workload where nobody is visited', async () => {
    const { items } = await cellsOf(await uploaded(GRID.join('\n')), '?include=workload&limit=1');
    expect(Object.keys(items[0]?.sums ?? {})).toEqual(['accounts', 'v']);
  });

  test('is empty for a plan without accounts', async () => {
    expect(await cellsOf(await createPlan(workspace))).toEqual({ items: [], next: null });
  });
});

describe('as GeoJSON', () => {
  type Feature = {
    id: string;
    properties: Record<string, number>;
    geometry: { type: string; coordinates: number[][][][] };
  };

  async function featuresOf(planId: string): Promise<Feature[]> {
    const response = await workspace.fetch(`/v1/plans/${planId}/cells`, {
      headers: { accept: 'application/geo+json' },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/geo+json']);
    return ((await response.json()) as { features: Feature[] }).features;
  }

  test('each cell is a polygon about its center with its sums', async () => {
    const planId = await uploaded('id,lat,lng,v\na,40,-74,1\nb,10,10,4\n', { finestResolution: 5 });
    const features = await featuresOf(planId);
    expect(features.map(({ properties }) => properties)).toMatchObject([
      { accounts: 1, v: 1 },
      { accounts: 1, v: 4 },
    ]);
    for (const { id, geometry } of features) {
      const ring = geometry.coordinates[0]?.[0] as number[][];
      expect([geometry.type, ring.length]).toEqual(['MultiPolygon', 7]);
      expect(ring[0]).toEqual(ring.at(-1));
      const [latDeg, lngDeg] = cellToLatLng(id);
      const middle = (axis: number) => ring.slice(1).reduce((sum, point) => sum + (point[axis] ?? 0), 0) / 6;
      expect(Math.hypot(middle(0) - lngDeg, middle(1) - latDeg)).toBeLessThan(0.02);
    }
  });

  test('a cell on the antimeridian is cut into a polygon on either side', async () => {
    const planId = await uploaded('id,lat,lng\na,0.5,180\n', { finestResolution: 3 });
    const [feature] = await featuresOf(planId);
    const polygons = feature?.geometry.coordinates as number[][][][];
    expect(polygons.length).toBe(2);
    const sides = polygons.map((polygon) =>
      Math.sign((polygon[0] as number[][]).reduce((sum, [lngDeg = 0]) => sum + lngDeg, 0)),
    );
    expect(sides.sort()).toEqual([-1, 1]);
    for (const [lngDeg = 0] of polygons.flat(2)) expect(Math.abs(lngDeg)).toBeGreaterThan(178);
  });
});
