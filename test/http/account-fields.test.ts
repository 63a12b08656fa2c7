import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

async function put(planId: string, query: string, body: string, type = 'text/csv') {
  const init = { method: 'PUT', headers: { 'content-type': type }, body };
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts${query}`, init);
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

async function first(planId: string) {
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`);
  return ((await response.json()) as { items: Record<string, unknown>[] }).items[0];
}

describe('the fields of an account are read from', () => {
  const fields = {
    id: 'a',
    name: 'Bakery',
    segment: 'retail',
    productLines: ['ovens', 'mixers'],
    size: 'small',
    requiredSkills: ['gas'],
    visitMinutes: 45,
    visitsPerPeriod: 6,
    lastVisit: '2026-10-05',
    repId: 'rep-7',
    status: 'customer',
  };
  const place = { lat: 47, lng: 8 };
  const feature = { type: 'Feature', geometry: { type: 'Point', coordinates: [8, 47] }, properties: fields };
  test.each([
    [
      'text/csv',
      `id,name,lat,lng,segment,productLines,size,requiredSkills,visitMinutes,visitsPerPeriod,lastVisit,repId,status
a,Bakery,47,8,retail,ovens;mixers,small,gas,45,6,2026-10-05,rep-7,customer`,
    ],
    ['application/x-ndjson', JSON.stringify({ ...fields, ...place })],
    ['application/json', JSON.stringify([{ ...fields, ...place, productLines: 'ovens; mixers' }])],
    ['application/geo+json', JSON.stringify({ type: 'FeatureCollection', features: [feature] })],
  ])('%s', async (type, body) => {
    const planId = await createPlan(workspace);
    expect(await put(planId, '', body, type)).toMatchObject({ status: 200, answer: { accepted: 1, metrics: [] } });
    expect(await first(planId)).toEqual({ ...fields, ...place, cell: expect.any(String), metrics: {}, attributes: {} });
  });
});

test('a Salesforce export is read as it is, and the report says what its columns were taken for', async () => {
  const planId = await createPlan(workspace);
  const csv =
    '"Id","Name","BillingLatitude","BillingLongitude","OwnerId","AnnualRevenue","Industry"\n' +
    '"001x","Acme","37.79","-122.4","005y","250000","Banking"\n';
  const { status, answer } = await put(planId, '', csv);
  expect([status, answer.metrics]).toEqual([200, ['AnnualRevenue']]);
  expect(answer.columns).toEqual([
    { column: 'Id', as: 'id' },
    { column: 'Name', as: 'name' },
    { column: 'BillingLatitude', as: 'lat' },
    { column: 'BillingLongitude', as: 'lng' },
    { column: 'OwnerId', as: 'repId' },
    { column: 'AnnualRevenue', as: 'AnnualRevenue' },
    { column: 'Industry', as: 'Industry' },
  ]);
  expect(await first(planId)).toMatchObject({ id: '001x', name: 'Acme', lat: 37.79, repId: '005y' });
});

describe('map', () => {
  test('names any columns, given once or often', async () => {
    const query = '?map=Key:id,Geo%20Y:lat&map=Geo%20X:lng&map=Umsatz:revenue&map=Industry:segment';
    for (const [type, body] of [
      ['text/csv', 'Key,Geo Y,Geo X,Umsatz,Industry\na,1,2,5,Bank\n'],
      ['application/json', '[{"Key":"a","Geo Y":1,"Geo X":2,"Umsatz":5,"Industry":"Bank"}]'],
    ] as const) {
      const planId = await createPlan(workspace, { metrics: ['revenue'] });
      expect((await put(planId, query, body, type)).status).toBe(200);
      expect(await first(planId)).toMatchObject({
        id: 'a',
        lat: 1,
        lng: 2,
        segment: 'Bank',
        metrics: { revenue: 5 },
        attributes: {},
      });
    }
  });

  test('is refused where it is no pair (400), and where the file has no such column (422)', async () => {
    const planId = await createPlan(workspace);
    const csv = 'id,lat,lng\na,1,1\n';
    expect(await put(planId, '?map=lat', csv)).toMatchObject({
      status: 400,
      answer: { violations: [{ field: 'map' }] },
    });
    expect(await put(planId, '?map=Nope:segment', csv)).toMatchObject({
      status: 422,
      answer: { violations: [{ field: 'map', value: 'Nope' }] },
    });
  });
});

describe('workload', () => {
  const rows = (visits: (i: number) => number) =>
    Array.from({ length: 400 }, (_, i) => {
      const [lat, lng] = [46 + Math.floor(i / 20) * 0.05, 2 + (i % 20) * 0.05];
      return `a${i},${lat.toFixed(3)},${lng.toFixed(3)},30,${visits(i)}`;
    });
  const csv = ['id,lat,lng,visitMinutes,visitsPerPeriod', ...rows((i) => (i % 3) + 1)].join('\n');
  const request = JSON.stringify({ territories: 4, balance: { workload: 0.1 }, effort: 'fast' });

  test('of visits and travel is balanced like any metric, with and without a plan', async () => {
    const planId = await createPlan(workspace);
    await put(planId, '', csv);
    const made = await workspace.fetch(`/v1/plans/${planId}/layouts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: request,
    });
    const layout = (await made.json()) as {
      layoutId: string;
      feasible: boolean;
      metrics: string[];
      totals: { sums: Record<string, number> };
    };
    expect([layout.feasible, layout.metrics]).toEqual([true, ['accounts', 'workload']]);
    const visits = Array.from({ length: 400 }, (_, i) => (i % 3) + 1).reduce((sum, v) => sum + v, 0);
    const travelMinutes = ((layout.totals.sums.workload ?? 0) * 60) / visits - 30;
    // Neighbours are 3.8 to 5.6 km apart: 5 to 12 minutes by road.
    expect(travelMinutes).toBeGreaterThan(4);
    expect(travelMinutes).toBeLessThan(12);
    const solved = await workspace.fetch('/v1/solve?territories=4&balance=workload:0.1&effort=fast', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: csv,
    });
    expect(((await solved.json()) as { layoutId: string }).layoutId).toBe(layout.layoutId);
  });

  test('that accounts bring themselves is theirs', async () => {
    const planId = await createPlan(workspace);
    const own = csv.split('\n').map((line, i) => `${line},${i === 0 ? 'workload' : 1}`);
    expect((await put(planId, '', own.join('\n'))).answer.metrics).toEqual(['workload']);
    const made = await workspace.fetch(`/v1/plans/${planId}/layouts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: request,
    });
    expect(await made.json()).toMatchObject({ totals: { sums: { workload: 400 } } });
  });
});
