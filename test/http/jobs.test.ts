import { createExecutionContext, introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';

interface JobAnswer {
  readonly jobId: string;
  readonly kind: string;
  readonly planId: string;
  readonly rebalances: string | null;
  readonly state: string;
  readonly progress: number;
  readonly layoutId: string | null;
  readonly result: string | null;
  readonly problem: ProblemAnswer | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

const csv = toCsv(scatterAccounts({ count: 400, seed: 21, west: -84, south: 33, widthDeg: 4, heightDeg: 3 }));
const growth = toCsv(scatterAccounts({ count: 30, seed: 3, west: -82, south: 34, widthDeg: 1, heightDeg: 1 }));
const ASKED = { territories: 8, balance: { revenue: 0.02 }, effort: 'normal', seed: 4 };

async function post<T>(workspace: OpenedWorkspace, path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await workspace.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as T };
}

/** Asks for a layout of a plan by a job. */
function submit(workspace: OpenedWorkspace, planId: string, asked: object = ASKED, headers = {}) {
  const path = `/v1/plans/${planId}/layouts`;
  return post<JobAnswer>(workspace, path, asked, { prefer: 'respond-async', ...headers });
}

async function upload(workspace: OpenedWorkspace, planId: string, body: string, query = ''): Promise<void> {
  const headers = { 'content-type': 'text/csv' };
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts${query}`, { method: 'PUT', headers, body });
  expect(response.status).toBe(200);
}

async function filledPlan(workspace: OpenedWorkspace): Promise<string> {
  const planId = await createPlan(workspace);
  await upload(workspace, planId, csv);
  return planId;
}

async function jobOf(workspace: OpenedWorkspace, jobId: string): Promise<JobAnswer> {
  return (await (await workspace.fetch(`/v1/jobs/${jobId}`)).json()) as JobAnswer;
}

/** Waits until a job has ended. */
async function ended(workspace: OpenedWorkspace, jobId: string): Promise<JobAnswer> {
  for (;;) {
    const job = await jobOf(workspace, jobId);
    if (job.finishedAt !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Digest of all that a layout says: its measures, its territories and their cells. */
async function digestOf(workspace: OpenedWorkspace, layoutId: string): Promise<string> {
  const paths = [`/v1/layouts/${layoutId}`, `/v1/layouts/${layoutId}/territories?include=cells`];
  const texts = await Promise.all(paths.map(async (path) => (await workspace.fetch(path)).text()));
  expect(texts[1]).toContain('"cells":["8');
  return createHash('sha256').update(texts.join()).digest('hex');
}

async function pieces(jobId: string): Promise<number | null> {
  const sql = 'SELECT count(*) AS pieces FROM job_pieces JOIN jobs USING (job_number) WHERE job_id = ?';
  return env.DB.prepare(sql).bind(jobId).first<number>('pieces');
}

/** Asks for a layout of a plan from an application whose ports are partly others. */
function askWith(others: (ports: Ports) => Partial<Ports>, { key }: OpenedWorkspace, planId: string, headers = {}) {
  const app = createApp({
    wire(bindings) {
      const ports = wirePorts(bindings);
      return { ...ports, ...others(ports) };
    },
    problemPages: PROBLEM_PAGES,
  });
  const request = new Request(`http://hexalign.test/v1/plans/${planId}/layouts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(ASKED),
  });
  return app.fetch(request, env, createExecutionContext());
}

/** A job that was recorded and not started, as where the machine was lost in between, long ago. */
async function neverStarted(workspace: OpenedWorkspace): Promise<string> {
  const others = () => ({ jobRunner: { start: async () => {} } });
  const answer = await askWith(others, workspace, await filledPlan(workspace), { prefer: 'respond-async' });
  const { jobId } = (await answer.json()) as JobAnswer;
  expect(await jobOf(workspace, jobId)).toMatchObject({ state: 'queued' });
  await env.DB.prepare("UPDATE jobs SET created_at = '2026-01-01T00:00:00.000Z' WHERE job_id = ?").bind(jobId).run();
  return jobId;
}

const waiting = await openWorkspace();
const asking = await openWorkspace();
let expected: SolvedAnswer;
let waitingPlan = '';
let askingPlan = '';
beforeAll(async () => {
  [waitingPlan, askingPlan] = [await filledPlan(waiting), await filledPlan(asking)];
  const solved = await post<SolvedAnswer>(waiting, `/v1/plans/${waitingPlan}/layouts`, ASKED);
  expect(solved.status).toBe(201);
  expected = solved.answer;
});

describe('a layout asked for with Prefer: respond-async', () => {
  let job: JobAnswer;
  test('is 202 with the address of a job', async () => {
    const { status, headers, answer } = await submit(asking, askingPlan);
    job = answer;
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/jobs/${job.jobId}`);
    expect(headers.get('preference-applied')).toBe('respond-async');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(job).toMatchObject({ kind: 'layout', planId: askingPlan, state: 'queued', progress: 0, result: null });
    expect(headers.get('ratelimit-policy')).toContain('"solves"');
  });

  test('is that of a request that waits, to the byte, whatever happens to the accounts meanwhile', async () => {
    await upload(asking, askingPlan, growth, '?mode=replace');
    const done = await ended(asking, job.jobId);
    expect(done).toMatchObject({ state: 'succeeded', progress: 1, problem: null, layoutId: expected.layoutId });
    expect(done.result).toBe(`/v1/layouts/${expected.layoutId}`);
    expect([done.createdAt, done.startedAt, done.finishedAt]).toEqual(
      [done.createdAt, done.startedAt, done.finishedAt].toSorted(),
    );
    expect(await digestOf(asking, expected.layoutId)).toBe(await digestOf(waiting, expected.layoutId));
    expect(await pieces(job.jobId)).toBe(0);
  });

  test('is in the list of the plan', async () => {
    const list = await (await asking.fetch(`/v1/plans/${askingPlan}/layouts`)).json();
    expect(list).toMatchObject({ items: [{ layoutId: expected.layoutId }] });
  });

  test('is not asked for again once it has ended', async () => {
    const answer = await asking.fetch(`/v1/jobs/${job.jobId}`);
    expect(answer.headers.get('retry-after')).toBeNull();
  });
});

describe('a rebalance asked for with Prefer: respond-async', () => {
  test('is that of a request that waits, to the byte, and then the request gives its moves at once', async () => {
    const path = `/v1/layouts/${expected.layoutId}/rebalance`;
    await upload(waiting, waitingPlan, growth);
    const other = await filledPlan(asking);
    await upload(asking, other, growth);
    const budget = { metric: 'revenue', share: 0.03 };
    const solved = await post<SolvedAnswer>(waiting, path, { planId: waitingPlan, budget });
    const asked = { planId: other, budget };
    const { status, answer } = await post<JobAnswer>(asking, path, asked, {
      prefer: 'handling=lenient, Respond-Async',
    });
    expect([status, answer.kind, answer.rebalances, answer.planId]).toEqual([
      202,
      'rebalance',
      expected.layoutId,
      other,
    ]);
    const done = await ended(asking, answer.jobId);
    expect(done).toMatchObject({ state: 'succeeded', layoutId: solved.answer.layoutId });
    expect(await digestOf(asking, solved.answer.layoutId)).toBe(await digestOf(waiting, solved.answer.layoutId));
    const moves = await post<SolvedAnswer>(asking, path, asked);
    expect([moves.status, moves.answer]).toEqual([200, solved.answer]);
  });
});

describe('a Workflow', () => {
  test('carries a job out in steps, and repeats a step that is lost', async () => {
    await using workflows = await introspectWorkflow(env.SOLVES);
    await workflows.modifyAll(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'slice 2' }, new Error('the machine is gone'), 2);
    });
    const workspace = await openWorkspace();
    const { answer } = await submit(workspace, await filledPlan(workspace));
    const done = await ended(workspace, answer.jobId);
    expect(done).toMatchObject({ state: 'succeeded', layoutId: expected.layoutId });
    expect(await digestOf(workspace, expected.layoutId)).toBe(await digestOf(waiting, expected.layoutId));
    const [instance] = await workflows.get();
    await instance?.waitForStatus('complete');
    expect(await instance?.waitForStepResult({ name: 'slice 3' })).toBe('goes-on');
  });

  test('has a job fail whose steps are lost again and again, and keeps nothing of its work', async () => {
    await using workflows = await introspectWorkflow(env.SOLVES);
    await workflows.modifyAll(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'slice 2' }, new Error('secret detail of the machine'));
    });
    const workspace = await openWorkspace();
    const planId = await filledPlan(workspace);
    const { answer } = await submit(workspace, planId);
    const done = await ended(workspace, answer.jobId);
    expect(done).toMatchObject({
      state: 'failed',
      result: null,
      problem: { type: '/problems/internal', status: 500, title: 'Internal error' },
    });
    expect(JSON.stringify(done)).not.toContain('secret');
    expect(await pieces(answer.jobId)).toBe(0);
    const list = await (await workspace.fetch(`/v1/plans/${planId}/layouts`)).json();
    expect(list).toEqual({ items: [], next: null });
  });
});

test('a job whose work is damaged fails, after as many tries as may help', async () => {
  await using workflows = await introspectWorkflow(env.SOLVES);
  await workflows.modifyAll((modifier) => modifier.disableRetryDelays());
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const workspace = await openWorkspace();
  const jobId = await neverStarted(workspace);
  await env.DB.prepare("UPDATE job_pieces SET piece = 'AAAA'").run();
  expect(await ended(workspace, jobId)).toMatchObject({ state: 'failed', problem: { type: '/problems/internal' } });
  const tries = logged.mock.calls.filter(([line]) => String(line).includes(jobId));
  logged.mockRestore();
  expect(tries).toHaveLength(5);
  const [instance] = await workflows.get();
  expect(await instance?.waitForStepResult({ name: 'slice 1' })).toBe('ended');
});

describe('a job', () => {
  test('tells of a problem that the optimizer refuses as a problem document', async () => {
    const workspace = await openWorkspace();
    const planId = await filledPlan(workspace);
    const { answer } = await submit(workspace, planId, { territories: 200, resolution: 0 });
    const { state, problem } = await ended(workspace, answer.jobId);
    expect([state, problem]).toMatchObject([
      'failed',
      { type: '/problems/invalid-problem', status: 422, violations: [{ field: 'territories' }], violationCount: 1 },
    ]);
  });

  test('of a problem that was solved before has succeeded from the first', async () => {
    const { status, headers, answer } = await submit(waiting, await filledPlan(waiting));
    expect([status, headers.get('retry-after')]).toEqual([202, null]);
    expect(answer).toMatchObject({ state: 'succeeded', progress: 1, layoutId: expected.layoutId });
    const list = await (await waiting.fetch(`/v1/plans/${answer.planId}/layouts`)).json();
    expect(list).toMatchObject({ items: [{ layoutId: expected.layoutId }] });
  });

  test('is refused at once where no layout can exist, as a request that waits is', async () => {
    const workspace = await openWorkspace();
    expect((await submit(workspace, await createPlan(workspace))).status).toBe(422);
    expect((await submit(workspace, 'pln_none')).status).toBe(404);
    expect((await submit(workspace, await filledPlan(workspace), { territories: 0 })).status).toBe(400);
    expect(await (await workspace.fetch('/v1/jobs')).json()).toEqual({ items: [], next: null });
  });

  test('is one for all requests with the same Idempotency-Key', async () => {
    const workspace = await openWorkspace();
    const planId = await filledPlan(workspace);
    const key = { 'idempotency-key': 'job-1' };
    const first = await submit(workspace, planId, ASKED, key);
    const again = await submit(workspace, planId, ASKED, key);
    expect([again.status, again.answer]).toEqual([202, first.answer]);
    for (const name of ['location', 'preference-applied', 'retry-after']) {
      expect(again.headers.get(name), name).toBe(first.headers.get(name));
    }
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await (await workspace.fetch('/v1/jobs')).json()).toMatchObject({ items: [{ jobId: first.answer.jobId }] });
    const waits = await post<ProblemAnswer>(workspace, `/v1/plans/${planId}/layouts`, ASKED, key);
    expect([waits.status, waits.answer.type]).toEqual([422, '/problems/idempotency-key-reused']);
    await ended(workspace, first.answer.jobId);
  });

  test('has a tag that changes when it goes on, and a Retry-After with 304, too', async () => {
    await using workflows = await introspectWorkflow(env.SOLVES);
    await workflows.modifyAll((modifier) => modifier.forceStepTimeout({ name: 'slice 1' }, 1));
    const workspace = await openWorkspace();
    const { answer } = await submit(workspace, await filledPlan(workspace));
    const before = await workspace.fetch(`/v1/jobs/${answer.jobId}`);
    const tag = before.headers.get('etag') ?? '';
    const held = await workspace.fetch(`/v1/jobs/${answer.jobId}`, { headers: { 'if-none-match': tag } });
    expect([held.status, held.headers.get('retry-after')]).toEqual([304, before.headers.get('retry-after')]);
    expect(before.headers.get('retry-after')).toBe('2');
    await workspace.fetch(`/v1/jobs/${answer.jobId}/cancel`, { method: 'POST' });
    const after = await workspace.fetch(`/v1/jobs/${answer.jobId}`, { headers: { 'if-none-match': tag } });
    expect([after.status, after.headers.get('retry-after')]).toEqual([200, null]);
  });

  test('is not made for a client that takes event streams alone, or that prefers something else', async () => {
    const stream = await submit(waiting, waitingPlan, { ...ASKED, effort: 'fast' }, { prefer: 'return=minimal' });
    expect(stream.status).toBe(201);
    const quoted = await submit(waiting, waitingPlan, ASKED, { prefer: 'x="a, respond-async"' });
    expect(quoted.status).toBe(201);
    const events = await waiting.fetch(`/v1/plans/${waitingPlan}/layouts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', prefer: 'respond-async' },
      body: JSON.stringify(ASKED),
    });
    expect([events.status, await events.text()]).toEqual([200, expect.stringContaining('event: layout')]);
  });

  test('that was never started is started by who asks for it', async () => {
    const workspace = await openWorkspace();
    const jobId = await neverStarted(workspace);
    expect(await ended(workspace, jobId)).toMatchObject({ state: 'succeeded', layoutId: expected.layoutId });
  });

  test('that cannot be started is not there', async () => {
    const workspace = await openWorkspace();
    const others = () => ({ jobRunner: { start: () => Promise.reject(new Error('no Workflow')) } });
    const answer = await askWith(others, workspace, await filledPlan(workspace), { prefer: 'respond-async' });
    expect([answer.status, await answer.json()]).toMatchObject([500, { type: '/problems/internal' }]);
    expect(await (await workspace.fetch('/v1/jobs')).json()).toEqual({ items: [], next: null });
  });
});

describe('cancelling', () => {
  test('ends a job for ever, and again changes nothing', async () => {
    const workspace = await openWorkspace();
    const planId = await filledPlan(workspace);
    const { answer } = await submit(workspace, planId);
    const cancel = () => post<JobAnswer>(workspace, `/v1/jobs/${answer.jobId}/cancel`, {});
    const first = await cancel();
    expect([first.status, first.answer]).toMatchObject([200, { state: 'cancelled', result: null, problem: null }]);
    expect(await cancel()).toMatchObject({ status: 200, answer: first.answer });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await jobOf(workspace, answer.jobId)).toEqual(first.answer);
    expect(await pieces(answer.jobId)).toBe(0);
    expect(await (await workspace.fetch(`/v1/plans/${planId}/layouts`)).json()).toEqual({ items: [], next: null });
  });

  test('is 409 once there is nothing left to cancel', async () => {
    const { items } = (await (await waiting.fetch('/v1/jobs?state=succeeded')).json()) as { items: JobAnswer[] };
    const answer = await post<ProblemAnswer>(waiting, `/v1/jobs/${items[0]?.jobId}/cancel`, {});
    expect([answer.status, answer.answer.type]).toEqual([409, '/problems/job-ended']);
    expect(answer.answer.detail).toContain('succeeded');
  });
});

describe('the list of jobs', () => {
  test('has the latest first, page by page, by state and by plan', async () => {
    const workspace = await openWorkspace();
    const [one, two] = [await filledPlan(workspace), await filledPlan(workspace)];
    const ids: string[] = [];
    for (const planId of [one, two, one]) {
      const { answer } = await submit(workspace, planId, { ...ASKED, seed: ids.length + 10, effort: 'fast' });
      ids.unshift(answer.jobId);
    }
    await workspace.fetch(`/v1/jobs/${ids[0]}/cancel`, { method: 'POST' });
    for (const jobId of ids) await ended(workspace, jobId);
    const listed = async (query: string) => {
      const page = (await (await workspace.fetch(`/v1/jobs${query}`)).json()) as {
        items: JobAnswer[];
        next: string | null;
      };
      return { ids: page.items.map(({ jobId }) => jobId), next: page.next };
    };
    expect(await listed('')).toEqual({ ids, next: null });
    const first = await listed('?limit=2');
    expect(first.ids).toEqual(ids.slice(0, 2));
    expect(await listed(`?limit=2&cursor=${first.next}`)).toEqual({ ids: ids.slice(2), next: null });
    expect((await listed(`?planId=${one}`)).ids).toEqual([ids[0], ids[2]]);
    expect((await listed('?state=cancelled')).ids).toEqual([ids[0]]);
    expect((await listed(`?state=succeeded&planId=${two}`)).ids).toEqual([ids[1]]);
    const refused = await workspace.fetch('/v1/jobs?state=lost');
    expect([refused.status, await refused.json()]).toMatchObject([400, { violations: [{ field: 'state' }] }]);
  });

  test('holds nothing of another workspace', async () => {
    const stranger = await openWorkspace();
    const { answer } = await submit(waiting, waitingPlan);
    expect(await (await stranger.fetch('/v1/jobs')).json()).toEqual({ items: [], next: null });
    expect((await stranger.fetch(`/v1/jobs/${answer.jobId}`)).status).toBe(404);
    expect((await stranger.fetch(`/v1/jobs/${answer.jobId}/cancel`, { method: 'POST' })).status).toBe(404);
    expect(await (await stranger.fetch(`/v1/jobs?planId=${waitingPlan}`)).json()).toEqual({ items: [], next: null });
  });
});

test('a request that would wait for too many steps is refused with the way to a job', async () => {
  const workspace = await openWorkspace();
  const planId = await filledPlan(workspace);
  const others = ({ solveLimits }: Ports) => ({ solveLimits: { ...solveLimits, requestSteps: 500_000 } });
  const ask = (headers: Record<string, string>) => askWith(others, workspace, planId, headers);
  const refused = await ask({});
  expect([refused.status, await refused.json()]).toMatchObject([
    422,
    { type: '/problems/solve-too-long', detail: expect.stringContaining('Prefer: respond-async') },
  ]);
  const events = await ask({ accept: 'text/event-stream' });
  expect(await events.text()).toContain('/problems/solve-too-long');
  const accepted = await ask({ prefer: 'respond-async' });
  expect(accepted.status).toBe(202);
  expect(await ended(workspace, ((await accepted.json()) as JobAnswer).jobId)).toMatchObject({ state: 'succeeded' });
});
