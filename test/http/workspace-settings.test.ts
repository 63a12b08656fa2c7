import { describe, expect, test } from 'vitest';
import { ask } from '../contract/described-requests.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';

const APP = 'https://app.example.com';

async function tagOf(workspace: OpenedWorkspace, path = '/v1/workspace'): Promise<string> {
  return (await workspace.fetch(path)).headers.get('etag') ?? '';
}

function change(workspace: OpenedWorkspace, body: unknown, ifMatch: string | null = '*') {
  const headers = { 'content-type': 'application/json', ...(ifMatch !== null && { 'if-match': ifMatch }) };
  return workspace.fetch('/v1/workspace', { method: 'PATCH', headers, body: JSON.stringify(body) });
}

async function kindOf(response: Response): Promise<string> {
  return ((await response.json()) as { type: string }).type.replace('/problems/', '');
}

describe('settings of a workspace', () => {
  test('begin with every origin, and what is left out of a change stays', async () => {
    const workspace = await openWorkspace();
    const { workspaceId } = workspace;
    const before = await (await workspace.fetch('/v1/workspace')).json();
    expect(before).toEqual({ workspaceId, name: 'Test', corsOrigins: ['*'], createdAt: expect.any(String) });
    await change(workspace, { corsOrigins: [APP] });
    const renamed = await change(workspace, { name: 'Acme' });
    expect([renamed.status, await renamed.json()]).toMatchObject([200, { name: 'Acme', corsOrigins: [APP] }]);
    expect(renamed.headers.get('etag')).toBe(await tagOf(workspace));
  });

  test('are changed only by who says which version he has read', async () => {
    const workspace = await openWorkspace();
    const refused = await change(workspace, { name: 'x' }, null);
    expect([refused.status, await kindOf(refused)]).toEqual([428, 'precondition-required']);
    const read = await tagOf(workspace);
    expect((await change(workspace, { name: 'Mine' }, `W/${read}`)).status).toBe(200);
    const late = await change(workspace, { name: 'Theirs' }, read);
    expect([late.status, await kindOf(late)]).toEqual([412, 'precondition-failed']);
    expect(late.headers.get('etag')).toBe(await tagOf(workspace));
    expect((await change(workspace, { name: 'Theirs' }, `"x", ${late.headers.get('etag')}`)).status).toBe(200);
  });

  test('of changes at the same time from one version one is made', async () => {
    const workspace = await openWorkspace();
    const read = await tagOf(workspace);
    const answers = await Promise.all(Array.from({ length: 5 }, (_, i) => change(workspace, { name: `n${i}` }, read)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
  });

  test.each([
    'app.example.com',
    `${APP}/`,
    'https://*.example.com/x',
    'ftp://a',
    'null',
    'HTTPS://app.example.com',
    '',
  ])('%j is no origin', async (origin) => {
    const refused = await change(await openWorkspace(), { corsOrigins: [origin] });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { violations: [{ field: '/corsOrigins/0', value: origin, detail: 'is no origin' }] },
    ]);
  });
});

describe('a page of another origin', () => {
  test('reads answers where the workspace lists its origin, and where it lists none not', async () => {
    const workspace = await openWorkspace();
    await change(workspace, { corsOrigins: [APP, 'http://localhost:3000'] });
    const from = (origin: string) => workspace.fetch('/v1/plans', { headers: { origin } });
    const listed = await from(APP);
    expect([listed.headers.get('access-control-allow-origin'), listed.headers.get('vary')]).toEqual([APP, 'Origin']);
    expect(listed.headers.get('access-control-expose-headers')).toContain('RateLimit');
    const other = await from('https://evil.example');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(other.headers.get('vary')).toBe('Origin');
    await change(workspace, { corsOrigins: [] });
    expect((await from(APP)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('reads why its key was refused, and refusals of its workspace as its answers', async () => {
    const workspace = await openWorkspace();
    await change(workspace, { corsOrigins: [APP] });
    const unknown = await ask('/v1/plans', { headers: { origin: 'https://evil.example' } });
    expect([unknown.status, unknown.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
    const missing = await workspace.fetch('/v1/plans/none', { headers: { origin: APP } });
    expect([missing.status, missing.headers.get('access-control-allow-origin')]).toEqual([404, APP]);
    const hidden = await workspace.fetch('/v1/plans/none', { headers: { origin: 'https://evil.example' } });
    expect(hidden.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('may ask before, without a key, whatever its origin', async () => {
    const headers = {
      origin: 'https://evil.example',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,content-type,if-match,idempotency-key',
    };
    const asked = await ask('/v1/workspace', { method: 'OPTIONS', headers });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(asked.headers.get('access-control-allow-methods')?.split(', ')).toContain('PATCH');
    expect(asked.headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await ask('/v1/nothing', { method: 'OPTIONS', headers })).status).toBe(204);
    expect((await ask('/nothing', { method: 'OPTIONS' })).status).toBe(404);
  });
});

test('a plan is deleted only at the version that was read, where the request names one', async () => {
  const workspace = await openWorkspace();
  const path = `/v1/plans/${await createPlan(workspace)}`;
  const read = await tagOf(workspace, path);
  const headers = { 'content-type': 'text/csv' };
  await workspace.fetch(`${path}/accounts`, { method: 'PUT', headers, body: 'id,lat,lng\na,1,1\n' });
  const late = await workspace.fetch(path, { method: 'DELETE', headers: { 'if-match': read } });
  expect([late.status, await kindOf(late)]).toEqual([412, 'precondition-failed']);
  const now = `W/${await tagOf(workspace, path)}`;
  expect((await workspace.fetch(path, { method: 'DELETE', headers: { 'if-match': now } })).status).toBe(204);
});

test('a key is revoked only at the version that was read, where the request names one', async () => {
  const workspace = await openWorkspace();
  const made = await workspace.fetch('/v1/keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"spare","scopes":["plans:read"]}',
  });
  const path = made.headers.get('location') ?? '';
  expect((await workspace.fetch(path, { method: 'DELETE', headers: { 'if-match': '"old"' } })).status).toBe(412);
  const read = await tagOf(workspace, path);
  expect((await workspace.fetch(path, { method: 'DELETE', headers: { 'if-match': read } })).status).toBe(204);
});
