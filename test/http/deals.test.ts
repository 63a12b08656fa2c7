import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { wirePorts } from '../../src/wiring.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { sendWith } from '../publish.ts';

const workspace = await openWorkspace();
const send = sendWith(workspace.key);
let planId = '';

beforeEach(async () => {
  planId = await createPlan(workspace);
});

const DEAL = {
  ...{ id: 'd1', account: 'a', name: 'Two ovens', stage: 'proposal', metric: 'revenue', amount: 24_000 },
  ...{ expectedClose: '2026-12-10', probability: 0.25 },
};
const BARE = { id: 'd2', account: 'b', stage: 'demo', amount: 10, expectedClose: '2027-01-20' };
const FULL = { ...BARE, name: '', metric: null, probability: null };

const put = <T = Record<string, unknown>>(rows: unknown, query = '') =>
  send<T>('PUT', `/v1/plans/${planId}/deals${query}`, rows);
const list = async (query = '') =>
  (await send<{ items: unknown[] }>('GET', `/v1/plans/${planId}/deals${query}`)).body.items;

test('deals come back as they were sent, and columns of a CRM are known', async () => {
  expect(await put([DEAL, BARE])).toMatchObject({ status: 200, body: { accepted: 2, rejected: 0 } });
  expect(await list()).toEqual([DEAL, FULL]);
  const body =
    'Opportunity ID,Account ID,Opportunity Name,Stage Name,Amount,Close Date\nd3,a,Grill,proposal,5,2026-12-01\n';
  const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body };
  const answer = await workspace.fetch(`/v1/plans/${planId}/deals?mode=replace`, init);
  expect(answer.status).toBe(200);
  expect(await list()).toEqual([
    {
      id: 'd3',
      account: 'a',
      name: 'Grill',
      stage: 'proposal',
      metric: null,
      amount: 5,
      expectedClose: '2026-12-01',
      probability: null,
    },
  ]);
});

test('merge overwrites by id, replace leaves none but those of the file, and an empty file leaves none', async () => {
  await put([DEAL, BARE]);
  await put([
    { ...DEAL, amount: 1 },
    { ...BARE, id: 'd3' },
  ]);
  expect(await list()).toMatchObject([{ id: 'd1', amount: 1 }, { id: 'd2' }, { id: 'd3' }]);
  await put([BARE], '?mode=replace');
  expect(await list()).toEqual([FULL]);
  expect((await put([])).status).toBe(422);
  expect((await put([], '?mode=replace')).status).toBe(200);
  expect(await list()).toEqual([]);
});

test('a bad deal is named with all that is wrong with it', async () => {
  const { status, body } = await put<{ violations: { field: string; detail: string }[] }>([
    { id: '', account: 'a', stage: '', amount: 'x', expectedClose: '2026-12', probability: 25 },
    DEAL,
    DEAL,
  ]);
  expect(status).toBe(200);
  expect(body.violations.map(({ field, detail }) => `${field} ${detail}`)).toEqual([
    'id is empty',
    'stage is empty',
    'amount is not a number',
    'expectedClose is not a day',
    'probability is not between 0 and 1',
    'id is the id of line 1 too',
  ]);
});

test('a stage that the pipeline does not have is told, unless the deal has a probability of its own', async () => {
  const stages = {
    stages: [
      { name: 'qualified', probability: 0.1 },
      { name: 'proposal', probability: 0.4 },
    ],
  };
  expect(await send('PUT', `/v1/plans/${planId}/pipeline-stages`, stages)).toMatchObject({ status: 200, body: stages });
  expect((await send('GET', `/v1/plans/${planId}/pipeline-stages`)).body).toEqual(stages);
  const { body } = await put<{ warnings: unknown[] }>([
    DEAL,
    BARE,
    { ...BARE, id: 'd3', probability: 0.5 },
    { ...BARE, id: 'd4' },
  ]);
  expect(body.warnings).toMatchObject([
    { field: 'account', value: 'a, b' },
    { field: 'stage', value: 'demo', detail: expect.stringContaining('2 deals') },
  ]);
  const fewer = { stages: [{ name: 'demo', probability: 0 }] };
  await send('PUT', `/v1/plans/${planId}/pipeline-stages`, fewer);
  expect((await send('GET', `/v1/plans/${planId}/pipeline-stages`)).body).toEqual(fewer);
  const twice = {
    stages: [
      { name: 'a', probability: 0 },
      { name: 'a', probability: 2 },
    ],
  };
  expect(await send('PUT', `/v1/plans/${planId}/pipeline-stages`, twice)).toMatchObject({
    status: 400,
    body: { violations: [{ field: '/stages/1/probability' }, { field: '/stages', detail: 'names a stage twice' }] },
  });
});

test('deals are filtered and listed in pages', async () => {
  await put([DEAL, BARE, { ...BARE, id: 'd3', account: 'a' }]);
  expect(await list('?account=a&stage=demo')).toMatchObject([{ id: 'd3' }]);
  expect(await list('?metric=revenue')).toMatchObject([{ id: 'd1' }]);
  expect(await list('?from=2026-12-11&until=2027-01-20')).toMatchObject([{ id: 'd2' }, { id: 'd3' }]);
  const first = await send<{ next: string }>('GET', `/v1/plans/${planId}/deals?limit=2`);
  expect(await list(`?limit=2&cursor=${first.body.next}`)).toMatchObject([{ id: 'd3' }]);
});

test('stages are replaced only from the version that If-Match names', async () => {
  const path = `/v1/plans/${await createPlan(workspace)}/pipeline-stages`;
  const stages = (...names: string[]) => ({ stages: names.map((name, at) => ({ name, probability: at / 10 })) });
  const none = (await send('GET', path)).headers.get('etag') ?? '';
  const first = await send('PUT', path, stages('a', 'b'), { 'if-match': none });
  const tag = first.headers.get('etag') ?? '';
  expect([first.status, tag === (await send('GET', path)).headers.get('etag')]).toEqual([200, true]);
  expect(await send('PUT', path, stages('c'), { 'if-match': none })).toMatchObject({ status: 412 });
  // The same names in another order, and of another chance, are another version.
  for (const next of [stages('b', 'a'), stages('a'), stages()]) {
    const { status, headers } = await send('PUT', path, next, { 'if-match': tag });
    expect([status, (await send('GET', path)).body]).toEqual([200, next]);
    expect(await send('PUT', path, stages('c'), { 'if-match': tag })).toMatchObject({ status: 412 });
    const back = await send('PUT', path, stages('a', 'b'), { 'if-match': headers.get('etag') ?? '' });
    expect([back.status, back.headers.get('etag')]).toEqual([200, tag]);
  }
  // Others write between the look and the write.
  const { deals } = wirePorts(env);
  const found = (await deals.stages(workspace.workspaceId, path.split('/')[3] ?? '')) ?? [];
  const write = (some: typeof found, expected: typeof found | null) =>
    deals.putStages(workspace.workspaceId, path.split('/')[3] ?? '', some, expected);
  for (const others of [
    [],
    [{ name: 'a', probability: 0 }],
    [...found].reverse(),
    [
      { name: 'a', probability: 0.5 },
      { name: 'b', probability: 0.1 },
    ],
  ]) {
    expect(await write(others, null)).toBe(true);
    expect(await write([{ name: 'z', probability: 1 }], found)).toBe(false);
    expect((await send('GET', path)).body).toEqual({ stages: others });
  }
  expect(await write([], null)).toBe(true);
  expect(await write(found, [])).toBe(true);
  expect((await send('GET', path)).body).toEqual({ stages: found });
});
