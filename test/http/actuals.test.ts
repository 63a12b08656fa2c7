import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { wirePorts } from '../../src/wiring.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();
let planId = '';

beforeEach(async () => {
  planId = await createPlan(workspace);
  await send('accounts', 'id,lat,lng\na,47,3\nb,47.1,3.1\n', 'text/csv');
});

type Answer = Record<string, unknown> & {
  readonly violations: readonly { field: string; line?: number; detail: string }[];
  readonly warnings: readonly { field: string; detail: string; value: string }[];
};

async function send(path: string, body: BodyInit, type = 'application/json', more: Record<string, string> = {}) {
  const init = { method: 'PUT', headers: { 'content-type': type, ...more }, body };
  const response = await workspace.fetch(`/v1/plans/${planId}/${path}`, init);
  return { status: response.status, answer: (await response.json()) as Answer };
}

async function get<T = { items: Record<string, unknown>[]; next: string | null }>(path: string): Promise<T> {
  const answer = await workspace.fetch(`/v1/plans/${planId}/${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

const list = async (query = '') => (await get(`actuals${query}`)).items.map((row) => Object.values(row).join(' '));
const csv = (...rows: string[]) => `account,metric,period,value\n${rows.join('\n')}\n`;

describe('actuals are read from', () => {
  const rows = [
    { account: 'a', metric: 'revenue', period: '2026-10', value: 12.5 },
    { account: 'b', metric: 'revenue', period: '2026-10-15', value: -3 },
  ];
  test.each([
    ['application/json', JSON.stringify(rows), ''],
    ['application/json', JSON.stringify({ actuals: rows }), ''],
    ['application/x-ndjson', rows.map((row) => `${JSON.stringify(row)}\n`).join(''), ''],
    ['text/csv', csv('a,revenue,2026-10,12.5', 'b,revenue,2026-10-15,-3'), ''],
    ['text/csv', 'Account ID;Measure;DATE;Amount;Owner\na;revenue;2026-10;12.5;Al\nb;revenue;2026-10-15;-3;Bo\n', ''],
    [
      'text/csv',
      'Kunde,Was,Monat,Wert\na,revenue,2026-10,12.5\nb,revenue,2026-10-15,-3\n',
      '?map=Kunde:account,Was:metric&map=Monat:period&map=Wert:value',
    ],
  ])('%s %#', async (type, body, query) => {
    const { status, answer } = await send(`actuals${query}`, body, type);
    expect([status, answer]).toMatchObject([200, { accepted: 2, rejected: 0, violations: [], warnings: [] }]);
    expect((await get('actuals')).items).toEqual(rows);
  });

  test('gzip', async () => {
    const zipped = new Response(csv('a,revenue,2026-10,1')).body?.pipeThrough(new CompressionStream('gzip'));
    const body = await new Response(zipped).arrayBuffer();
    expect((await send('actuals', body, 'text/csv', { 'content-encoding': 'gzip' })).status).toBe(200);
    expect(await list()).toEqual(['a revenue 2026-10 1']);
  });
});

test('a bad row is named with its line, field, value and remedy, and the good ones are stored', async () => {
  const body = csv(
    'a,revenue,2026-10,1',
    ',rev:enue,2026-13,x',
    'a,revenue,2026-02-30,1e16',
    'a,revenue,2026-10,2',
    'a,revenue,2026-10-01,3',
  );
  const { status, answer } = await send('actuals', body, 'text/csv');
  expect([status, answer]).toMatchObject([200, { accepted: 2, rejected: 3, violationCount: 7 }]);
  expect(answer.violations.map(({ line, field, detail }) => `${line} ${field} ${detail}`)).toEqual([
    '3 account is empty',
    '3 metric cannot be the name of a metric',
    '3 period is no day and no month',
    '3 value is not a number',
    '4 period is no day and no month',
    '4 value is beyond 1000000000000000',
    '5 period is the account, metric and period of line 2 too',
  ]);
  for (const violation of answer.violations) expect(violation).toHaveProperty('remedy', expect.stringMatching(/./));
  expect(await list()).toEqual(['a revenue 2026-10 1', 'a revenue 2026-10-01 3']);
});

test('of a file with a bad row nothing is stored where that is asked for, and of a dry run nothing ever', async () => {
  await send('actuals', csv('a,revenue,2026-10,1'), 'text/csv');
  const refused = await send('actuals?onError=reject', csv('a,revenue,2026-10,5', 'a,revenue,x,2'), 'text/csv');
  expect([refused.status, refused.answer]).toMatchObject([422, { accepted: 0, rejected: 1, violationCount: 1 }]);
  const dry = await send('actuals?dryRun=true&mode=replace', csv('b,revenue,2026-10,5', 'c,x,2026-11,1'), 'text/csv');
  expect([dry.status, dry.answer]).toMatchObject([
    200,
    { dryRun: true, accepted: 2, warnings: [{ field: 'account', value: 'c' }] },
  ]);
  expect(await list()).toEqual(['a revenue 2026-10 1']);
  const { results } = await env.DB.prepare('SELECT DISTINCT draft FROM actuals').all();
  expect(results).toEqual([{ draft: 0 }]);
});

test('a row overwrites that with the same account, metric and period, whether at once or at the end', async () => {
  await send('actuals', csv('a,revenue,2026-10,1', 'a,orders,2026-10,7', 'b,revenue,2026-10,2'), 'text/csv');
  await send('actuals', csv('a,revenue,2026-10,5'), 'text/csv');
  expect(await list()).toEqual(['a orders 2026-10 7', 'a revenue 2026-10 5', 'b revenue 2026-10 2']);
  await send('actuals?onError=reject', csv('b,revenue,2026-10,6'), 'text/csv');
  expect(await list()).toEqual(['a orders 2026-10 7', 'a revenue 2026-10 5', 'b revenue 2026-10 6']);
});

test('replace leaves none in its span but those of the file, and touches no others', async () => {
  const periods = ['2026-09-30', '2026-10', '2026-10-01', '2026-10-31', '2026-11', '2026-11-01'];
  await send('actuals', csv(...periods.map((period) => `a,revenue,${period},1`)), 'text/csv');
  const span = '?mode=replace&from=2026-10-01&until=2026-10-31';
  const outside = await send(`actuals${span}`, csv('b,revenue,2026-11,2'), 'text/csv');
  expect([outside.status, outside.answer.violations]).toMatchObject([422, [{ field: 'period', value: '2026-11' }]]);
  expect((await list()).length).toBe(6);
  expect((await send(`actuals${span}`, csv('b,revenue,2026-10-05,2'), 'text/csv')).status).toBe(200);
  expect(await list()).toEqual([
    ...['2026-09-30', '2026-11', '2026-11-01'].map((period) => `a revenue ${period} 1`),
    'b revenue 2026-10-05 2',
  ]);
  expect((await send('actuals?mode=replace&from=2026-10-06', csv(), 'text/csv')).status).toBe(200);
  expect(await list()).toEqual(['a revenue 2026-09-30 1', 'b revenue 2026-10-05 2']);
  const merged = await send(
    'actuals?from=2026-10-06',
    csv('a,revenue,2026-10,1', 'a,revenue,2026-10-06,1'),
    'text/csv',
  );
  expect(merged.answer).toMatchObject({ accepted: 1, violations: [{ line: 2, field: 'period' }] });
  expect((await send('actuals?mode=replace&from=2026-10-06&until=2026-10-05', '[{}]')).answer).toMatchObject({
    status: 400,
    violations: [
      { field: 'until' },
      { field: 'account' },
      { field: 'metric' },
      { field: 'period' },
      { field: 'value' },
    ],
  });
});

test('are listed in pages, filtered by account, metric and days; a month is where its first day is', async () => {
  const periods = ['2026-09-30', '2026-10', '2026-10-02', '2026-11'];
  const rows = ['a', 'b'].flatMap((id) =>
    ['orders', 'revenue'].flatMap((metric) => periods.map((period, at) => `${id},${metric},${period},${at}`)),
  );
  await send('actuals', csv(...rows), 'text/csv');
  const all: unknown[] = [];
  for (let path: string | null = 'actuals?limit=3'; path !== null; ) {
    const page: { items: unknown[]; next: string | null } = await get(path);
    all.push(...page.items);
    path = page.next && `actuals?limit=3&cursor=${page.next}`;
  }
  expect(all).toEqual((await get('actuals')).items);
  expect(all.length).toBe(16);
  expect(await list('?account=a&metric=revenue&from=2026-10-01&until=2026-10-31')).toEqual([
    'a revenue 2026-10 1',
    'a revenue 2026-10-02 2',
  ]);
  expect(await list('?account=b&metric=orders&from=2026-10-02')).toEqual([
    'b orders 2026-10-02 2',
    'b orders 2026-11 3',
  ]);
  expect((await workspace.fetch(`/v1/plans/${planId}/actuals?from=2026-02-30`)).status).toBe(400);
});

test('are summed by month and by account', async () => {
  await send(
    'actuals',
    csv('a,revenue,2026-10,1', 'a,revenue,2026-10-02,2', 'b,revenue,2026-11,4', 'b,orders,2026-10,8'),
    'text/csv',
  );
  const sums = async (query: string) =>
    (await get(`actuals/sums?${query}`)).items.map((row) => Object.values(row).join(' '));
  expect(await sums('groupBy=period')).toEqual(['2026-10 orders 8 1', '2026-10 revenue 3 2', '2026-11 revenue 4 1']);
  expect(await sums('groupBy=account&until=2026-10-31')).toEqual(['a revenue 3 2', 'b orders 8 1']);
  const first = await get('actuals/sums?groupBy=account&limit=1');
  expect(await get(`actuals/sums?groupBy=account&limit=5&cursor=${first.next}`)).toMatchObject({
    items: [
      { group: 'b', metric: 'orders' },
      { group: 'b', metric: 'revenue' },
    ],
  });
});

test('go with an account that is deleted by its id, and stay when a file replaces all accounts', async () => {
  await send('actuals', csv('a,revenue,2026-10,1', 'b,revenue,2026-10,2'), 'text/csv');
  await send('deals', '[{"id":"d","account":"a","stage":"x","amount":1,"expectedClose":"2026-12-01"}]');
  await send('accounts?mode=replace', 'id,lat,lng\nb,47,3\n', 'text/csv');
  expect(await list()).toEqual(['a revenue 2026-10 1', 'b revenue 2026-10 2']);
  await send('accounts', 'id,lat,lng\na,47,3\n', 'text/csv');
  expect((await workspace.fetch(`/v1/plans/${planId}/accounts/a`, { method: 'DELETE' })).status).toBe(204);
  expect(await list()).toEqual(['b revenue 2026-10 2']);
  expect((await get('deals')).items).toEqual([]);
});

test('of 25,000 rows an id that comes again in another chunk is named, and the first one counts', async () => {
  const rows = Array.from({ length: 25_000 }, (_, i) => `x${i % 24_999},revenue,2026-10,${i}`);
  for (const query of ['', '?onError=skip&mode=replace']) {
    const { status, answer } = await send(`actuals${query}`, csv(...rows), 'text/csv');
    expect([status, answer]).toMatchObject([
      200,
      { accepted: 24_999, rejected: 1, violations: [{ line: 25_001, field: 'period', value: 'x0, revenue, 2026-10' }] },
    ]);
    expect(answer.warnings[0]?.detail).toContain('24999 rows name 24999 accounts');
    expect(await list('?account=x0')).toEqual(['x0 revenue 2026-10 0']);
  }
});

test('no route opens them with the key of another workspace', async () => {
  const other = await openWorkspace();
  for (const path of ['actuals', 'actuals/sums?groupBy=period', 'deals', 'pipeline-stages']) {
    expect([path, (await other.fetch(`/v1/plans/${planId}/${path}`)).status]).toEqual([path, 404]);
  }
  const headers = { 'content-type': 'application/json' };
  for (const [path, body] of [
    ['actuals', '[{"account":"a","metric":"m","period":"2026-10","value":1}]'],
    ['deals', '[{"id":"d","account":"a","stage":"x","amount":1,"expectedClose":"2026-12-01"}]'],
    ['pipeline-stages', '{"stages":[]}'],
  ] as const) {
    const answer = await other.fetch(`/v1/plans/${planId}/${path}`, { method: 'PUT', headers, body });
    expect([path, answer.status]).toEqual([path, 404]);
  }
  expect(await list()).toEqual([]);
});

test('are summed by groups of accounts where they are recorded, whose ids are read in pages', async () => {
  const ids = ['=1+1 "quoted" \\ 東京', 'a', 'gone', '__proto__', "it's", '😀', 'b'];
  const rows = ids.flatMap((account, at) => [
    { account, metric: 'revenue', period: '2026-10', value: at },
    { account, metric: 'revenue', period: '2026-10-15', value: 10 },
    { account, metric: 'orders', period: '2026-11-02', value: 1 },
  ]);
  await send('actuals', JSON.stringify(rows));
  const { actuals } = wirePorts(env);
  const { workspaceId } = workspace;
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: readonly string[]; next: string | null } = await actuals.accountIds(workspaceId, planId, {
      ...{ cursor, limit: 3 },
    });
    expect(page.items.length).toBeLessThanOrEqual(3);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  expect([...found].sort()).toEqual([...ids].sort());
  const many = Array.from({ length: 2_500 }, (_, at) => `none-${at}`);
  const groups = [ids.slice(0, 2), [], [...many, ...ids.slice(2)]];
  const question = { metric: null, from: '2026-10-01', until: '2026-11-30', dailyMonths: ['2026-11'] };
  const sums = await actuals.sums(workspaceId, planId, groups, question);
  expect(sums.map(({ group, metric, day, value, rows }) => [group, metric, day, value, rows].join(' ')).sort()).toEqual(
    [
      ...['0 orders 2026-11-02 2 2', '0 revenue 2026-10-01 21 4'],
      ...['2 orders 2026-11-02 5 5', '2 revenue 2026-10-01 70 10'],
    ],
  );
});
