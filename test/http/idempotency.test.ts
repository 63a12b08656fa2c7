import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';

/** For what happens soon on a machine at rest. */
const PATIENCE = { timeout: 10_000 };

const workspace = await openWorkspace();
const planId = await createPlan(workspace);

function post(key: string, body: unknown, path = '/v1/plans', from: Pick<OpenedWorkspace, 'fetch'> = workspace) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  return from.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function put(key: string, body: BodyInit, type = 'text/csv', plan = planId) {
  const headers = { 'content-type': type, 'idempotency-key': key };
  return workspace.fetch(`/v1/plans/${plan}/accounts`, { method: 'PUT', headers, body });
}

async function planNames(from = workspace): Promise<string[]> {
  const { items } = (await (await from.fetch('/v1/plans?limit=1000')).json()) as { items: { name: string }[] };
  return items.map(({ name }) => name);
}

async function kindOf(response: Response): Promise<string> {
  return ((await response.json()) as { type: string }).type.replace('/problems/', '');
}

test('a request that is sent again is carried out once, and answered as the first time', async () => {
  const first = await post('"once"', { name: 'Once' });
  const again = await post('once', { name: 'Once' });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
  expect(again.headers.get('content-type')).toBe('application/json');
  expect(await again.text()).toBe(await first.text());
  expect((await planNames()).filter((name) => name === 'Once')).toHaveLength(1);
});

test('another body, query, address or media type under the same key is 422, and does nothing', async () => {
  expect((await post('reused', { name: 'First' })).status).toBe(201);
  const others = [
    await post('reused', { name: 'Other' }),
    await post('reused', { name: 'First, and longer' }),
    await post('reused', {}),
    await post('reused', { name: 'First' }, '/v1/plans?x=1'),
  ];
  for (const other of others) {
    expect([other.status, await kindOf(other)]).toEqual([422, 'idempotency-key-reused']);
  }
  expect((await planNames()).filter((name) => name.startsWith('Other'))).toEqual([]);
  const csv = 'id,lat,lng\na,1,1\n';
  expect((await put('upload', csv)).status).toBe(200);
  expect((await put('upload', csv, 'text/csv; charset=utf-8')).status).toBe(422);
  expect((await put('upload', csv, 'text/csv', await createPlan(workspace))).status).toBe(422);
});

test('an upload that is sent again stores nothing and gives the first report', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `r${i},${i % 80},${i % 170}`).join('\n');
  const first = (await (await put('rows', `id,lat,lng\n${rows}\n`)).json()) as { uploadId: string };
  const again = await put('rows', `id,lat,lng\n${rows}\n`);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await again.json()).toEqual(first);
  const { results } = await env.DB.prepare(
    "SELECT DISTINCT substr(upload_id, 1, 26) AS upload_id FROM accounts WHERE account_id = 'r7'",
  ).all();
  expect(results).toEqual([{ upload_id: first.uploadId }]);
});

test('a key belongs to one workspace and one route', async () => {
  const stranger = await openWorkspace();
  expect((await post('shared', { name: 'Mine' })).status).toBe(201);
  expect((await post('shared', { name: 'Theirs' }, '/v1/plans', stranger)).status).toBe(201);
  expect(await planNames(stranger)).toEqual(['Theirs']);
  expect((await post('shared', { name: 'k', scopes: ['plans:read'] }, '/v1/keys')).status).toBe(201);
});

test('of requests at the same time one is carried out, and the others wait or are told its answer', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => post('race', { name: 'Race' })));
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expect([answer.status, await kindOf(answer)]).toEqual([409, 'idempotency-key-in-use']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(answers.some(({ status }) => status === 201)).toBe(true);
  expect((await planNames()).filter((name) => name === 'Race')).toHaveLength(1);
});

async function abandon(leaseEndsAt: number) {
  await env.DB.prepare(
    'UPDATE idempotency SET status = NULL, lease_ends_at = ? WHERE record = (SELECT max(record) FROM idempotency)',
  )
    .bind(leaseEndsAt)
    .run();
}

test('a request that crashed holds its key until its lease ends, and no longer', async () => {
  await post('crash', { name: 'Crash' });
  await abandon(Date.now() + 3_000);
  const early = await post('crash', { name: 'Crash' });
  expect([early.status, early.headers.get('retry-after')]).toEqual([409, '3']);
  await abandon(Date.now() - 1);
  const late = await post('crash', { name: 'Crash' });
  expect([late.status, late.headers.get('idempotency-replayed')]).toEqual([201, null]);
  expect((await post('crash', { name: 'Crash' })).headers.get('idempotency-replayed')).toBe('true');
});

test('an upload keeps its key for as long as it runs, three times in each lease', async () => {
  const timers = vi.spyOn(globalThis, 'setInterval');
  const app = createApp({ wire: wirePorts, problemPages: PROBLEM_PAGES });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const headers = { authorization: `Bearer ${workspace.key}`, 'content-type': 'text/csv', 'idempotency-key': 'slow' };
  const init = { method: 'PUT', headers, body: readable };
  const answer = app.request(`/v1/plans/${planId}/accounts`, init, env, createExecutionContext());
  const file = writable.getWriter();
  await file.write(new TextEncoder().encode('id,lat,lng\nslow,1,'));
  const [renew, everyMs] = await vi.waitUntil(
    () => timers.mock.calls.find(([, delayMs]) => delayMs === 10_000),
    PATIENCE,
  );
  timers.mockRestore();
  await abandon(Date.now() - 1);
  (renew as () => void)();
  const leftMs = () =>
    env.DB.prepare(
      'SELECT lease_ends_at - ? AS left FROM idempotency WHERE record = (SELECT max(record) FROM idempotency)',
    )
      .bind(Date.now())
      .first<number>('left');
  await vi.waitUntil(async () => ((await leftMs()) ?? 0) > 0, PATIENCE);
  expect(await leftMs()).toBeGreaterThan(2 * (everyMs ?? 0));
  expect((await put('slow', 'id,lat,lng\nslow,1,1\n')).status).toBe(409);
  await file.write(new TextEncoder().encode('1\n'));
  await file.close();
  expect((await answer).status).toBe(200);
  expect((await put('slow', 'id,lat,lng\nslow,1,1\n')).headers.get('idempotency-replayed')).toBe('true');
});

test('a key may be used anew after 24 hours, and expired records are deleted', async () => {
  await post('day', { name: 'Yesterday' });
  const { expires } = (await env.DB.prepare('SELECT max(expires_at) AS expires FROM idempotency').first()) as {
    expires: number;
  };
  expect(expires - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
  expect(expires - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  await env.DB.prepare('UPDATE idempotency SET expires_at = ?').bind(Date.now()).run();
  const anew = await post('day', { name: 'Today' });
  expect([anew.status, anew.headers.get('idempotency-replayed')]).toEqual([201, null]);
  for (let i = 0; i < 5; i++) await post(`sweep-${i}`, { name: 'Sweep' });
  const { old } = (await env.DB.prepare('SELECT count(*) AS old FROM idempotency WHERE expires_at <= ?')
    .bind(Date.now())
    .first()) as { old: number };
  expect(old).toBe(0);
});

test('a refusal that would come again is replayed; one of the moment leaves the key free', async () => {
  const wrong = await post('wrong', { name: '' });
  const again = await post('wrong', { name: '' });
  expect([wrong.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([400, 400, 'true']);
  expect(again.headers.get('content-type')).toBe('application/problem+json');
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'accept', accept: 'text/html' };
  const body = '{"name":"Accepted"}';
  expect((await workspace.fetch('/v1/plans', { method: 'POST', headers, body })).status).toBe(406);
  expect((await post('accept', { name: 'Accepted' })).headers.get('idempotency-replayed')).toBeNull();
});

test('a new key is shown again to the key that asked for it, and is nowhere in the record', async () => {
  const asked = { name: 'robot', scopes: ['keys:write', 'plans:read'] };
  const first = (await (await post('secret', asked, '/v1/keys')).json()) as { key: string };
  const again = await post('secret', asked, '/v1/keys');
  expect([again.headers.get('idempotency-replayed'), await again.json()]).toEqual(['true', first]);
  const robot = {
    fetch: (path: string, init: RequestInit = {}) =>
      exports.default.fetch(`http://hexalign.test${path}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${first.key}` },
      }),
  };
  const other = await post('secret', asked, '/v1/keys', robot);
  expect([other.status, await kindOf(other)]).toEqual([422, 'idempotency-key-reused']);
  const { results } = await env.DB.prepare('SELECT * FROM idempotency').all();
  expect(JSON.stringify(results)).not.toContain(first.key);
});

test('a workspace is made once, too', async () => {
  const make = () =>
    exports.default.fetch('http://hexalign.test/v1/workspaces', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${env.BOOTSTRAP_SECRET}`,
        'content-type': 'application/json',
        'idempotency-key': 'acme',
      },
      body: '{"name":"Acme"}',
    });
  const first = (await (await make()).json()) as { key: string };
  expect(await (await make()).json()).toEqual(first);
  const { results } = await env.DB.prepare('SELECT * FROM idempotency').all();
  expect(JSON.stringify(results)).not.toContain(first.key);
});

test('an answer of more than 1 MB is sent whole, and given again from the record of layouts', async () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => `account-${i},${40 + (i % 200) / 100},${i / 200 / 100}`);
  const solve = () =>
    workspace.fetch('/v1/solve?territories=2&effort=fast&include=assignments', {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': 'large' },
      body: `id,lat,lng\n${rows.join('\n')}\n`,
    });
  const first = await solve();
  const text = await first.text();
  expect([first.status, text.length > 1_000_000]).toEqual([200, true]);
  const again = await solve();
  expect([again.headers.get('x-hexalign-cache'), (await again.text()) === text]).toEqual(['hit', true]);
});

test('a header that is no key is 400 and names what would be one', async () => {
  const refused = await post('x'.repeat(256), { name: 'x' });
  expect(await refused.json()).toMatchObject({
    type: '/problems/invalid-parameter',
    violations: [{ field: 'Idempotency-Key', remedy: expect.stringContaining('UUID') }],
  });
});

test('what was done is answered, also where it cannot be recorded', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const app = createApp({
    wire(bindings) {
      const ports = wirePorts(bindings);
      return { ...ports, ledger: { ...ports.ledger, record: () => Promise.reject(new Error('D1 is away')) } };
    },
    problemPages: PROBLEM_PAGES,
  });
  const headers = {
    authorization: `Bearer ${workspace.key}`,
    'content-type': 'application/json',
    'idempotency-key': 'unrecorded',
  };
  const init = { method: 'POST', headers, body: '{"name":"Unrecorded"}' };
  const answer = await app.request('/v1/plans', init, env, createExecutionContext());
  logged.mockRestore();
  expect([answer.status, await answer.json()]).toMatchObject([201, { name: 'Unrecorded' }]);
});
