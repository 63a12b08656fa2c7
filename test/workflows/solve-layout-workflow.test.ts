import { introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { runSlice } from '../../src/application/run-slice.ts';
import { wirePorts } from '../../src/wiring.ts';
import { type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import type { SolvedAnswer } from '../solve-accounts.ts';
import {
  ASKED,
  askWith,
  digestOf,
  ended,
  filledPlan,
  type JobAnswer,
  jobOf,
  pieces,
  post,
  submit,
} from '../solve-by-job.ts';

/** A job that was recorded and not started, as where the machine was lost in between, long ago. */
async function neverStarted(workspace: OpenedWorkspace): Promise<string> {
  const others = () => ({ jobRunner: { start: async () => {} } });
  const answer = await askWith(others, workspace, await filledPlan(workspace), { prefer: 'respond-async' });
  const { jobId } = (await answer.json()) as JobAnswer;
  expect(await jobOf(workspace, jobId)).toMatchObject({ state: 'queued' });
  await forgetWork(jobId);
  return jobId;
}

/** Has a job look as if nobody had worked on it for long. */
async function forgetWork(jobId: string): Promise<void> {
  await env.DB.prepare("UPDATE jobs SET touched_at = '2026-01-01T00:00:00.000Z' WHERE job_id = ?").bind(jobId).run();
}

const waiting = await openWorkspace();
let expected: SolvedAnswer;
beforeAll(async () => {
  const path = `/v1/plans/${await filledPlan(waiting)}/layouts`;
  expected = (await post<SolvedAnswer>(waiting, path, ASKED)).answer;
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

test('a job that was never started is started by who asks for it', async () => {
  const workspace = await openWorkspace();
  const jobId = await neverStarted(workspace);
  expect(await ended(workspace, jobId)).toMatchObject({ state: 'succeeded', layoutId: expected.layoutId });
});

test('a job whose Workflow is gone goes on from its last slice when somebody asks for it', async () => {
  await using workflows = await introspectWorkflow(env.SOLVES);
  const workspace = await openWorkspace();
  const jobId = await neverStarted(workspace);
  const ref = { workspaceId: workspace.workspaceId, jobId };
  expect(await runSlice(wirePorts(env), ref, 0)).toBe('goes-on');
  expect(await jobOf(workspace, jobId)).toMatchObject({ state: 'running' });
  expect(await workflows.get()).toHaveLength(0);
  await forgetWork(jobId);
  expect(await ended(workspace, jobId)).toMatchObject({ state: 'succeeded', layoutId: expected.layoutId });
  expect(await digestOf(workspace, expected.layoutId)).toBe(await digestOf(waiting, expected.layoutId));
  expect(await workflows.get()).toHaveLength(1);
});
