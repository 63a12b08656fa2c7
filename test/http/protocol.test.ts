import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();
const planId = await createPlan(workspace);

async function problemOf(path: string, init: RequestInit = {}) {
  const response = await workspace.fetch(path, init);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem.status).toBe(response.status);
  return { ...problem, headers: response.headers };
}

function post(body: string, type = 'application/json'): RequestInit {
  return { method: 'POST', headers: { 'content-type': type }, body };
}

test('health answers without a key', async () => {
  const response = await exports.default.fetch('http://hexalign.test/v1/health');
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok', engine: expect.any(String) }]);
});

test('an address that nothing lives at is 404', async () => {
  expect(await problemOf('/v1/nothing')).toMatchObject({ type: '/problems/not-found', status: 404 });
  expect(await problemOf('/problems/nothing')).toMatchObject({ type: '/problems/not-found' });
  expect(await problemOf('/problems/__proto__')).toMatchObject({ type: '/problems/not-found' });
});

test('a method that an address does not have is 405 with those it has', async () => {
  const problem = await problemOf(`/v1/plans/${planId}`, { method: 'PUT' });
  expect(problem).toMatchObject({ type: '/problems/method-not-allowed', status: 405 });
  expect(problem.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH']);
});

test('HEAD answers as GET does, without a body', async () => {
  const [head, get] = await Promise.all([
    workspace.fetch(`/v1/plans/${planId}`, { method: 'HEAD' }),
    workspace.fetch(`/v1/plans/${planId}`),
  ]);
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
});

test('a client that holds the answer already gets 304', async () => {
  for (const path of [`/v1/plans/${planId}`, '/v1/plans', `/v1/plans/${planId}/accounts`]) {
    const first = await workspace.fetch(path);
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"\w+"$/);
    for (const held of [tag, `W/${tag}`]) {
      expect((await workspace.fetch(path, { headers: { 'if-none-match': held } })).status).toBe(304);
    }
    expect((await workspace.fetch(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  }
});

test('every answer has a request id, the one that the client chose where it is harmless', async () => {
  const own = await workspace.fetch('/v1/plans', { headers: { 'x-request-id': 'trace-1' } });
  expect(own.headers.get('x-request-id')).toBe('trace-1');
  const odd = await workspace.fetch('/v1/nothing', { headers: { 'x-request-id': '<script>' } });
  const { requestId } = (await odd.json()) as { requestId: string };
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(odd.headers.get('x-request-id')).toBe(requestId);
});

test('browsers of any origin may ask, without credentials', async () => {
  const asked = await exports.default.fetch('http://hexalign.test/v1/plans', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
  const refused = await exports.default.fetch('http://hexalign.test/v1/plans', {
    headers: { origin: 'https://app.example' },
  });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  expect(refused.headers.get('access-control-allow-credentials')).toBeNull();
});

test('an error that nobody foresaw is told to the log and not to the client', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const app = createApp({
    wire() {
      throw new Error('the password is swordfish');
    },
    problemPages: PROBLEM_PAGES,
  });
  const answer = await app.request('/v1/plans', {}, env);
  const text = await answer.text();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/problem+json']);
  expect(text).not.toContain('swordfish');
  const { requestId } = JSON.parse(text) as { requestId: string };
  const [line] = logged.mock.calls[0] as [string];
  logged.mockRestore();
  expect(JSON.parse(line)).toMatchObject({ requestId, error: expect.stringContaining('swordfish') });
});

describe('Accept', () => {
  test.each(['application/xml', 'text/html;q=0.9, image/*', 'application/json;q=0'])('%s is 406', async (accept) => {
    const headers = { accept };
    expect(await problemOf(`/v1/plans/${planId}`, { headers })).toMatchObject({ type: '/problems/not-acceptable' });
    expect(await problemOf(`/v1/plans/${planId}/cells`, { headers })).toMatchObject({ status: 406 });
  });

  test.each(['*/*', 'application/*', 'text/html, */*;q=0.1', 'application/json; charset=utf-8', ''])(
    '%j gets JSON',
    async (accept) => {
      const response = await workspace.fetch(`/v1/plans/${planId}/cells`, { headers: { accept } });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    },
  );
});

describe('a JSON body', () => {
  test('that is malformed is 400 with the place', async () => {
    const problem = await problemOf('/v1/plans', post('{"name": "x",}'));
    expect(problem).toMatchObject({ type: '/problems/malformed-body', detail: expect.stringContaining('position 13') });
  });

  test.each([
    ['empty', ''],
    ['nested too deep', '['.repeat(100_000)],
    ['nested too deep inside', `{"name": ${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
    ['text after its end', '{"name": "x"} x'],
  ])('that is %s is 400', async (_, body) => {
    expect(await problemOf('/v1/plans', post(body))).toMatchObject({ type: '/problems/malformed-body', status: 400 });
  });

  test('that is no object is 400', async () => {
    for (const body of ['null', '5', '"x"', '[]', 'true']) {
      expect(await problemOf('/v1/plans', post(body)), body).toMatchObject({ type: '/problems/invalid-parameter' });
    }
  });

  test('above 1 MB is 413', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(1_000_000) });
    expect(await problemOf('/v1/plans', post(body))).toMatchObject({
      type: '/problems/payload-too-large',
      status: 413,
    });
  });

  test('of another type, or of none, is 415', async () => {
    expect(await problemOf('/v1/plans', post('{"name": "x"}', 'text/plain'))).toMatchObject({ status: 415 });
    expect(await problemOf('/v1/plans', { method: 'POST' })).toMatchObject({ status: 415 });
  });

  test('compressed with gzip is read', async () => {
    const body = new Blob(['{"name": "x"}']).stream().pipeThrough(new CompressionStream('gzip'));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const made = await workspace.fetch('/v1/plans', {
      method: 'POST',
      headers,
      body: await new Response(body).arrayBuffer(),
    });
    expect(made.status).toBe(201);
  });

  test('with fifty thousand wrong items is refused in a short answer', async () => {
    const problem = await problemOf('/v1/plans', post(JSON.stringify({ name: 'x', metrics: Array(50_000).fill(1) })));
    expect(JSON.stringify(problem).length).toBeLessThan(100_000);
  });
});

describe('nothing a client sends makes a 500:', () => {
  const NASTY = [
    '%00',
    '%E0%A4%A',
    '%FF',
    '..%2f..',
    "'%20OR%201=1--",
    '%F0%9F%98%80',
    'a'.repeat(5_000),
    '__proto__',
    '%25',
    '*',
    ';',
  ];

  test.each(NASTY.map((text) => [text.slice(0, 20), text]))('%j in a path or a query', async (_, text) => {
    const paths = [
      `/v1/plans/${text}`,
      `/v1/plans/${text}/accounts`,
      `/v1/plans/${planId}/accounts/${text}`,
      `/v1/plans?cursor=${text}`,
      `/v1/plans/${planId}/accounts?cursor=${text}`,
      `/v1/plans/${planId}/cells?cursor=${text}&resolution=3`,
      `/v1/plans/${planId}/cells?resolution=${text}`,
      `/v1/plans?${text}=1`,
      `/problems/${text}`,
      `/${text}`,
    ];
    for (const path of paths) expect((await workspace.fetch(path)).status, path).toBeLessThan(500);
  });

  test.each([
    '{"__proto__": {"name": "x"}}',
    '{"name": {"toString": 1}}',
    '{"name": "\\ud800"}',
    '{"name": "\\u0000"}',
    '{"name": "x", "metrics": ["\\ud800", "__proto__", "constructor"]}',
    '{"name": "x", "metrics": {"length": 3}}',
    '{"name": "x", "finestResolution": 1e400}',
    '{"name": "x", "finestResolution": "9"}',
    '{"name": "x", "finestResolution": 8.5}',
  ])('%s as a plan', async (body) => {
    expect((await workspace.fetch('/v1/plans', post(body))).status).toBeLessThan(500);
  });

  test.each([
    ['id,lat,lng,__proto__,constructor,toString\na,1,1,5,6,7\n', 'text/csv'],
    ['id,lat,lng,\u0000\na,1,1,5\n', 'text/csv'],
    ['id,lat,lng\n"a\u0000",1,1\n\u0000,1,1\n', 'text/csv'],
    ["id,lat,lng,'); DROP TABLE accounts; --\n'); DROP TABLE accounts; --,1,1,5\n", 'text/csv'],
    [
      '[{"id": "\\ud800", "lat": 1, "lng": 1}, {"id": "😀", "lat": 1, "lng": 1, "\\udfff": "\\udfff"}]',
      'application/json',
    ],
    [
      '[{"id": "b", "lat": 1, "lng": 1, "metrics": {"__proto__": 5}, "attributes": {"__proto__": {"x": []}}}]',
      'application/json',
    ],
    [
      '[{"id": "c", "lat": {"valueOf": 1}, "lng": [], "name": {"toString": null}, "metrics": [], "attributes": 5}]',
      'application/json',
    ],
    [
      '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": {}}}]}',
      'application/geo+json',
    ],
    [
      '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": [], "geometry": {"type": "Point", "coordinates": []}, "properties": 5}]}',
      'application/geo+json',
    ],
    ['null\n[]\n"\\ud800"\n{}\n', 'application/x-ndjson'],
  ])('%s as accounts', async (body, type) => {
    const own = await createPlan(workspace);
    const answer = await workspace.fetch(`/v1/plans/${own}/accounts`, {
      method: 'PUT',
      headers: { 'content-type': type },
      body,
    });
    expect(answer.status, await answer.text()).toBeLessThan(500);
    expect((await workspace.fetch(`/v1/plans/${own}/accounts`)).status).toBe(200);
  });
});

test('all that is wrong is told at once, in the query, in the path and in the body', async () => {
  const problem = await problemOf('/v1/plans?dry=1', post('{"name": "", "metrics": [1], "a/b~c": 2}'));
  expect(problem).toMatchObject({
    status: 400,
    type: '/problems/invalid-parameter',
    detail: 'dry: is not known here (and 3 more)',
    violationCount: 4,
    violations: [
      { field: 'dry', value: '1' },
      { field: '/name', detail: 'is too short' },
      { field: '/metrics/0', value: '1', detail: 'is no metric' },
      { field: '/a~1b~0c', value: '2', detail: 'is not known here' },
    ],
  });
  const long = 'x'.repeat(101);
  const wrong = await problemOf(`/v1/plans/${long}/layouts?x=1`, post('{"territories": 0}'));
  const { violations } = wrong as unknown as { violations: { field: string }[] };
  expect(violations.map(({ field }) => field)).toEqual(['x', 'planId', '/territories']);
});

test('each request is one line of JSON in the log, without anything personal', async () => {
  const logged = vi.spyOn(console, 'log').mockImplementation(() => {});
  await workspace.fetch(`/v1/plans/${planId}/accounts/jane.doe@example.com?secret=1`, {
    headers: { 'x-request-id': 'log-1' },
  });
  await workspace.fetch('/v1/plans', { ...post('{"name": "Jane Doe"}'), headers: { 'content-type': 'text/plain' } });
  await exports.default.fetch('http://hexalign.test/jane.doe');
  const lines = logged.mock.calls.map(([line]) => String(line));
  logged.mockRestore();
  const { workspaceId } = workspace;
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    {
      requestId: 'log-1',
      method: 'GET',
      route: '/v1/plans/:planId/accounts/:accountId',
      status: 400,
      ms: expect.any(Number),
      workspaceId,
    },
    {
      requestId: expect.any(String),
      method: 'POST',
      route: '/v1/plans',
      status: 415,
      ms: expect.any(Number),
      workspaceId,
    },
    { requestId: expect.any(String), method: 'GET', route: null, status: 404, ms: expect.any(Number) },
  ]);
  expect(lines.join()).not.toMatch(/jane|secret/i);
});
