import { beforeAll, describe, expect, test } from 'vitest';
import type { LineFilter } from '../../src/domain/line.ts';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { ended, type JobAnswer, post } from '../solve-by-job.ts';

const SEGMENTS = ['retail', 'food', null];
const CHANNELS = ['direct', 'it\'s "quoted"', 'partner'];
const ACCOUNTS = Array.from({ length: 300 }, (_, i) => ({
  id: `a${String(i).padStart(3, '0')}`,
  lat: 46 + Math.floor(i / 20) * 0.1,
  lng: 2 + (i % 20) * 0.1,
  segment: SEGMENTS[i % 3] ?? null,
  size: i % 4 === 0 ? 'large' : null,
  productLines: i % 5 === 0 ? ['ovens', 'mixers'] : i % 5 === 1 ? ['mixers'] : [],
  requiredSkills: i % 7 === 0 ? ['gas'] : [],
  status: [null, 'customer', 'prospect', 'dormant', 'prospect'][i % 5] ?? null,
  ...(i % 2 === 0 && { channel: CHANNELS[i % 3] }),
  revenue: i,
}));
type Given = (typeof ACCOUNTS)[number] & { channel?: string };

const workspace = await openWorkspace();
const planId = await createPlan(workspace);
const lines = `/v1/plans/${planId}/lines`;

function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const init = { method, headers: { 'content-type': 'application/json', ...headers } };
  return workspace.fetch(path, body === undefined ? { method, headers } : { ...init, body: JSON.stringify(body) });
}

const put = (lineId: string, filter: LineFilter, headers = {}, name = 'A line') =>
  send('PUT', `${lines}/${encodeURIComponent(lineId)}`, { name, filter }, headers);

async function json<T>(path: string): Promise<T> {
  const answer = await workspace.fetch(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

const kindOf = async (answer: Response) => [answer.status, ((await answer.json()) as { type: string }).type];

beforeAll(async () => {
  expect((await send('PUT', `/v1/plans/${planId}/accounts`, ACCOUNTS)).status).toBe(200);
});

const CASES: readonly [string, LineFilter, (account: Given) => boolean][] = [
  ['any of some segments', { segments: ['retail', 'none'] }, ({ segment }) => segment === 'retail'],
  ['a size', { sizes: ['large'] }, ({ size }) => size === 'large'],
  [
    'some statuses',
    { statuses: ['customer', 'dormant'] },
    ({ status }) => status === 'customer' || status === 'dormant',
  ],
  ['no status', { sizes: ['large'], statuses: ['unknown'] }, ({ size, status }) => size === 'large' && status === null],
  ['any product line', { productLines: ['ovens', 'x'] }, ({ productLines }) => productLines.includes('ovens')],
  ['a required skill', { skills: ['gas'] }, ({ requiredSkills }) => requiredSkills.includes('gas')],
  [
    'an attribute',
    { attributes: { channel: ['it\'s "quoted"', 'partner'] } },
    ({ channel = 'direct' }) => channel !== 'direct',
  ],
  ['an attribute that none has', { attributes: { channel: ['direct'], other: ['x'] } }, () => false],
  [
    'all members together',
    { segments: ['food'], sizes: ['large'], productLines: ['mixers'], attributes: { channel: CHANNELS } },
    ({ segment, size, productLines, channel }) =>
      segment === 'food' && size === 'large' && productLines.includes('mixers') && channel !== undefined,
  ],
];

describe.each(CASES)('a line by %s', (name, filter, holds) => {
  const expected = ACCOUNTS.filter(holds);
  const lineId = `${name}/ä?`;

  test('counts, lists and bins exactly the accounts that its filter lets through', async () => {
    const made = await put(lineId, filter);
    expect([made.status, await made.json()]).toMatchObject([201, { lineId, accounts: expected.length }]);
    const query = `line=${encodeURIComponent(lineId)}`;
    const listed = await json<{ items: { id: string }[] }>(`/v1/plans/${planId}/accounts?limit=1000&${query}`);
    expect(listed.items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    for (const workload of ['', '&include=workload']) {
      const cells = await json<{ items: { sums: Record<string, number> }[] }>(
        `/v1/plans/${planId}/cells?limit=1000&${query}${workload}`,
      );
      const total = (metric: string) => cells.items.reduce((sum, { sums }) => sum + (sums[metric] ?? 0), 0);
      expect(total('accounts')).toBe(expected.length);
      expect(total('revenue')).toBe(expected.reduce((sum, { revenue }) => sum + revenue, 0));
    }
    expect((await send('DELETE', `${lines}/${encodeURIComponent(lineId)}`)).status).toBe(204);
    expect((await workspace.fetch(`/v1/plans/${planId}/accounts?${query}`)).status).toBe(400);
  });
});

describe('a line', () => {
  test('is put, read, listed by id, replaced and deleted', async () => {
    expect((await put('b', { segments: ['food', 'food'] })).status).toBe(201);
    expect((await put('a', { sizes: ['large'] }, {}, 'First')).status).toBe(201);
    const listed = await json<{ items: object[]; next: string }>(`${lines}?limit=1`);
    expect(listed.items).toEqual([{ lineId: 'a', name: 'First', filter: { sizes: ['large'] }, accounts: 75 }]);
    const rest = await json<{ items: object[] }>(`${lines}?cursor=${listed.next}`);
    expect(rest.items).toEqual([{ lineId: 'b', name: 'A line', filter: { segments: ['food'] }, accounts: 100 }]);
    const again = await put('b', { segments: ['retail'] });
    expect([again.status, await again.json()]).toMatchObject([200, { filter: { segments: ['retail'] } }]);
    expect((await send('DELETE', `${lines}/a`)).status).toBe(204);
    expect((await send('DELETE', `${lines}/a`)).status).toBe(404);
    expect((await workspace.fetch(`${lines}/a`)).status).toBe(404);
    expect((await send('DELETE', `${lines}/b`)).status).toBe(204);
  });

  test('is written only from the version that If-Match names', async () => {
    expect(await kindOf(await put('m', { sizes: ['large'] }, { 'if-match': '*' }))).toEqual([
      412,
      '/problems/precondition-failed',
    ]);
    const first = await put('m', { sizes: ['large'] });
    const tag = first.headers.get('etag') ?? '';
    expect((await workspace.fetch(`${lines}/m`)).headers.get('etag')).toBe(tag);
    const second = await put('m', { sizes: ['small'] }, { 'if-match': tag });
    expect(second.status).toBe(200);
    expect((await put('m', { sizes: ['other'] }, { 'if-match': tag })).status).toBe(412);
    expect((await send('DELETE', `${lines}/m`, undefined, { 'if-match': tag })).status).toBe(412);
    expect(await json(`${lines}/m`)).toMatchObject({ filter: { sizes: ['small'] }, accounts: 0 });
    const now = second.headers.get('etag') ?? '';
    expect((await send('DELETE', `${lines}/m`, undefined, { 'if-match': now })).status).toBe(204);
  });

  test('that says nothing, or what is not known, is refused with everything that is wrong', async () => {
    const answer = await send('PUT', `${lines}/bad`, {
      name: ' ',
      filter: { segments: [], rep: ['x'], attributes: { a: [] } },
    });
    const { violations } = (await answer.json()) as { violations: { field: string }[] };
    expect(answer.status).toBe(400);
    expect(violations.map(({ field }) => field).sort()).toEqual([
      '/filter/attributes/a',
      '/filter/rep',
      '/filter/segments',
      '/name',
    ]);
    expect(await kindOf(await send('PUT', `${lines}/bad`, { name: 'x', filter: {} }))).toEqual([
      400,
      '/problems/invalid-parameter',
    ]);
    expect((await put(' bad', { sizes: ['x'] })).status).toBe(400);
    expect((await put('b'.repeat(201), { sizes: ['x'] })).status).toBe(400);
  });

  const many = (text: string, count: number) => Array.from({ length: count }, (_, at) => `${text}${at + 100}`);
  const FILTERS: readonly [string, LineFilter, taken: boolean][] = [
    ['a value of 200 characters', { segments: ['x'.repeat(200)] }, true],
    ['a value of 201', { segments: ['x'.repeat(201)] }, false],
    ['an empty value', { sizes: [''] }, false],
    ['a NUL', { skills: ['a\0b'] }, false],
    ['half a character', { productLines: ['a\ud800b'] }, false],
    ['a whole one', { productLines: ['a\ud83d\ude00b'] }, true],
    ['an empty value of an attribute', { attributes: { channel: [''] } }, true],
    ['a value of an attribute of 10,000', { attributes: { channel: ['x'.repeat(10_000)] } }, true],
    ['a value of an attribute with a NUL', { attributes: { channel: ['\0'] } }, false],
    ['an attribute without a name', { attributes: { '': ['x'] } }, false],
    ['an attribute with half a character', { attributes: { '\udc00': ['x'] } }, false],
    ['an attribute with a name of 201', { attributes: { ['x'.repeat(201)]: ['x'] } }, false],
    ['200 bytes below the bound', { segments: many('x'.repeat(192), 100) }, true],
    ['more bytes than a line may have', { segments: many('x'.repeat(196), 100), sizes: ['x'] }, false],
    ['characters of more bytes', { segments: many('\u00e4'.repeat(100), 100) }, false],
  ];
  test.each(FILTERS)('with %s is taken, or refused, from a request and from a file alike', async (_, filter, taken) => {
    expect((await put('alike', filter)).ok).toBe(taken);
    const [head, plan] = (await exportPlan(workspace, await createPlan(workspace))).split('\n');
    const line = JSON.stringify({ type: 'line', id: 'alike', name: 'A line', filter });
    const counts = { lines: 1, hierarchies: 0, assignments: 0, entries: 0 };
    const end = JSON.stringify({ type: 'end', reps: 0, accounts: 0, layouts: 0, ...counts });
    const answer = await importPlan(workspace, [head, plan, line, end].join('\n'));
    expect(answer.status).toBe(taken ? 201 : 422);
    await send('DELETE', `${lines}/alike`);
  });

  test('is one of a hundred at most', async () => {
    const full = await createPlan(workspace);
    const one = (at: number) =>
      send('PUT', `/v1/plans/${full}/lines/l${at}`, { name: 'x', filter: { segments: [`s${at}`] } });
    for (let at = 0; at < 100; at++) expect((await one(at)).status).toBe(201);
    expect(await kindOf(await one(100))).toEqual([400, '/problems/invalid-parameter']);
    expect((await one(7)).status).toBe(200);
    const listed = await json<{ items: { accounts: number }[] }>(`/v1/plans/${full}/lines?limit=1000`);
    expect(listed.items).toHaveLength(100);
    expect((await send('DELETE', `/v1/plans/${full}`)).status).toBe(204);
  });
});

describe('a layout of a line', () => {
  interface LayoutAnswer {
    layoutId: string;
    totals: { sums: Record<string, number> };
  }
  const solve = (body: object, headers = {}) =>
    post<LayoutAnswer>(
      workspace,
      `/v1/plans/${planId}/layouts`,
      { territories: 3, effort: 'fast', balance: { accounts: 0.3 }, ...body },
      headers,
    );
  const listed = async (query = '') =>
    (await json<{ items: { layoutId: string; line: string | null }[] }>(`/v1/plans/${planId}/layouts${query}`)).items;
  let [whole, retail] = ['', ''];

  beforeAll(async () => {
    await put('retail', { segments: ['retail'] });
    whole = (await solve({})).answer.layoutId;
    const made = await solve({ line: 'retail' });
    expect(made.status).toBe(201);
    expect(made.answer.totals.sums.accounts).toBe(100);
    retail = made.answer.layoutId;
  });

  test('is listed with its line, and by it', async () => {
    expect((await listed()).map(({ layoutId, line }) => [layoutId, line])).toEqual([
      [retail, 'retail'],
      [whole, null],
    ]);
    expect((await listed('?line=retail')).map(({ layoutId }) => layoutId)).toEqual([retail]);
    expect(await listed('?line=other')).toEqual([]);
  });

  test('is another than that of a line with the same accounts, and the same when it is asked for again', async () => {
    await put('retail too', { segments: ['retail', 'none'] });
    const other = await solve({ line: 'retail too' });
    expect(other.status).toBe(201);
    expect(other.answer.layoutId).not.toBe(retail);
    expect((await solve({ line: 'retail' })).answer.layoutId).toBe(retail);
    expect((await listed('?line=retail too')).map(({ layoutId }) => layoutId)).toEqual([other.answer.layoutId]);
  });

  test('is solved by a job that carries the line', async () => {
    const asked = { territories: 4, effort: 'fast', line: 'retail', balance: { accounts: 0.3 } };
    const path = `/v1/plans/${planId}/layouts`;
    const { answer } = await post<JobAnswer & { line: string }>(workspace, path, asked, { prefer: 'respond-async' });
    expect(answer.line).toBe('retail');
    const job = await ended(workspace, answer.jobId);
    expect(job.state).toBe('succeeded');
    expect((await listed('?line=retail')).map(({ layoutId }) => layoutId)).toContain(job.layoutId);
    expect((await post<LayoutAnswer>(workspace, path, asked)).answer.layoutId).toBe(job.layoutId);
  });

  test('is rebalanced for the accounts of its line, and not at all while the line is gone', async () => {
    const path = `/v1/layouts/${retail}/rebalance`;
    await send('PUT', `/v1/plans/${planId}/accounts`, [
      { id: 'b1', lat: 46.05, lng: 2.05, segment: 'retail', revenue: 1 },
      { id: 'b2', lat: 46.05, lng: 2.05, segment: 'food', revenue: 1 },
    ]);
    const rebalanced = await post<LayoutAnswer>(workspace, path, { budget: { share: 0.1 }, effort: 'fast' });
    expect(rebalanced.status).toBe(201);
    expect(rebalanced.answer.totals.sums.accounts).toBe(101);
    expect((await listed('?line=retail'))[0]?.layoutId).toBe(rebalanced.answer.layoutId);
    expect((await send('DELETE', `${lines}/retail`)).status).toBe(204);
    expect((await listed('?line=retail')).length).toBeGreaterThan(1);
    const refused = await post<{ type: string }>(workspace, path, { seed: 2 });
    expect([refused.status, refused.answer.type]).toEqual([422, '/problems/invalid-problem']);
    await put('retail', { segments: ['retail'] });
    expect((await post(workspace, path, { budget: { share: 0.1 }, effort: 'fast' })).status).toBe(200);
  });

  test('is refused where there is no such line, or nobody in it', async () => {
    const none = await solve({ line: 'nobody knows' });
    expect(none).toMatchObject({ status: 400, answer: { violations: [{ field: '/line', value: 'nobody knows' }] } });
    await put('empty', { segments: ['nobody'] });
    expect((await solve({ line: 'empty' })).status).toBe(422);
  });

  test('goes with its plan to another workspace, and the lines do', async () => {
    const file = await exportPlan(workspace, planId);
    const there = await openWorkspace();
    const answer = await importPlan(there, file);
    const { planId: imported } = (await answer.json()) as { planId: string };
    expect(answer.status).toBe(201);
    const read = async (path: string) => (await there.fetch(`/v1/plans/${imported}/${path}`)).json();
    expect(await read('lines')).toEqual(await json(lines));
    const entries = (await read('layouts')) as { items: { layoutId: string; line: string | null }[] };
    expect(entries.items.map(({ layoutId, line }) => [layoutId, line])).toEqual(
      (await listed()).map(({ layoutId, line }) => [layoutId, line]),
    );
    expect(await exportPlan(there, imported)).toBe(
      file.replace(/"createdAt":"[^"]+"\}\n\{"type":"line"/, await firstLine(there, imported)),
    );
    const broken = file.replace('"filter":{', '"filter":{"rep":["x"],');
    expect((await importPlan(there, broken)).status).toBe(422);
    expect((await importPlan(there, file.replace(/"lines":\d+/, '"lines":1'))).status).toBe(422);
  });

  async function firstLine(there: typeof workspace, imported: string): Promise<string> {
    const plan = (await (await there.fetch(`/v1/plans/${imported}`)).json()) as { createdAt: string };
    return `"createdAt":"${plan.createdAt}"}\n{"type":"line"`;
  }
});
