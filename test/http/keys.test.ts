import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
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
