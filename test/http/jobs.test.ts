import { introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import {
  ASKED,
  askWith,
  digestOf,
  ended,
  filledPlan,
  growth,
  type JobAnswer,
  jobOf,
  pieces,
  post,
  submit,
  upload,
} from '../solve-by-job.ts';

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
  test('is that of a request that waits, to the byte, and tells where its moves are', async () => {
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
    const listed = (await (await asking.fetch(`${done.moves}?limit=1000`)).json()) as { items: object[] };
    expect(listed.items.length).toBeGreaterThan(0);
    expect({ moves: listed.items }).toMatchObject({ moves: (moves.answer as unknown as { moves: object[] }).moves });
  });
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
