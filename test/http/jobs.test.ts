import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
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
