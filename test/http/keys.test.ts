import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { MAX_AGE_MS } from '../../src/application/as-of.ts';
import { openWorkspace } from '../open-workspace.ts';

const ADDRESS = 'http://hexalign.test/v1/workspaces';

function makeWorkspace(authorization: string | null, body = '{"name":"Acme"}') {
  const headers = { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) };
  return exports.default.fetch(ADDRESS, { method: 'POST', headers, body });
}

test('only the bootstrap secret makes a workspace', async () => {
  const statuses = await Promise.all(
    [
      null,
      'Bearer wrong',
      `Basic ${env.BOOTSTRAP_SECRET}`,
      `Bearer ${env.BOOTSTRAP_SECRET}x`,
      `Bearer ${env.BOOTSTRAP_SECRET}`,
    ].map(async (authorization) => (await makeWorkspace(authorization)).status),
  );
  expect(statuses).toEqual([401, 401, 401, 401, 201]);
});

test('a wrong secret is refused before its body is looked at', async () => {
  expect((await makeWorkspace('Bearer wrong', '{')).status).toBe(401);
  expect((await makeWorkspace(`Bearer ${env.BOOTSTRAP_SECRET}`, '{')).status).toBe(400);
});

test('a request without a valid key is refused with a challenge', async () => {
  const { key } = await openWorkspace();
  const mistyped = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
  const unknown = 'hxk_000000000000000000000000000000000000';
  for (const authorization of [
    undefined,
    '',
    'Bearer',
    'Bearer x',
    `Bearer ${mistyped}`,
    `Bearer ${unknown}`,
    `Basic ${key}`,
  ]) {
    const response = await exports.default.fetch('http://hexalign.test/v1/plans', {
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(response.status, authorization).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await response.json()).toMatchObject({ type: '/problems/unauthorized' });
  }
});

test('no row of the database holds a key', async () => {
  const { key } = await openWorkspace();
  const { results } = await env.DB.prepare('SELECT * FROM keys, workspaces').all();
  expect(JSON.stringify(results)).not.toContain(key.slice(4, 34));
});

interface ShownKey {
  readonly key: string;
  readonly keyId: string;
  readonly expiresAt: string | null;
}

type Opened = Awaited<ReturnType<typeof openWorkspace>>;

function post(workspace: Opened, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  return workspace.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function makeKey(workspace: Opened, asked: object): Promise<ShownKey> {
  return (await post(workspace, '/v1/keys', { name: 'other', ...asked })).json();
}

function knock(key: string) {
  return exports.default.fetch('http://hexalign.test/v1/plans', { headers: { authorization: `Bearer ${key}` } });
}

async function listed(workspace: Opened, keyId: string) {
  return (await workspace.fetch(`/v1/keys/${keyId}`)).json();
}

describe('a key', () => {
  test('is shown once, with its check digits, and kept as a digest', async () => {
    const workspace = await openWorkspace();
    const answer = await post(workspace, '/v1/keys', { name: 'page', scopes: ['tiles:read', 'tiles:read'] });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const shown = (await answer.json()) as ShownKey & { ending: string };
    expect(shown).toMatchObject({ name: 'page', scopes: ['tiles:read'], state: 'active', lastUsedAt: null });
    expect(shown.key).toMatch(/^hxk_[0-9A-Za-z]{36}$/);
    expect(shown.key.endsWith(shown.ending)).toBe(true);
    const { key, ...kept } = shown;
    const found = await workspace.fetch(answer.headers.get('location') ?? '');
    expect(await found.json()).toEqual(kept);
    const { results } = await env.DB.prepare('SELECT * FROM keys').all();
    expect(JSON.stringify(results)).not.toContain(key.slice(4, 34));
  });

  test('opens nothing from the moment on that it expires', async () => {
    const workspace = await openWorkspace();
    const soon = new Date(Date.now() + 60_000).toISOString();
    const { key, keyId } = await makeKey(workspace, { scopes: ['plans:read'], expiresAt: soon });
    expect((await knock(key)).status).toBe(200);
    await env.DB.prepare("UPDATE keys SET expires_at = '2026-01-01T00:00:00.000Z' WHERE key_id = ?").bind(keyId).run();
    // Another than this isolate wrote: it counts as soon as what was read before is too old.
    await scheduler.wait(MAX_AGE_MS + 50);
    const refused = await knock(key);
    expect([refused.status, await refused.json()]).toMatchObject([401, { detail: expect.stringContaining('expired') }]);
    expect(await listed(workspace, keyId)).toMatchObject({ state: 'expired' });
  });

  test.each([
    [{ scopes: [] }, '/scopes'],
    [{ scopes: ['plans:read', 'everything'] }, '/scopes/1'],
    [{ scopes: ['plans:read'], expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    [{ scopes: ['plans:read'], expiresAt: 'tomorrow' }, '/expiresAt'],
    [{ scopes: ['plans:read'], days: 3 }, '/days'],
  ])('cannot be %j', async (asked, field) => {
    const refused = await post(await openWorkspace(), '/v1/keys', { name: 'x', ...asked });
    expect([refused.status, await refused.json()]).toMatchObject([400, { violations: [{ field }] }]);
  });

  test('gives no scope that it does not have', async () => {
    const workspace = await openWorkspace();
    const maker = await makeKey(workspace, { scopes: ['keys:write', 'plans:read'] });
    const strong = await makeKey(workspace, { scopes: ['plans:write'] });
    const weak: Opened = {
      ...workspace,
      fetch: (path, init = {}) => {
        const headers = new Headers(init.headers);
        headers.set('authorization', `Bearer ${maker.key}`);
        return exports.default.fetch(`http://hexalign.test${path}`, { ...init, headers });
      },
    };
    expect((await post(weak, '/v1/keys', { name: 'x', scopes: ['plans:read'] })).status).toBe(201);
    const refused = await post(weak, '/v1/keys', { name: 'x', scopes: ['plans:read', 'plans:write', 'tiles:read'] });
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { type: '/problems/insufficient-scope', violations: [{ value: 'plans:write' }, { value: 'tiles:read' }] },
    ]);
    expect((await post(weak, `/v1/keys/${strong.keyId}/rotate`, {})).status).toBe(403);
  });

  test('is noted as used, at most once a minute', async () => {
    const workspace = await openWorkspace();
    const { key, keyId } = await makeKey(workspace, { scopes: ['plans:read'] });
    expect(await listed(workspace, keyId)).toMatchObject({ lastUsedAt: null });
    await knock(key);
    await vi.waitFor(async () =>
      expect(await listed(workspace, keyId)).toMatchObject({ lastUsedAt: expect.any(String) }),
    );
    const first = await listed(workspace, keyId);
    await knock(key);
    expect(await listed(workspace, keyId)).toEqual(first);
  });
});

describe('a revoked key', () => {
  test('opens nothing at once, and stays in the list', async () => {
    const workspace = await openWorkspace();
    const { key, keyId } = await makeKey(workspace, { scopes: ['plans:read'] });
    for (let again = 0; again < 2; again++) {
      expect((await workspace.fetch(`/v1/keys/${keyId}`, { method: 'DELETE' })).status).toBe(204);
    }
    const refused = await knock(key);
    expect([refused.status, await refused.json()]).toMatchObject([401, { detail: expect.stringContaining('revoked') }]);
    expect(await listed(workspace, keyId)).toMatchObject({ state: 'revoked' });
    const rotated = await post(workspace, `/v1/keys/${keyId}/rotate`, {});
    expect([rotated.status, await rotated.json()]).toMatchObject([409, { type: '/problems/key-not-active' }]);
  });

  test('is never the last that makes keys for ever', async () => {
    const workspace = await openWorkspace();
    const { items } = (await (await workspace.fetch('/v1/keys')).json()) as { items: ShownKey[] };
    const path = `/v1/keys/${items[0]?.keyId}`;
    const refused = await workspace.fetch(path, { method: 'DELETE' });
    expect([refused.status, await refused.json()]).toMatchObject([409, { type: '/problems/last-key' }]);
    const soon = new Date(Date.now() + 60_000).toISOString();
    await makeKey(workspace, { scopes: ['keys:write'], expiresAt: soon });
    expect((await workspace.fetch(path, { method: 'DELETE' })).status).toBe(409);
    const lasting = await makeKey(workspace, { scopes: ['keys:write'] });
    expect((await workspace.fetch(path, { method: 'DELETE' })).status).toBe(204);
    expect((await knock(workspace.key)).status).toBe(401);
    expect((await knock(lasting.key)).status).toBe(403);
  });
});

describe('a rotated key', () => {
  test('goes on for the overlap beside the one that takes over', async () => {
    const workspace = await openWorkspace();
    const old = await makeKey(workspace, { scopes: ['plans:read'] });
    const answer = await post(workspace, `/v1/keys/${old.keyId}/rotate`, { overlapSeconds: 3600 });
    const made = (await answer.json()) as ShownKey;
    expect([answer.status, made]).toMatchObject([
      201,
      { name: 'other', scopes: ['plans:read'], replaces: old.keyId, expiresAt: null },
    ]);
    expect([(await knock(old.key)).status, (await knock(made.key)).status]).toEqual([200, 200]);
    const { expiresAt } = (await listed(workspace, old.keyId)) as ShownKey;
    const seconds = (Date.parse(expiresAt ?? '') - Date.now()) / 1000;
    expect(Math.abs(seconds - 3600)).toBeLessThan(60);
  });

  test('ends at once without an overlap, and never later than it would have', async () => {
    const workspace = await openWorkspace();
    const old = await makeKey(workspace, { scopes: ['plans:read'] });
    const made = (await (
      await post(workspace, `/v1/keys/${old.keyId}/rotate`, { overlapSeconds: 0 })
    ).json()) as ShownKey;
    expect([(await knock(old.key)).status, (await knock(made.key)).status]).toEqual([401, 200]);
    const soon = new Date(Date.now() + 60_000).toISOString();
    const brief = await makeKey(workspace, { scopes: ['plans:read'], expiresAt: soon });
    await post(workspace, `/v1/keys/${brief.keyId}/rotate`, {});
    expect(await listed(workspace, brief.keyId)).toMatchObject({ expiresAt: soon });
  });
});
