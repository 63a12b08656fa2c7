import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';

const CSV = { 'content-type': 'text/csv' };
const JSON_TYPE = { 'content-type': 'application/json' };

function put(workspace: OpenedWorkspace, planId: string, csv: string): Promise<Response> {
  return workspace.fetch(`/v1/plans/${planId}/accounts`, { method: 'PUT', headers: CSV, body: csv });
}

function patch(workspace: OpenedWorkspace, planId: string, change: object): Promise<Response> {
  return workspace.fetch(`/v1/plans/${planId}`, { method: 'PATCH', headers: JSON_TYPE, body: JSON.stringify(change) });
}

/** Sends a request with the tag of now, and has something else done after that was found right and before the write. */
async function interleaved(
  workspace: OpenedWorkspace,
  path: string,
  init: RequestInit,
  between: () => Promise<unknown>,
) {
  const tag = (await workspace.fetch(path)).headers.get('etag') ?? '';
  expect(tag).not.toBe('');
  let times = 0;
  const first = async () => {
    times++;
    await between();
  };
  const app = createApp({
    wire(bindings): Ports {
      const ports = wirePorts(bindings);
      return {
        ...ports,
        plans: {
          ...ports.plans,
          change: async (...given) => {
            await first();
            return ports.plans.change(...given);
          },
          delete: async (...given) => {
            await first();
            return ports.plans.delete(...given);
          },
        },
        keys: {
          ...ports.keys,
          revoke: async (...given) => {
            await first();
            return ports.keys.revoke(...given);
          },
        },
      };
    },
    problemPages: PROBLEM_PAGES,
  });
  const headers = { ...init.headers, authorization: `Bearer ${workspace.key}`, 'if-match': tag };
  const request = new Request(`http://hexalign.test${path}`, { ...init, headers });
  const answer = await app.fetch(request, env, createExecutionContext());
  expect(times).toBe(1);
  return answer;
}

async function filledPlan(): Promise<{ workspace: OpenedWorkspace; planId: string; path: string }> {
  const workspace = await openWorkspace();
  const planId = await createPlan(workspace, { metrics: ['revenue'] });
  expect((await put(workspace, planId, 'id,lat,lng,revenue\na,47,3,1\nb,47.1,3,2\n')).status).toBe(200);
  await workspace.fetch(`/v1/plans/${planId}/layouts`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: '{"territories":2,"effort":"fast"}',
  });
  const reps = { method: 'PUT', headers: JSON_TYPE, body: '[{"id":"rep-1"}]' };
  await workspace.fetch(`/v1/plans/${planId}/reps`, reps);
  return { workspace, planId, path: `/v1/plans/${planId}` };
}

/** What there is of a plan. */
async function heldOf(workspace: OpenedWorkspace, path: string) {
  const items = async (list: string) =>
    ((await (await workspace.fetch(path + list)).json()) as { items: unknown[] }).items.length;
  return {
    plan: await (await workspace.fetch(path)).json(),
    counts: [await items('/accounts'), await items('/layouts'), await items('/reps')],
  };
}

describe('a plan that is deleted with If-Match', () => {
  const CHANGES: [string, (workspace: OpenedWorkspace, planId: string) => Promise<unknown>, object, number[]][] = [
    ['renamed', (workspace, planId) => patch(workspace, planId, { name: 'Other' }), { name: 'Other' }, [2, 1, 1]],
    [
      'given another tolerance',
      (workspace, planId) => patch(workspace, planId, { defaults: { tolerance: 0.30000000000000004 } }),
      { defaults: { tolerance: 0.30000000000000004 } },
      [2, 1, 1],
    ],
    [
      'given another account',
      (workspace, planId) => put(workspace, planId, 'id,lat,lng,revenue\nc,47.2,3,3\n'),
      { accounts: 3 },
      [3, 1, 1],
    ],
    [
      'emptied',
      (workspace, planId) =>
        workspace.fetch(`/v1/plans/${planId}/accounts/delete`, {
          method: 'POST',
          headers: JSON_TYPE,
          body: '{"ids":["a","b"]}',
        }),
      { accounts: 0 },
      [0, 1, 1],
    ],
  ];
  test.each(CHANGES)('and %s in between stays whole', async (_, change, plan, counts) => {
    const { workspace, planId, path } = await filledPlan();
    const answer = await interleaved(workspace, path, { method: 'DELETE' }, () => change(workspace, planId));
    expect([answer.status, await answer.json()]).toMatchObject([412, { type: '/problems/precondition-failed' }]);
    expect(await heldOf(workspace, path)).toMatchObject({ plan, counts });
  });

  test('and by another in between is 404', async () => {
    const { workspace, path } = await filledPlan();
    const remove = () => workspace.fetch(path, { method: 'DELETE' });
    expect((await interleaved(workspace, path, { method: 'DELETE' }, remove)).status).toBe(404);
  });

  test('is gone with all that it has where nobody else was quicker', async () => {
    const { workspace, planId, path } = await filledPlan();
    const answer = await interleaved(workspace, path, { method: 'DELETE' }, async () => {});
    expect(answer.status).toBe(204);
    expect((await workspace.fetch(path)).status).toBe(404);
    for (const table of ['plan_layouts', 'jobs']) {
      const left = await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE plan_id = ?`).bind(planId).first('n');
      expect([table, left]).toEqual([table, 0]);
    }
  });
});

test('a plan that is changed with If-Match keeps what another changed in between', async () => {
  const { workspace, planId, path } = await filledPlan();
  const init = { method: 'PATCH', headers: JSON_TYPE, body: '{"defaults":{"tolerance":0.2}}' };
  const answer = await interleaved(workspace, path, init, () => patch(workspace, planId, { name: 'Other' }));
  expect([answer.status, await answer.json()]).toMatchObject([412, { type: '/problems/precondition-failed' }]);
  expect(await heldOf(workspace, path)).toMatchObject({ plan: { name: 'Other', defaults: { tolerance: 0.1 } } });
  const alone = await interleaved(workspace, path, init, async () => {});
  expect([alone.status, await alone.json()]).toMatchObject([200, { name: 'Other', defaults: { tolerance: 0.2 } }]);
});

test('a key that is revoked with If-Match goes on where it was rotated in between, and use is no change', async () => {
  const workspace = await openWorkspace();
  const body = JSON.stringify({ name: 'spare', scopes: ['plans:read'] });
  const made = await workspace.fetch('/v1/keys', { method: 'POST', headers: JSON_TYPE, body });
  const { keyId, key } = (await made.json()) as { keyId: string; key: string };
  const path = `/v1/keys/${keyId}`;
  const rotate = () => workspace.fetch(`${path}/rotate`, { method: 'POST', headers: JSON_TYPE, body: '{}' });
  const late = await interleaved(workspace, path, { method: 'DELETE' }, rotate);
  expect([late.status, await late.json()]).toMatchObject([412, { type: '/problems/precondition-failed' }]);
  expect(await (await workspace.fetch(path)).json()).toMatchObject({ state: 'active' });
  const use = () => wirePorts(env).keys.noteUse(workspace.workspaceId, keyId, new Date().toISOString(), '9999');
  expect(key).toMatch(/^hxk_/);
  expect((await interleaved(workspace, path, { method: 'DELETE' }, use)).status).toBe(204);
  expect(await (await workspace.fetch(path)).json()).toMatchObject({ state: 'revoked' });
});
