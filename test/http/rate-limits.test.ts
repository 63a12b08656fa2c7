import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { Env } from '../../src/env.ts';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';

const app = createApp({ wire: wirePorts, problemPages: PROBLEM_PAGES });

/** Asks a Worker with other bindings. */
async function ask(workspace: OpenedWorkspace, path: string, bindings: Partial<Env>, init: RequestInit = {}) {
  const context = createExecutionContext();
  const headers = { authorization: `Bearer ${workspace.key}`, ...init.headers };
  const answer = await app.request(path, { ...init, headers }, { ...env, ...bindings }, context);
  await waitOnExecutionContext(context);
  return answer;
}

/** A hundredth of the limits: 6 requests, 1 upload, 1 solve, 30 tiles. */
const TIGHT = { RATE_LIMIT_SCALE: '0.01' };

test('each answer tells exactly what is left, however many requests come at once', async () => {
  const workspace = await openWorkspace();
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(workspace, '/v1/plans', TIGHT)));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
  const left = answers.map((answer) => /^"requests";r=(\d+);t=\d+$/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
  expect(left.sort()).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"requests";q=6;w=60');
});

test('above its limit a workspace gets 429 and is told how long to wait; others go on', async () => {
  const workspace = await openWorkspace();
  for (let i = 0; i < 6; i++) expect((await ask(workspace, '/v1/plans', TIGHT)).status).toBe(200);
  const refused = await ask(workspace, '/v1/plans', TIGHT);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(9);
  expect(seconds).toBeLessThanOrEqual(10);
  expect(refused.headers.get('ratelimit')).toMatch(/^"requests";r=0;t=(59|60)$/);
  expect((await ask(await openWorkspace(), '/v1/plans', TIGHT)).status).toBe(200);
});

test('uploads, solves and tiles have limits of their own', async () => {
  const workspace = await openWorkspace();
  const planId = await createPlan(workspace);
  const csv = { headers: { 'content-type': 'text/csv' }, body: 'id,lat,lng\na,1,1\nb,2,2\n' };
  const policies = [
    await ask(workspace, `/v1/plans/${planId}/accounts`, TIGHT, { method: 'PUT', ...csv }),
    await ask(workspace, '/v1/solve?territories=1', TIGHT, { method: 'POST', ...csv }),
    await ask(workspace, '/v1/layouts/lay_none/tiles/0/0/0.mvt', TIGHT),
    await ask(workspace, '/v1/nothing', TIGHT),
  ].map((answer) => answer.headers.get('ratelimit-policy'));
  expect(policies).toEqual(['"uploads";q=1;w=60', '"solves";q=1;w=60', '"tiles";q=30;w=60', '"requests";q=6;w=60']);
  expect((await ask(workspace, '/v1/solve?territories=1', TIGHT, { method: 'POST', ...csv })).status).toBe(429);
  expect((await ask(workspace, '/v1/plans', TIGHT)).status).toBe(200);
});

test('a refusal with an idempotency key leaves the key free', async () => {
  const workspace = await openWorkspace();
  const post = (bindings: Partial<Env>) =>
    ask(workspace, '/v1/solve?territories=1', bindings, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': 'k' },
      body: 'id,lat,lng\na,1,1\n',
    });
  await ask(workspace, '/v1/solve?territories=1', TIGHT, { method: 'POST', body: '' });
  expect((await post(TIGHT)).status).toBe(429);
  expect((await post({})).status).toBe(200);
});

test('a 304 tells what is left, too', async () => {
  const workspace = await openWorkspace();
  const first = await workspace.fetch('/v1/plans');
  const held = await workspace.fetch('/v1/plans', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect([held.status, held.headers.get('ratelimit')]).toEqual([304, expect.stringContaining('"requests";r=')]);
});

test('where counting fails requests go through, and the log says so', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const broken = { getByName: () => ({ take: () => Promise.reject(new Error('overloaded')) }) };
  const workspace = await openWorkspace();
  const answer = await ask(workspace, '/v1/plans', { COUNTERS: broken as never });
  const lines = logged.mock.calls.map(([line]) => String(line));
  logged.mockRestore();
  expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, null]);
  expect(lines.some((line) => line.includes('requests are not counted'))).toBe(true);
});
