import { introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { openWorkspace } from '../open-workspace.ts';
import { askWith, ended, filledPlan, type JobAnswer, submit } from '../solve-by-job.ts';

interface JobEvent {
  readonly id: string;
  readonly job: JobAnswer;
}

function eventsOf(text: string): JobEvent[] {
  return Array.from(text.matchAll(/event: job\nid: (.+)\ndata: (.+)\n\n/g), ([, id = '', data = '']) => ({
    id,
    job: JSON.parse(data) as JobAnswer,
  }));
}

test('the events of a job tell how far it is, each once, and end with it', async () => {
  const workspace = await openWorkspace();
  const { answer } = await submit(workspace, await filledPlan(workspace));
  const response = await workspace.fetch(`/v1/jobs/${answer.jobId}/events`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const events = eventsOf(await response.text());
  expect(events.at(-1)?.job).toEqual(await ended(workspace, answer.jobId));
  expect(events.at(-1)?.job.state).toBe('succeeded');
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const progress = events.map(({ job }) => job.progress);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));

  // Who has the last event has all of it.
  const headers = { 'last-event-id': events.at(-1)?.id ?? '' };
  const again = await workspace.fetch(`/v1/jobs/${answer.jobId}/events`, { headers });
  expect([again.status, await again.text()]).toEqual([204, '']);
  const other = await workspace.fetch(`/v1/jobs/${answer.jobId}/events`, { headers: { 'last-event-id': 'running-0' } });
  expect(eventsOf(await other.text())).toEqual(events.slice(-1));
});

test('the events of a job go on after the last that the client has, and tell of its end from outside', async () => {
  await using workflows = await introspectWorkflow(env.SOLVES);
  await workflows.modifyAll((modifier) => modifier.forceStepTimeout({ name: 'slice 1' }, 1));
  const workspace = await openWorkspace();
  const { answer } = await submit(workspace, await filledPlan(workspace));
  const now = ((await (await workspace.fetch(`/v1/jobs/${answer.jobId}`)).json()) as JobAnswer).state;
  const headers = { 'last-event-id': `${now}-0` };
  const response = await workspace.fetch(`/v1/jobs/${answer.jobId}/events`, { headers });
  await workspace.fetch(`/v1/jobs/${answer.jobId}/cancel`, { method: 'POST' });
  const told = eventsOf(await response.text());
  expect(told.map(({ id }) => id)).toEqual(['cancelled-0']);
});

test('the events of a job that is deleted meanwhile end with a problem', async () => {
  await using workflows = await introspectWorkflow(env.SOLVES);
  await workflows.modifyAll((modifier) => modifier.forceStepTimeout({ name: 'slice 1' }, 1));
  const workspace = await openWorkspace();
  const planId = await filledPlan(workspace);
  const { answer } = await submit(workspace, planId);
  const response = await workspace.fetch(`/v1/jobs/${answer.jobId}/events`);
  await workspace.fetch(`/v1/plans/${planId}`, { method: 'DELETE', headers: { 'if-match': '*' } });
  expect(await response.text()).toMatch(/event: problem\ndata: .*\/problems\/not-found/);
});

test('a client that does not read event streams is refused', async () => {
  const workspace = await openWorkspace();
  const { answer } = await submit(workspace, await filledPlan(workspace));
  const headers = { accept: 'application/json' };
  expect((await workspace.fetch(`/v1/jobs/${answer.jobId}/events`, { headers })).status).toBe(406);
  await ended(workspace, answer.jobId);
});

test('a workspace with as many jobs under way as it may have gets no more until one has ended', async () => {
  const workspace = await openWorkspace();
  const planId = await filledPlan(workspace);
  const started: string[] = [];
  const others = ({ solveLimits }: Ports) => ({
    solveLimits: { ...solveLimits, jobsUnderWay: 2 },
    jobRunner: {
      async start({ jobId }: { jobId: string }) {
        started.push(jobId);
      },
    },
  });
  const ask = () =>
    askWith(others, workspace, planId, { prefer: 'respond-async', 'idempotency-key': `a-${started.length}` });
  const [first, second] = [await ask(), await ask()];
  expect([first.status, second.status]).toEqual([202, 202]);
  const refused = await ask();
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect(await refused.json()).toMatchObject({
    type: '/problems/too-many-jobs',
    limit: 2,
    jobs: started.toReversed(),
    detail: expect.stringContaining('cancel'),
  });
  // Another workspace has its own, and the refusal was not kept under the key.
  const other = await openWorkspace();
  expect((await askWith(others, other, await filledPlan(other), { prefer: 'respond-async' })).status).toBe(202);
  await workspace.fetch(`/v1/jobs/${started[0]}/cancel`, { method: 'POST' });
  started.length = 2;
  expect((await ask()).status).toBe(202);
});

test('jobs that are asked for at once are no more than the limit', async () => {
  const workspace = await openWorkspace();
  const planId = await filledPlan(workspace);
  const others = ({ solveLimits }: Ports) => ({
    solveLimits: { ...solveLimits, jobsUnderWay: 3 },
    jobRunner: { start: async () => {} },
  });
  const asked = Array.from({ length: 8 }, () => askWith(others, workspace, planId, { prefer: 'respond-async' }));
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(3);
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
});

test('a refused job, and the list of jobs, start those again that nobody works on', async () => {
  const workspace = await openWorkspace();
  const planId = await filledPlan(workspace);
  const lost = ({ solveLimits }: Ports) => ({
    solveLimits: { ...solveLimits, jobsUnderWay: 1 },
    jobRunner: { start: async () => {} },
  });
  const answer = (await (await askWith(lost, workspace, planId, { prefer: 'respond-async' })).json()) as JobAnswer;
  const restarted: string[] = [];
  const counting = (ports: Ports) => ({
    ...lost(ports),
    jobRunner: { start: async ({ jobId }: { jobId: string }) => void restarted.push(jobId) },
  });
  await askWith(counting, workspace, planId, { prefer: 'respond-async' });
  expect(restarted).toEqual([]);
  const old = new Date(Date.now() - 600_000).toISOString();
  await env.DB.prepare('UPDATE jobs SET touched_at = ? WHERE job_id = ?').bind(old, answer.jobId).run();
  expect((await askWith(counting, workspace, planId, { prefer: 'respond-async' })).status).toBe(429);
  expect(restarted).toEqual([answer.jobId]);
  const list = await workspace.fetch('/v1/jobs');
  expect(list.status).toBe(200);
  const state = () =>
    env.DB.prepare('SELECT state FROM jobs WHERE job_id = ?').bind(answer.jobId).first<string>('state');
  await vi.waitFor(async () => expect(await state()).toBe('succeeded'), { timeout: 20_000, interval: 100 });
});
