import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

interface Answer {
  readonly type?: string;
  readonly uploadId: string;
  readonly detail?: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly metrics: string[];
  readonly violations: { line?: number; field: string; value: string; detail: string; remedy: string }[];
  readonly violationCount: number;
}

async function put(planId: string, body: BodyInit, type = 'text/csv', headers: Record<string, string> = {}) {
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': type, ...headers },
    body,
  });
  return { status: response.status, answer: (await response.json()) as Answer };
}

async function accountsOf(planId: string) {
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`);
  return ((await response.json()) as { items: Record<string, unknown>[] }).items;
}

const NOTHING = {
  segment: null,
  productLines: [],
  size: null,
  requiredSkills: [],
  visitMinutes: null,
  visitsPerPeriod: null,
  lastVisit: null,
  repId: null,
  status: null,
};

test('stores the rows of a CSV and takes its numeric columns as metrics', async () => {
  const planId = await createPlan(workspace);
  const csv =
    'ID,Name,Lat,LNG,revenue,zip,segment\na1,"Smith, ""Sons""",40.7,-74,1200.5,01001,retail\na2,,41,-75,,90210,\n';
  const { status, answer } = await put(planId, csv);
  expect(status).toBe(200);
  expect(answer).toMatchObject({ accepted: 2, rejected: 0, metrics: ['revenue'], violations: [], violationCount: 0 });
  expect(await accountsOf(planId)).toEqual([
    {
      id: 'a1',
      name: 'Smith, "Sons"',
      lat: 40.7,
      lng: -74,
      cell: '892a1072d6bffff',
      ...NOTHING,
      segment: 'retail',
      metrics: { revenue: 1200.5 },
      attributes: { zip: '01001' },
    },
    {
      id: 'a2',
      name: '',
      lat: 41,
      lng: -75,
      cell: expect.any(String),
      ...NOTHING,
      metrics: { revenue: 0 },
      attributes: { zip: '90210' },
    },
  ]);
});

describe('reads the same accounts from', () => {
  const account = { id: 'a1', name: 'Zürich', lat: 47.37, lng: 8.54, revenue: 5, segment: 'x' };
  const { lat, lng, ...properties } = account;
  const feature = { type: 'Feature', geometry: { type: 'Point', coordinates: [lng, lat] }, properties };
  test.each([
    ['text/csv; charset=UTF-8', 'id;name;lat;lng;revenue;segment\r\na1;Zürich;47.37;8.54;5;x\r\n'],
    ['application/x-ndjson', JSON.stringify(account)],
    ['application/json', JSON.stringify([account])],
    ['application/json', JSON.stringify({ accounts: [account] })],
    ['application/geo+json', JSON.stringify({ type: 'FeatureCollection', features: [feature] })],
  ])('%s', async (type, body) => {
    const planId = await createPlan(workspace);
    expect(await put(planId, body, type)).toMatchObject({ status: 200, answer: { accepted: 1, metrics: ['revenue'] } });
    expect(await accountsOf(planId)).toMatchObject([
      { id: 'a1', name: 'Zürich', lat: 47.37, lng: 8.54, metrics: { revenue: 5 }, segment: 'x', attributes: {} },
    ]);
  });

  test('a body compressed with gzip', async () => {
    const planId = await createPlan(workspace);
    const body = new Blob(['id,lat,lng\na1,1,2\n']).stream().pipeThrough(new CompressionStream('gzip'));
    const compressed = await new Response(body).arrayBuffer();
    const { status, answer } = await put(planId, compressed, 'text/csv', { 'content-encoding': 'gzip' });
    expect([status, answer.accepted]).toEqual([200, 1]);
  });
});

describe('replaces', () => {
  test('accounts with the same id and keeps the others', async () => {
    const planId = await createPlan(workspace);
    await put(planId, 'id,name,lat,lng,v\na,old,1,1,5\nb,stays,2,2,6\n');
    await put(planId, 'id,name,lat,lng,v\na,new,3,3,7\n');
    expect(await accountsOf(planId)).toMatchObject([
      { id: 'a', name: 'new', lat: 3, metrics: { v: 7 } },
      { id: 'b', name: 'stays', lat: 2, metrics: { v: 6 } },
    ]);
  });

  test('nothing within one file: the first row of an id counts, near and far', async () => {
    const planId = await createPlan(workspace);
    const filler = Array.from({ length: 6_000 }, (_, i) => `f${i},x,1,1`);
    const rows = ['id,name,lat,lng', 'a,first,1,1', 'a,second,2,2', ...filler, 'a,third,3,3', 'f0,again,1,1'];
    const { answer } = await put(planId, rows.join('\n'));
    expect(answer).toMatchObject({ accepted: 6_001, rejected: 3, violationCount: 3 });
    expect(answer.violations.map(({ line, field, value, detail }) => [line, field, value, detail])).toEqual([
      [3, 'id', 'a', 'is the id of line 2 too'],
      [6_004, 'id', 'a', 'is the id of an earlier row too'],
      [6_005, 'id', 'f0', 'is the id of an earlier row too'],
    ]);
    expect((await accountsOf(planId))[0]).toMatchObject({ id: 'a', name: 'first' });
  });
});

describe('the metrics of a plan', () => {
  test('bind once declared: other numbers are attributes, a bad value is a violation', async () => {
    const planId = await createPlan(workspace, { metrics: ['revenue'] });
    const { answer } = await put(
      planId,
      'id,lat,lng,revenue,zip\na,1,1,5,90210\nb,1,1,n/a,90211\nc,1,1,-5,90212\nd,1,1,,90213\n',
    );
    expect(answer).toMatchObject({ accepted: 2, rejected: 2, metrics: ['revenue'] });
    expect(answer.violations.map(({ line, field, value, detail }) => [line, field, value, detail])).toEqual([
      [3, 'revenue', 'n/a', 'is not a number'],
      [4, 'revenue', '-5', 'is negative'],
    ]);
    expect(await accountsOf(planId)).toMatchObject([
      { metrics: { revenue: 5 }, attributes: { zip: '90210' } },
      { metrics: { revenue: 0 }, attributes: { zip: '90213' } },
    ]);
  });

  test('are those of the first upload that has any', async () => {
    const planId = await createPlan(workspace);
    expect((await put(planId, 'id,lat,lng\na,1,1\n')).answer.metrics).toEqual([]);
    expect((await put(planId, 'id,lat,lng,x\nb,1,1,5\n')).answer.metrics).toEqual(['x']);
    const { status, answer } = await put(planId, 'id,lat,lng,y\nc,1,1,5\n');
    expect(status).toBe(422);
    expect(answer).toMatchObject({
      violations: [{ field: 'x', detail: 'is missing: the file has the columns id, lat, lng, y' }],
    });
  });

  test('are at most sixteen', async () => {
    const planId = await createPlan(workspace);
    const names = Array.from({ length: 17 }, (_, i) => `m${i}`);
    const { status, answer } = await put(planId, `id,lat,lng,${names}\na,1,1,${names.map(() => 1)}\n`);
    expect([status, answer.detail]).toEqual([422, expect.stringContaining('17 columns hold numbers (m0, m1,')]);
  });
});

describe('an odd file', () => {
  test('with latitude 91, longitude 540 and NaN has its good rows stored and the others named', async () => {
    const planId = await createPlan(workspace);
    const { status, answer } = await put(planId, 'id,lat,lng\ngood,1,1\na,91,1\nb,1,540\nc,NaN,\n');
    expect(status).toBe(200);
    expect(answer).toMatchObject({ accepted: 1, rejected: 3, violationCount: 4 });
    expect(answer.violations.map(({ line, field, value, detail }) => [line, field, value, detail])).toEqual([
      [3, 'lat', '91', 'is above 90'],
      [4, 'lng', '540', 'is above 180'],
      [5, 'lat', 'NaN', 'is not a number'],
      [5, 'lng', '', 'is empty'],
    ]);
    for (const { remedy } of answer.violations) expect(remedy).toMatch(/^send decimal degrees from -\d+ to \d+/);
  });

  test.each([
    ['empty', 'text/csv', '', 'is empty'],
    ['of blank lines', 'text/csv', '\n\n \n', 'is empty'],
    ['of a byte order mark alone', 'text/csv', '\ufeff', 'is empty'],
    ['of a header alone', 'text/csv', 'id,lat,lng\n', 'has a header and no rows'],
    ['empty', 'application/x-ndjson', '', 'is empty'],
    ['of an empty array', 'application/json', '[]', 'is empty'],
    ['of no features', 'application/geo+json', '{"type":"FeatureCollection","features":[]}', 'is empty'],
  ])('that is %s (%s) is refused with a remedy', async (_, type, body, detail) => {
    const { status, answer } = await put(await createPlan(workspace), body, type);
    expect(status).toBe(422);
    expect(answer).toMatchObject({ type: '/problems/invalid-rows', accepted: 0, violations: [{ detail }] });
    expect(answer.violations[0]?.remedy).toContain('id,name,lat,lng');
  });

  test('with a byte order mark and quoted line breaks is read, lines counted as an editor does', async () => {
    const planId = await createPlan(workspace);
    const { answer } = await put(planId, '\ufeffid,name,lat,lng\r\na,"two\r\nlines",1,1\r\nb,x,99,1\r\n');
    expect(answer).toMatchObject({ accepted: 1, violations: [{ line: 4, field: 'lat' }] });
    expect(await accountsOf(planId)).toMatchObject([{ id: 'a', name: 'two\r\nlines' }]);
  });

  test('without a needed column is refused with the columns it has', async () => {
    const { status, answer } = await put(await createPlan(workspace), 'id,north,east\na,1,1\n');
    expect(status).toBe(422);
    expect(answer.violations.map(({ field, detail }) => [field, detail])).toEqual([
      ['lat', 'is missing: the file has the columns id, north, east'],
      ['lng', 'is missing: the file has the columns id, north, east'],
    ]);
  });

  test('with 20,000 bad rows has the first 1,000 violations listed and all counted', async () => {
    const planId = await createPlan(workspace);
    const bad = Array.from({ length: 20_000 }, (_, i) => `b${i},91,1`);
    const { status, answer } = await put(planId, ['id,lat,lng', ...bad, 'good,1,1'].join('\n'));
    expect([status, answer.accepted, answer.rejected, answer.violationCount]).toEqual([200, 1, 20_000, 20_000]);
    expect(answer.violations.map(({ line }) => line)).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 2));
  });

  test('with bad rows alone is refused with the same list', async () => {
    const { status, answer } = await put(await createPlan(workspace), 'id,lat,lng\na,91,1\nb,1,540\n');
    expect(status).toBe(422);
    expect(answer).toMatchObject({ type: '/problems/invalid-rows', accepted: 0, rejected: 2, violationCount: 2 });
    expect(answer.uploadId).toMatch(/^upl_/);
  });

  test('with one account is stored', async () => {
    expect((await put(await createPlan(workspace), 'id,lat,lng\na,1,1\n')).answer).toMatchObject({ accepted: 1 });
  });

  test('that breaks off says how many rows are stored', async () => {
    const planId = await createPlan(workspace);
    const rows = Array.from({ length: 12_000 }, (_, i) => `{"id":${i},"lat":1,"lng":1}`);
    const { status, answer } = await put(planId, `[${rows.join(',\n')}`, 'application/json');
    expect(status).toBe(400);
    expect(answer).toMatchObject({ type: '/problems/malformed-body', accepted: 10_000, rejected: 0 });
    expect(answer.detail).toBe('line 12000: expected "," or "]"');
  });
});

describe('a body is refused', () => {
  const CSV = 'id,lat,lng\na,1,1\n';

  test.each([
    ['application/xml', /^application\/xml is not read here: send text\/csv, /],
    ['', /^no Content-Type is not read here/],
    ['text/csv; charset=windows-1252', /^charset windows-1252 is not read here: send UTF-8/],
  ])('with the type %j', async (type, detail) => {
    const planId = await createPlan(workspace);
    const { status, answer } = await put(planId, new TextEncoder().encode(CSV), type);
    expect([status, answer.type]).toEqual([415, '/problems/unsupported-media-type']);
    expect(answer.detail).toMatch(detail);
  });

  test('with an encoding other than gzip, and with broken gzip', async () => {
    const planId = await createPlan(workspace);
    expect((await put(planId, CSV, 'text/csv', { 'content-encoding': 'br' })).status).toBe(415);
    expect(await put(planId, CSV, 'text/csv', { 'content-encoding': 'gzip' })).toMatchObject({
      status: 400,
      answer: { type: '/problems/malformed-body', detail: 'the body is not whole gzip' },
    });
  });

  test('in an encoding other than UTF-8', async () => {
    const planId = await createPlan(workspace);
    const latin1 = new Blob(['id,lat,lng,name\na,1,1,Z', new Uint8Array([0xfc]), 'rich\n']);
    const { status, answer } = await put(planId, latin1, 'text/csv');
    expect([status, answer.type]).toEqual([400, '/problems/malformed-body']);
    expect(answer.detail).toContain('UTF-8');
  });

  test('above 100 MB, also when gzip hides it', async () => {
    const planId = await createPlan(workspace);
    const line = new TextEncoder().encode(`${' '.repeat(499_999)}\n`.repeat(2));
    let sent = 0;
    const blank = new ReadableStream<Uint8Array>({
      pull: (controller) => (sent++ < 101 ? controller.enqueue(line) : controller.close()),
    });
    const bomb = await new Response(blank.pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    expect(bomb.byteLength).toBeLessThan(200_000);
    const { status, answer } = await put(planId, bomb, 'application/x-ndjson', { 'content-encoding': 'gzip' });
    expect([status, answer.type]).toEqual([413, '/problems/payload-too-large']);
  });
});
