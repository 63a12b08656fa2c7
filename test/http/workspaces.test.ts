import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';

test('a key that the bootstrap secret made opens the API', async () => {
  const made = await exports.default.fetch('http://hexalign.test/v1/workspaces', {
    method: 'POST',
    headers: { authorization: `Bearer ${env.BOOTSTRAP_SECRET}`, 'content-type': 'application/json' },
    body: '{"name":"Acme"}',
  });
  expect(made.status).toBe(201);
  const { key, workspaceId } = (await made.json()) as { key: string; workspaceId: string };
  const address = `http://hexalign.test${made.headers.get('location')}`;
  const workspace = await exports.default.fetch(address, { headers: { authorization: `Bearer ${key}` } });
  expect([workspace.status, await workspace.json()]).toEqual([200, expect.objectContaining({ workspaceId })]);
  const plans = await exports.default.fetch('http://hexalign.test/v1/plans', {
    headers: { authorization: `Bearer ${key}` },
  });
  expect([plans.status, await plans.json()]).toEqual([200, { items: [], next: null }]);
});
