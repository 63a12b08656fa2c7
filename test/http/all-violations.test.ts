import { beforeAll, describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer } from '../solve-accounts.ts';

const workspace = await openWorkspace();
let planId = '';
beforeAll(async () => {
  planId = await createPlan(workspace, { metrics: ['revenue'] });
});

const BAD_CSV = 'id,lat,lng,revenue\na,91,7,1\nb,50,7,much\nb2,50,7,2\nb2,50,7,3\n';
const BAD_ROWS = ['2 lat', '3 revenue', '5 id'];

async function send(method: string, path: string, type: string, body: string) {
  const response = await workspace.fetch(path, { method, headers: { 'content-type': type }, body });
  const problem = (await response.json()) as ProblemAnswer;
  const fields = problem.violations?.map(({ line, field }) => (line === undefined ? field : `${line} ${field}`));
  return { status: response.status, type: problem.type, fields, count: problem.violationCount };
}
const INVALID = { status: 400, type: '/problems/invalid-parameter' };

describe('a one-shot solve names at once', () => {
  test('what is wrong with the query and with the rows', async () => {
    const query = 'territories=0&balance=revenue:7&resolution=3&baseResolution=4&map=lat';
    const noMap = query.replace('&map=lat', '');
    expect(await send('POST', `/v1/solve?${noMap}`, 'text/csv', BAD_CSV)).toEqual({
      ...INVALID,
      fields: ['territories', 'balance', 'baseResolution', ...BAD_ROWS.filter((row) => row !== '3 revenue')],
      count: 5,
    });
    // Without the map nobody knows what the columns are.
    expect(await send('POST', `/v1/solve?${query}`, 'text/csv', BAD_CSV)).toMatchObject({
      fields: expect.arrayContaining(['territories', 'balance', 'baseResolution', 'map']),
      count: 4,
    });
  });

  test('a missing option and the bad rows', async () => {
    const { fields } = await send('POST', '/v1/solve', 'text/csv', BAD_CSV);
    expect(fields).toEqual(['territories', '2 lat', '5 id']);
    const headless = await send('POST', '/v1/solve', 'text/csv', 'id,lat\na,50\n');
    expect([headless.status, headless.fields]).toEqual([400, ['territories', '1 lng']]);
  });

  test('what is wrong with the options of a document, before and after its accounts, and with the rows and the query', async () => {
    const accounts = [{ id: 'a', lat: 91, lng: 7 }];
    const late = JSON.stringify({ accounts, territories: 0, balance: { revenue: 9 } });
    expect(await send('POST', '/v1/solve', 'application/json', late)).toEqual({
      ...INVALID,
      fields: ['/territories', '/balance', expect.stringMatching(/ lat$/)],
      count: 3,
    });
    const early = JSON.stringify({ territories: 0, accounts, effort: 'most' });
    const { fields } = await send('POST', '/v1/solve?seed=-1', 'application/json', early);
    expect(fields).toEqual(['seed', '/territories', '/effort', expect.stringMatching(/ lat$/)]);
  });
});

test('an upload of accounts names at once what is wrong with the query and with the rows, and stores nothing', async () => {
  const path = `/v1/plans/${planId}/accounts`;
  expect(await send('PUT', `${path}?mode=some&colour=red`, 'text/csv', BAD_CSV)).toEqual({
    ...INVALID,
    fields: ['mode', 'colour', ...BAD_ROWS],
    count: 5,
  });
  const mapped = BAD_CSV.replace('lat', 'north');
  expect((await send('PUT', `${path}?mode=some&map=north:lat`, 'text/csv', mapped)).fields).toEqual([
    'mode',
    ...BAD_ROWS,
  ]);
  expect((await send('PUT', `${path}?mode=some&map=north`, 'text/csv', mapped)).fields).toEqual(['mode', 'map']);
  expect((await send('PUT', '/v1/plans/pln_none/accounts?mode=some', 'text/csv', BAD_CSV)).fields).toEqual(['mode']);
  expect(await (await workspace.fetch(path)).json()).toEqual({ items: [], next: null });
});

test('an upload of reps does so, too', async () => {
  const body = '[{"id":"rep-1","capacityHours":-1},{"id":"rep-2"},{"id":"rep-2"}]';
  const { status, fields } = await send('PUT', `/v1/plans/${planId}/reps?mode=some`, 'application/json', body);
  expect([status, fields?.map((field) => field.replace(/^\d+ /, ''))]).toEqual([400, ['mode', 'capacityHours', 'id']]);
});

test('more bad rows than an answer names are counted', async () => {
  const rows = Array.from({ length: 1_500 }, (_, at) => `a${at},91,7`).join('\n');
  const { count, fields } = await send('POST', '/v1/solve?seed=x&territories=2', 'text/csv', `id,lat,lng\n${rows}\n`);
  expect([count, fields?.length, fields?.[0]]).toEqual([1_501, 1_000, 'seed']);
});

test('a layout names at once what each option and what they together say wrongly', async () => {
  const body = JSON.stringify({ seed: -1, balance: 'revenue', resolution: 3, baseResolution: 2 });
  const { status, fields } = await send('POST', `/v1/plans/${planId}/layouts?x=1`, 'application/json', body);
  expect([status, fields?.toSorted()]).toEqual([400, ['/balance', '/baseResolution', '/seed', '/territories', 'x']]);
});

test('a plan names at once what is wrong with its name, its metrics and its defaults', async () => {
  const body = JSON.stringify({
    name: '',
    metrics: ['lat', 'a', 'a'],
    finestResolution: 8,
    defaults: { finestResolution: 9 },
  });
  const { status, fields } = await send('POST', '/v1/plans', 'application/json', body);
  expect([status, fields]).toEqual([400, ['/name', '/metrics/0', '/metrics/2', '/finestResolution']]);
});

test('a one-shot solve takes columns as an upload does: as the query maps them, and those of other systems', async () => {
  const rows = Array.from({ length: 8 }, (_, at) => `x${at},${50 + at / 10},7,${at + 1}`).join('\n');
  const solve = async (query: string, header: string) => {
    const response = await workspace.fetch(`/v1/solve?territories=2&effort=fast&include=columns&${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: `${header}\n${rows}\n`,
    });
    return (await response.json()) as { layoutId: string; columns: object[] };
  };
  const plain = await solve('', 'id,lat,lng,revenue');
  const foreign = await solve('', 'Account ID,BillingLatitude,BillingLongitude,revenue');
  const mapped = await solve('map=Key:id,Geo%20Y:lat&map=Geo%20X:lng&map=Turnover:revenue', 'Key,Geo Y,Geo X,Turnover');
  expect([foreign.layoutId, mapped.layoutId]).toEqual([plain.layoutId, plain.layoutId]);
  expect(mapped.columns).toContainEqual({ column: 'Turnover', as: 'revenue' });
});

test('a body that is null or a list is refused by its form', async () => {
  for (const body of ['null', '[]', '7']) {
    for (const path of ['/v1/plans', `/v1/plans/${planId}/layouts`]) {
      expect((await send('POST', path, 'application/json', body)).status).toBe(400);
    }
  }
});

test('a list of accounts names at once every filter that is wrong', async () => {
  const path = `/v1/plans/${planId}/accounts?bbox=1,2&polygon=x&territoryId=t1&limit=0`;
  const problem = (await (await workspace.fetch(path)).json()) as ProblemAnswer;
  expect(problem.violations.map(({ field }) => field).toSorted()).toEqual(['bbox', 'layoutId', 'limit', 'polygon']);
});

test('a question about many places names every place that is none', async () => {
  const path = `/v1/layouts/lay_${'a'.repeat(52)}/owner`;
  const places = [
    { lat: 1 },
    { lat: 1, lng: 2 },
    { cell: 'x' },
    { lat: 91, lng: 1 },
    {},
    { lat: 1, lng: 2, cell: '8928308280fffff' },
  ];
  const { status, fields } = await send('POST', path, 'application/json', JSON.stringify({ places }));
  expect([status, fields]).toEqual([
    400,
    ['/places/0/lng', '/places/2/cell', '/places/3/lat', '/places/4/lat', '/places/5/cell'],
  ]);
  const one = (await (await workspace.fetch(`${path}?lat=1&colour=red`)).json()) as ProblemAnswer;
  expect([one.status, one.violations.map(({ field }) => field).toSorted()]).toEqual([400, ['colour', 'lng']]);
});

test('a key names at once a name, a scope and an end that cannot be', async () => {
  const body = JSON.stringify({ name: '', scopes: ['all'], expiresAt: '2001-01-01T00:00:00Z' });
  const { status, fields } = await send('POST', '/v1/keys', 'application/json', body);
  expect([status, fields?.toSorted()]).toEqual([400, ['/expiresAt', '/name', '/scopes/0']]);
});
