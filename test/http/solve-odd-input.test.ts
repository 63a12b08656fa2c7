import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { countPieces } from '../count-pieces.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { solve } from '../solve-accounts.ts';

const workspace = await openWorkspace();
const market = { count: 200, seed: 8, west: 5, south: 48, widthDeg: 3, heightDeg: 2 };
const csv = toCsv(scatterAccounts(market));
const fast = 'effort=fast';

describe('rows that are wrong are named and nothing is solved:', () => {
  test.each([
    ['latitude 91', 'a,91,5', 'lat'],
    ['longitude 540', 'a,50,540', 'lng'],
    ['NaN', 'a,NaN,5', 'lat'],
    ['an empty coordinate', 'a,,5', 'lat'],
    ['an empty id', ',50,5', 'id'],
  ])('%s', async (_, row, field) => {
    const { status, problem } = await solve(workspace, 'territories=1', `id,lat,lng\nok,50,6\n${row}\n`);
    expect(status).toBe(422);
    expect(problem).toMatchObject({
      type: '/problems/invalid-rows',
      violations: [expect.objectContaining({ line: 3, field, remedy: expect.any(String) })],
      violationCount: 1,
    });
  });

  test('duplicate ids', async () => {
    const { status, problem } = await solve(workspace, 'territories=1', 'id,lat,lng\na,50,6\nb,50,7\na,51,6\n');
    expect(status).toBe(422);
    expect(problem.violations).toEqual([expect.objectContaining({ line: 4, field: 'id', value: 'a' })]);
  });

  test('20,000 of them, the first 1,000 told and all counted', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `a${at},${100 + at},5`).join('\n');
    const { status, problem } = await solve(workspace, 'territories=2', `id,lat,lng\n${rows}\n`);
    expect(status).toBe(422);
    expect(problem.violations).toHaveLength(1000);
    expect(problem.violationCount).toBe(20_000);
  });
});

describe('a file that is wrong is refused:', () => {
  test.each([
    ['an empty file', '', 'text/csv', 422, 'the file holds no accounts'],
    ['a header alone', 'id,lat,lng\n', 'text/csv', 422, 'the file holds no accounts'],
    ['a missing column', 'id,lat\na,5\n', 'text/csv', 422, 'lng'],
    ['an empty list', '[]', 'application/json', 422, 'the file holds no accounts'],
    ['half a document', '{"accounts":[{"id":"a","lat":5', 'application/json', 400, ''],
    ['a document without accounts', '{"territories":3}', 'application/json', 400, 'accounts'],
    ['another type', '<xml/>', 'application/xml', 415, 'text/csv'],
  ])('%s', async (_, body, type, status, detail) => {
    const { status: answered, problem } = await solve(workspace, 'territories=1', body, { 'content-type': type });
    expect(answered).toBe(status);
    expect(JSON.stringify(problem)).toContain(detail);
  });
});

describe('options that are wrong are all named:', () => {
  test.each([
    ['territories=0', ['territories']],
    ['territories=1001', ['territories']],
    ['', ['territories']],
    ['territories=2.5&seed=-1&effort=more', ['territories', 'seed', 'effort']],
    ['territories=0x10', ['territories']],
    ['territories=2&balance=accounts:5', ['balance']],
    ['territories=2&resolution=16', ['resolution']],
    ['territories=2&resolution=5&baseResolution=4', ['baseResolution']],
    ['territories=2&splitShare=0&fillDistanceKm=-1', ['splitShare', 'fillDistanceKm']],
    ['territories=2&include=everything&colour=red', ['include', 'colour']],
  ])('%s', async (query, fields) => {
    const { status, problem } = await solve(workspace, query, csv);
    expect(status).toBe(400);
    expect(problem.type).toBe('/problems/invalid-parameter');
    expect(problem.violations.map(({ field }) => field).sort()).toEqual([...fields].sort());
  });

  test('in a JSON document, too', async () => {
    const body = JSON.stringify({ accounts: [{ id: 'a', lat: 5, lng: 5 }], territories: 0, seed: 'x', size: 3 });
    const { status, problem } = await solve(workspace, '', body, { 'content-type': 'application/json' });
    expect(status).toBe(400);
    expect(problem.violations.map(({ field }) => field).sort()).toEqual(['/seed', '/size', '/territories']);
  });

  test('a metric that is no column: the columns found are named', async () => {
    const { status, problem } = await solve(workspace, 'territories=2&balance=turnover:0.1', csv);
    expect(status).toBe(422);
    expect(problem.violations).toEqual([
      expect.objectContaining({
        field: 'balance',
        value: 'turnover',
        remedy: expect.stringContaining('accounts, revenue, visits'),
      }),
    ]);
  });

  test('a finest resolution that comes after many accounts', async () => {
    const accounts = Array.from({ length: 1500 }, (_, at) => ({ id: `a${at}`, lat: 5, lng: 5 + at / 1000 }));
    const body = JSON.stringify({ accounts, territories: 1, finestResolution: 7 });
    const { status, problem } = await solve(workspace, '', body, { 'content-type': 'application/json' });
    expect(status).toBe(400);
    expect(problem.violations[0]?.remedy).toContain('before accounts');
  });
});

describe('accounts that are odd get a clear answer:', () => {
  test('a byte order mark and quoted line breaks', async () => {
    const body = '\uFEFFid,name,lat,lng\na,"one\nline ""more""",50,6\nb,"x, y",50.5,6.5\n';
    const { status, answer } = await solve(workspace, `territories=2&${fast}&balance=accounts:0.5`, body);
    expect(status).toBe(200);
    expect(answer.territories.map(({ accounts }) => accounts)).toEqual([1, 1]);
  });

  test('one account is one territory of one cell or a few', async () => {
    const { status, answer } = await solve(workspace, `territories=1&${fast}`, 'id,lat,lng,revenue\na,50,6,10\n');
    expect(status).toBe(200);
    expect(answer).toMatchObject({ feasible: true, totals: { sums: { accounts: 1, revenue: 10 }, occupiedLeaves: 1 } });
  });

  test('more territories than places', async () => {
    const { status, problem } = await solve(workspace, 'territories=3', 'id,lat,lng\na,50,6\nb,50,6\n');
    expect(status).toBe(422);
    expect(problem).toMatchObject({
      type: '/problems/invalid-problem',
      violations: [{ field: 'territories', value: '3', remedy: expect.stringContaining('at most 1 territory') }],
    });
  });

  test('more territories than cells of a coarse resolution', async () => {
    const { status, problem } = await solve(workspace, 'territories=5&resolution=0', csv);
    expect(status).toBe(422);
    expect(problem).toMatchObject({
      type: '/problems/invalid-problem',
      violations: [expect.objectContaining({ field: 'territories', remedy: expect.stringContaining('finer') })],
    });
  });

  test('one account heavier than a territory: the layout names it and says what would help', async () => {
    const body = `${csv}whale,49,6.5,9000000,3\n`;
    const { status, answer } = await solve(workspace, `territories=4&balance=revenue:0.1&${fast}`, body);
    expect(status).toBe(200);
    expect(answer.feasible).toBe(false);
    expect(answer.violations).toContainEqual(
      expect.objectContaining({
        kind: 'unit-too-heavy',
        metric: 'revenue',
        cell: expect.stringMatching(/^8[0-9a-f]{14}$/),
        detail: expect.stringContaining('more than one territory may have'),
        remedy: expect.stringContaining('fewer territories'),
      }),
    );
  });

  test('accounts on both sides of the antimeridian divide as anywhere else', async () => {
    const fiji = toCsv(scatterAccounts({ ...market, west: 178, south: -19, widthDeg: 4 }));
    const { status, answer } = await solve(workspace, `territories=4&${fast}`, fiji);
    expect(status).toBe(200);
    expect(answer.feasible).toBe(true);
    for (const { cells } of answer.territories) expect(countPieces(cells, answer.islands)).toBe(1);
  });

  test('accounts about the pole divide as anywhere else', async () => {
    const polar = toCsv(scatterAccounts({ ...market, west: -179.9, south: 86, widthDeg: 359.8, heightDeg: 3.8 }));
    const { status, answer } = await solve(workspace, `territories=4&${fast}`, polar);
    expect(status).toBe(200);
    for (const { cells } of answer.territories) expect(countPieces(cells, answer.islands)).toBe(1);
  });

  test('accounts all in one place are one territory and no more', async () => {
    const heap = `id,lat,lng\n${Array.from({ length: 100 }, (_, at) => `a${at},50,6`).join('\n')}\n`;
    expect((await solve(workspace, 'territories=1', heap)).answer.territories[0]?.accounts).toBe(100);
    expect((await solve(workspace, 'territories=2', heap)).status).toBe(422);
  });

  test('accounts on two continents: the answer says what was joined', async () => {
    const there = scatterAccounts({ ...market, seed: 9, west: -100, south: 40 }).map((a) => ({ ...a, id: `b${a.id}` }));
    const { answer } = await solve(workspace, `territories=4&${fast}`, toCsv([...scatterAccounts(market), ...there]));
    expect(answer.islands).toHaveLength(1);
    expect(answer.islands[0]).toMatchObject({ distanceKm: expect.any(Number), units: expect.any(Number) });
    expect(answer.islands[0]?.distanceKm).toBeGreaterThan(5000);
  });

  test('a metric that is zero everywhere is no obstacle', async () => {
    const body = 'id,lat,lng,revenue\na,50,6,0\nb,50.5,6.5,0\n';
    const { status, answer } = await solve(workspace, `territories=2&balance=revenue:0.1,accounts:0.5&${fast}`, body);
    expect(status).toBe(200);
    expect(answer.territories.map(({ deviations }) => deviations.revenue)).toEqual([0, 0]);
  });

  test('columns with names that objects have are metrics like any other', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'length', 'sums.accounts'];
    const rows = Array.from(
      { length: 40 },
      (_, at) => `a${at},${50 + at / 50},${6 + at / 70},${names.map(() => at + 1)}`,
    );
    const body = `id,lat,lng,${names.join(',')}\n${rows.join('\n')}\n`;
    const { status, answer } = await solve(workspace, `territories=2&balance=constructor:0.3&${fast}`, body);
    expect(status).toBe(200);
    expect(answer.metrics).toEqual(['accounts', ...names]);
    for (const { sums } of answer.territories) expect(Object.keys(sums).sort()).toEqual(['accounts', ...names].sort());
    for (const path of ['', '/tilejson.json', '/tiles/8/132/86.mvt', '/cells']) {
      expect((await workspace.fetch(`/v1/layouts/${answer.layoutId}${path}`)).status).toBeLessThan(300);
    }
  });

  test('sums too large for any market do not break the answer', async () => {
    const body = 'id,lat,lng,revenue\na,50,6,1e300\nb,50.5,6.5,1e300\nc,50.6,6.6,1e300\n';
    const { status } = await solve(workspace, `territories=2&balance=revenue:0.1&${fast}`, body);
    expect([200, 422]).toContain(status);
  });
});

test('a key is needed', async () => {
  const response = await exports.default.fetch('http://hexalign.test/v1/solve?territories=1', {
    method: 'POST',
    body: csv,
  });
  expect(response.status).toBe(401);
});

test('outlines finer than the finest cells are refused, without a word of a layout', async () => {
  const answer = await workspace.fetch(`/v1/solve?territories=2&${fast}&outlineResolution=13`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', accept: 'application/geo+json' },
    body: csv,
  });
  expect([answer.status, await answer.json()]).toMatchObject([400, { violations: [{ field: 'outlineResolution' }] }]);
  expect(answer.headers.has('x-hexalign-cache')).toBe(false);
});
