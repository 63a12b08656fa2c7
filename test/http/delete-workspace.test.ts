import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { createKey } from '../../src/application/create-key.ts';
import { decide } from '../../src/application/decide.ts';
import { deleteWorkspace } from '../../src/application/delete-workspace.ts';
import { runSlice } from '../../src/application/run-slice.ts';
import { sweepRecord } from '../../src/application/sweep-record.ts';
import { wirePorts } from '../../src/wiring.ts';
import { fillWorkspace } from '../contract/described-requests.ts';
import { everythingKept } from '../everything-kept.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { askWith, filledPlan, type JobAnswer, upload } from '../solve-by-job.ts';

const HOUR_MS = 3_600_000;
const RETENTION = { jobDays: 30, layoutDays: 30 };
/** Tables whose rows are no workspace's. */
const SHARED = ['d1_migrations'];

/** Jobs stay where they are: what they write would be mistaken for what was left. */
const ports = { ...wirePorts(env), jobRunner: { start: async () => {} } };
const csvOf = (seed: number) =>
  toCsv(scatterAccounts({ count: 60, seed, west: 2, south: 46, widthDeg: 2, heightDeg: 2 }));

/** Fills a workspace with everything that there is, also a job under way. Answers its id. */
async function fill(workspace: OpenedWorkspace, seed: number): Promise<string> {
  const { layoutId } = await fillWorkspace(workspace, csvOf(seed));
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'once' };
  const edits = JSON.stringify({ edits: [{ kind: 'rename', territory: 't1', name: 'North' }] });
  await workspace.fetch(`/v1/layouts/${layoutId}/edits`, { method: 'POST', headers, body: edits });
  await workspace.fetch('/v1/plans', { method: 'POST', headers, body: '{"name":"Once"}' });
  const notStarted = () => ({ jobRunner: { start: async () => {} } });
  const planId = await filledPlan(workspace);
  await decide(ports, { workspaceId: workspace.workspaceId, planId, keyId: 'key_1' }, (_, nowMs) => ({
    ...{ kind: 'accounts-named', line: null, accountIds: ['a1'], owner: null },
    ...{ fromMs: nowMs, untilMs: null, isCorrection: false, reason: '' },
  }));
  // An account that moved, and a rep that left.
  await upload(workspace, planId, 'id,lat,lng,revenue,visits\na1,34,-83,1,1\n');
  const reps = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '[{"id":"rep-9"}]' };
  await workspace.fetch(`/v1/plans/${planId}/reps`, reps);
  await workspace.fetch(`/v1/plans/${planId}/reps/rep-9`, { method: 'DELETE' });
  const put = (path: string, body: unknown) =>
    workspace.fetch(`/v1/plans/${planId}/${path}`, { ...reps, body: JSON.stringify(body) });
  await put('actuals', [{ account: 'a1', metric: 'revenue', period: '2026-10', value: 1 }]);
  await put('deals', [{ id: 'd1', account: 'a1', stage: 'proposal', amount: 1, expectedClose: '2026-12-01' }]);
  await put('contacts', [{ id: 'c1', account: 'a1', email: 'kim@example.com' }]);
  const { seq = 0 } = (await ports.outreach.begin(workspace.workspaceId, planId, 'one', Date.now())) ?? {};
  const told = [{ contactId: 'c1', repId: 'rep-1', digest: 'd' }];
  await ports.outreach.put(workspace.workspaceId, planId, 'one', seq + 1, told);
  await put('pipeline-stages', { stages: [{ name: 'proposal', probability: 0.5 }] });
  // An upload under way, which has written.
  const open = await ports.actuals.uploads.open(workspace.workspaceId, planId, true);
  await ports.actuals.uploads.put(open, [{ account: 'a1', metric: 'revenue', period: '2026-11', value: 1 }]);
  const answer = await askWith(notStarted, workspace, planId, { prefer: 'respond-async' });
  return ((await answer.json()) as JobAnswer).jobId;
}

function remove(workspace: OpenedWorkspace, ifMatch: string | null): Promise<Response> {
  return workspace.fetch('/v1/workspace', {
    method: 'DELETE',
    headers: ifMatch === null ? {} : { 'if-match': ifMatch },
  });
}

async function countersKept(): Promise<number> {
  let kept = 0;
  for (const id of await listDurableObjectIds(env.COUNTERS)) {
    kept += await runInDurableObject(env.COUNTERS.get(id), async (_, { storage }) => (await storage.list()).size);
  }
  return kept;
}

/** What goes on after the answer: a key is noted as used, an event is delivered. */
const LATER = [/"last_used_at":[^,]+/, /"lane_number":\d+,"due_ms".+/, /"wake_ms".+/];

/** Without that. */
function settled(kept: Record<string, string[]>): Record<string, string[]> {
  const without = (row: string) => LATER.reduce((text, part) => text.replace(part, ''), row);
  return Object.fromEntries(Object.entries(kept).map(([name, rows]) => [name, rows.map(without)]));
}

let other: OpenedWorkspace;
beforeAll(async () => {
  other = await openWorkspace();
  await fill(other, 5);
});

test('a deleted workspace leaves nothing, in no table and no cache, and takes nothing of another', async () => {
  const before = settled(await everythingKept());
  const counters = await countersKept();
  const doomed = await openWorkspace();
  await fill(doomed, 6);
  const filled = settled(await everythingKept());
  for (const [name, rows] of Object.entries(filled)) {
    // A new table needs a line in `fill`, and one in `workspace-sweep.ts`.
    if (!SHARED.includes(name)) expect(rows.length, name).toBeGreaterThan(before[name]?.length ?? 0);
  }
  expect(await countersKept()).toBeGreaterThan(counters);
  const answer = await remove(doomed, '*');
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  expect((await doomed.fetch('/v1/workspace')).status).toBe(401);
  const { workspaces, ...rest } = settled(await everythingKept());
  expect(rest).toEqual({ ...before, workspaces: undefined });
  expect(workspaces).toHaveLength((before.workspaces?.length ?? 0) + 1);
  expect(await countersKept()).toBe(counters);
  await sweepRecord(ports, RETENTION, Date.now() + 2 * HOUR_MS);
  expect(settled(await everythingKept()).workspaces).toEqual(before.workspaces);
});

test('it is closed at once, and what a request has no time for goes with later runs, however short they are', async () => {
  const before = settled(await everythingKept());
  const doomed = await openWorkspace();
  await fill(doomed, 7);
  await deleteWorkspace(ports, doomed.workspaceId, null, 0);
  expect((await doomed.fetch('/v1/plans')).status).toBe(401);
  expect((await everythingKept()).plans?.length).toBeGreaterThan(before.plans?.length ?? 0);
  let runs = 1;
  while (!(await sweepRecord(ports, RETENTION, Date.now() + 2 * HOUR_MS, 120)).complete) runs++;
  expect(runs).toBeGreaterThan(1);
  expect(settled(await everythingKept())).toEqual(before);
});

test('what a job or a request still writes after the end is gone an hour later', async () => {
  const before = settled(await everythingKept());
  const doomed = await openWorkspace();
  const ref = { workspaceId: doomed.workspaceId, jobId: await fill(doomed, 8) };
  const slow = {
    ...ports,
    jobs: { ...ports.jobs, open: (...given: Parameters<typeof ports.jobs.open>) => openThenEnd(...given) },
  };
  async function openThenEnd(...given: Parameters<typeof ports.jobs.open>) {
    const work = await ports.jobs.open(...given);
    expect((await remove(doomed, '*')).status).toBe(204);
    return work;
  }
  expect(await runSlice({ ...slow, solveLimits: { ...ports.solveLimits, sliceSteps: 1e9 } }, ref, 0)).toBe('ended');
  expect((await everythingKept()).layouts).toHaveLength((before.layouts?.length ?? 0) + 1);
  await sweepRecord(ports, RETENTION, Date.now());
  await sweepRecord(ports, RETENTION, Date.now() + 2 * HOUR_MS);
  expect(settled(await everythingKept())).toEqual(before);
});

test('it wants to know which version is meant', async () => {
  const workspace = await openWorkspace();
  const kindOf = async (answer: Response) => [answer.status, ((await answer.json()) as { type: string }).type];
  expect(await kindOf(await remove(workspace, null))).toEqual([428, '/problems/precondition-required']);
  expect(await kindOf(await remove(workspace, '"other"'))).toEqual([412, '/problems/precondition-failed']);
  const tag = (await workspace.fetch('/v1/workspace')).headers.get('etag') ?? '';
  expect((await remove(workspace, tag)).status).toBe(204);
  expect((await remove(workspace, tag)).status).toBe(401);
});

test('a key that a request makes at the same time opens nothing', async () => {
  const workspace = await openWorkspace();
  expect((await remove(workspace, '*')).status).toBe(204);
  const maker = { scopes: ['keys:write'] } as never;
  const { key } = await createKey(ports, workspace.workspaceId, maker, {
    name: 'late',
    scopes: ['keys:write'],
    expiresAt: null,
  });
  expect(await ports.keys.open(key, 'now')).toBeNull();
});
