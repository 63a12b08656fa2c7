import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Ports } from '../src/application/ports.ts';
import { createApp } from '../src/http/app.ts';
import { PROBLEM_PAGES } from '../src/problem-pages.ts';
import { wirePorts } from '../src/wiring.ts';
import { scatterAccounts, toCsv } from './fixtures/scatter-accounts.ts';
import { createPlan, type OpenedWorkspace } from './open-workspace.ts';
import type { ProblemAnswer } from './solve-accounts.ts';

/** What a job says of itself. */
export interface JobAnswer {
  readonly jobId: string;
  readonly kind: string;
  readonly planId: string;
  readonly rebalances: string | null;
  readonly state: string;
  readonly progress: number;
  readonly layoutId: string | null;
  readonly result: string | null;
  readonly moves: string | null;
  readonly problem: ProblemAnswer | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** Accounts whose search takes some twenty slices in tests. */
export const csv = toCsv(scatterAccounts({ count: 400, seed: 21, west: -84, south: 33, widthDeg: 4, heightDeg: 3 }));
/** Other accounts. */
export const growth = toCsv(scatterAccounts({ count: 30, seed: 3, west: -82, south: 34, widthDeg: 1, heightDeg: 1 }));
/** What is asked of a layout. */
export const ASKED = { territories: 8, balance: { revenue: 0.02 }, effort: 'normal', seed: 4 };

/** Posts JSON. */
export async function post<T>(
  workspace: OpenedWorkspace,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const response = await workspace.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as T };
}

/** Asks for a layout of a plan by a job. */
export function submit(workspace: OpenedWorkspace, planId: string, asked: object = ASKED, headers = {}) {
  const path = `/v1/plans/${planId}/layouts`;
  return post<JobAnswer>(workspace, path, asked, { prefer: 'respond-async', ...headers });
}

/** Puts accounts into a plan. */
export async function upload(workspace: OpenedWorkspace, planId: string, body: string, query = ''): Promise<void> {
  const headers = { 'content-type': 'text/csv' };
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts${query}`, { method: 'PUT', headers, body });
  expect(response.status).toBe(200);
}

/** Makes a plan with the accounts. */
export async function filledPlan(workspace: OpenedWorkspace): Promise<string> {
  const planId = await createPlan(workspace);
  await upload(workspace, planId, csv);
  return planId;
}

/** A job as it is now. */
export async function jobOf(workspace: OpenedWorkspace, jobId: string): Promise<JobAnswer> {
  return (await (await workspace.fetch(`/v1/jobs/${jobId}`)).json()) as JobAnswer;
}

/** Waits until a job has ended. */
export async function ended(workspace: OpenedWorkspace, jobId: string): Promise<JobAnswer> {
  for (;;) {
    const job = await jobOf(workspace, jobId);
    if (job.finishedAt !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Digest of all that a layout says: its measures, its territories and their cells. */
export async function digestOf(workspace: OpenedWorkspace, layoutId: string): Promise<string> {
  const paths = [`/v1/layouts/${layoutId}`, `/v1/layouts/${layoutId}/territories?include=cells`];
  const texts = await Promise.all(paths.map(async (path) => (await workspace.fetch(path)).text()));
  expect(texts[1]).toContain('"cells":["8');
  return createHash('sha256').update(texts.join()).digest('hex');
}

/** How many pieces of its work are kept of a job. */
export async function pieces(jobId: string): Promise<number | null> {
  const sql = 'SELECT count(*) AS pieces FROM job_pieces JOIN jobs USING (job_number) WHERE job_id = ?';
  return env.DB.prepare(sql).bind(jobId).first<number>('pieces');
}

/** Asks for a layout of a plan from an application whose ports are partly others. */
export function askWith(
  others: (ports: Ports) => Partial<Ports>,
  { key }: OpenedWorkspace,
  planId: string,
  headers = {},
) {
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
