import { beforeEach, describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();
let planId = '';

beforeEach(async () => {
  planId = await createPlan(workspace);
});

const KIM = {
  id: 'rep-1',
  name: 'Kim Park',
  home: { lat: 40.73, lng: -73.99 },
  capacityHours: 120,
  skills: ['gas', 'cold'],
  tenureSince: '2021-03-01',
  leave: [
    { from: '2027-07-01', to: '2027-07-14' },
    { from: '2027-12-24', to: '2027-12-24' },
  ],
};
const BARE = { id: 'rep-2', name: '', home: null, capacityHours: null, skills: [], tenureSince: null, leave: [] };

async function put(body: string, type = 'application/json', query = '') {
  const init = { method: 'PUT', headers: { 'content-type': type }, body };
  const response = await workspace.fetch(`/v1/plans/${planId}/reps${query}`, init);
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

async function list(): Promise<unknown[]> {
  return ((await (await workspace.fetch(`/v1/plans/${planId}/reps`)).json()) as { items: unknown[] }).items;
}

describe('reps are read from', () => {
  test.each([
    ['application/json', JSON.stringify([KIM, { id: 'rep-2' }])],
    ['application/json', JSON.stringify({ reps: [KIM, { id: 'rep-2', home: null, skills: '' }] })],
    ['application/x-ndjson', `${JSON.stringify(KIM)}\n{"id":"rep-2"}\n`],
    [
      'text/csv',
      'ID,name,home_lat,Home Lng,capacityHours,skills,tenure since,leave\n' +
        'rep-1,Kim Park,40.73,-73.99,120,gas;cold,2021-03-01,2027-07-01/2027-07-14; 2027-12-24/2027-12-24\nrep-2,,,,,,,\n',
    ],
  ])('%s', async (type, body) => {
    expect(await put(body, type)).toEqual({ status: 200, answer: { mode: 'merge', accepted: 2 } });
    expect(await list()).toEqual([KIM, BARE]);
    const one = await workspace.fetch(`/v1/plans/${planId}/reps/rep-1`);
    expect([one.status, await one.json()]).toEqual([200, KIM]);
  });
});

test('merge keeps the others, replace does not, and an empty list replaces by none', async () => {
  await put(JSON.stringify([KIM, { id: 'rep-2' }]));
  await put('[{"id":"rep-2","name":"Bo"},{"id":"rep-3"}]');
  expect(await list()).toMatchObject([{ id: 'rep-1' }, { id: 'rep-2', name: 'Bo' }, { id: 'rep-3' }]);
  await put('[{"id":"rep-9"}]', 'application/json', '?mode=replace');
  expect(await list()).toMatchObject([{ id: 'rep-9' }]);
  expect((await put('[]')).status).toBe(422);
  expect((await put('[]', 'application/json', '?mode=replace')).status).toBe(200);
  expect(await list()).toEqual([]);
});

test('nothing is stored when any row is bad, and all that is wrong is named', async () => {
  await put('[{"id":"rep-1"}]');
  const bad = [
    { id: '', home: { lat: 91 }, capacityHours: -1 },
    { id: 'a', tenureSince: '2027-02-30', leave: [{ from: '2027-02-02', to: '2027-02-01' }], phone: '5' },
    { id: 'b', leave: 'July', home: 'Berlin' },
    { id: 'ok' },
    { id: 'ok' },
  ];
  const { status, answer } = await put(JSON.stringify(bad), 'application/json', '?mode=replace');
  expect(status).toBe(422);
  expect(answer).toMatchObject({ type: '/problems/invalid-rows', accepted: 0, rejected: 4, violationCount: 10 });
  const violations = answer.violations as { field: string; detail: string }[];
  expect(violations.map(({ field, detail }) => `${field} ${detail}`)).toEqual([
    'id is empty',
    'home.lat is above 90',
    'home.lng is empty',
    'capacityHours is negative',
    'tenureSince is not a day',
    'leave ends before it begins',
    'phone is not known of reps',
    'home is not an object',
    'leave is not a first and a last day',
    'id is the id of line 1 too',
  ]);
  expect(await list()).toMatchObject([{ id: 'rep-1' }]);
});

test('a CSV needs an id and nothing else', async () => {
  expect(await put('name\nKim\n', 'text/csv')).toMatchObject({
    status: 422,
    answer: { violations: [{ field: 'id' }] },
  });
  expect((await put('id\nrep-1\n', 'text/csv')).status).toBe(200);
});

test('a rep is gone when it was deleted, and with its plan', async () => {
  await put('[{"id":"rep/1"},{"id":"rep-2"}]');
  const address = `/v1/plans/${planId}/reps/${encodeURIComponent('rep/1')}`;
  const remove = () => workspace.fetch(address, { method: 'DELETE' });
  expect([(await remove()).status, (await remove()).status, (await workspace.fetch(address)).status]).toEqual([
    204, 404, 404,
  ]);
  expect((await workspace.fetch(`/v1/plans/${planId}`, { method: 'DELETE' })).status).toBe(204);
});

test('reps are listed in pages and 10,001 are too many', async () => {
  const reps = Array.from({ length: 250 }, (_, i) => ({ id: `r${String(i).padStart(3, '0')}` }));
  await put(JSON.stringify(reps));
  const first = await workspace.fetch(`/v1/plans/${planId}/reps?limit=200`);
  const link = /^<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  expect(((await first.json()) as { items: [] }).items.length).toBe(200);
  expect(((await (await workspace.fetch(link)).json()) as { items: [] }).items.length).toBe(50);
  const many = Array.from({ length: 10_001 }, (_, i) => `r${i}`);
  expect((await put(`id\n${many.join('\n')}`, 'text/csv')).status).toBe(413);
});

test('an upload of accounts warns of reps that the plan does not have, and stores the accounts', async () => {
  const planId = await createPlan(workspace);
  const headers = { 'content-type': 'application/json' };
  const put = async (path: string, body: unknown) => {
    const init = { method: 'PUT', headers, body: JSON.stringify(body) };
    return (await (await workspace.fetch(`/v1/plans/${planId}/${path}`, init)).json()) as Record<string, unknown>;
  };
  await put('reps', [{ id: 'rep-1' }]);
  const account = (id: string, repId?: string) => ({ id, lat: 50, lng: 7, repId });
  const known = [account('a', 'rep-1'), account('b')];
  expect(await put('accounts', known)).toMatchObject({ accepted: 2, warnings: [] });
  const rows = [
    ...known,
    account('c', 'rep-9'),
    account('d', 'rep-9'),
    ...Array.from({ length: 7 }, (_, at) => account(`e${at}`, `x${at}`)),
  ];
  for (const query of ['', '?dryRun=true', '?mode=replace']) {
    expect(await put(`accounts${query}`, rows)).toMatchObject({
      accepted: 11,
      violationCount: 0,
      warnings: [
        { field: 'repId', value: 'rep-9, x0, x1, x2, x3', detail: expect.stringContaining('9 rows name 8 reps') },
      ],
    });
  }
  const stored = await (await workspace.fetch(`/v1/plans/${planId}/accounts/c`)).json();
  expect(stored).toMatchObject({ repId: 'rep-9' });
});
