import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { cancelJob } from '../../src/application/cancel-job.ts';
import { createLayout } from '../../src/application/create-layout.ts';
import type { JobRef } from '../../src/application/job-store.ts';
import type { PlanLayoutRequest } from '../../src/application/plan-problem.ts';
import type { Ports } from '../../src/application/ports.ts';
import { runSlice } from '../../src/application/run-slice.ts';
import { submitLayout } from '../../src/application/submit-layout.ts';
import { Failure } from '../../src/domain/failure.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { ALL_ENTRIES } from '../../src/domain/layout-entry.ts';
import { wirePorts } from '../../src/wiring.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';

const csv = toCsv(scatterAccounts({ count: 300, seed: 8, west: 6, south: 46, widthDeg: 3, heightDeg: 2 }));
const REQUEST: PlanLayoutRequest = {
  territories: 7,
  balance: { revenue: 0.03 },
  seed: 2,
  effort: 'normal',
  cover: { resolution: null, baseResolution: null, splitShare: 0.02, fillDistanceKm: null },
};
/** Jobs are recorded and not started: the tests run their slices. */
const ports: Ports = { ...wirePorts(env), jobRunner: { start: async () => {} } };

async function filledPlan(): Promise<{ workspace: OpenedWorkspace; planId: string }> {
  const workspace = await openWorkspace();
  const planId = await createPlan(workspace);
  const headers = { 'content-type': 'text/csv' };
  await workspace.fetch(`/v1/plans/${planId}/accounts`, { method: 'PUT', headers, body: csv });
  return { workspace, planId };
}

async function submitted(): Promise<{ ref: JobRef; planId: string }> {
  const { workspace, planId } = await filledPlan();
  const { jobId } = await submitLayout(ports, workspace.workspaceId, planId, REQUEST);
  return { ref: { workspaceId: workspace.workspaceId, jobId }, planId };
}

/** Runs all slices from one on; answers how many there are in all. */
async function runFrom(ref: JobRef, slices: number): Promise<number> {
  return (await runSlice(ports, ref, slices)) === 'ended' ? slices + 1 : runFrom(ref, slices + 1);
}

async function layoutOf({ workspaceId, jobId }: JobRef): Promise<Layout | null> {
  const job = await ports.jobs.find({ workspaceId, jobId });
  return job?.layoutId ? ports.layouts.find(workspaceId, job.layoutId) : null;
}

/** The slices whose pieces are kept. */
async function keptSlices({ jobId }: JobRef): Promise<number[]> {
  const sql = 'SELECT DISTINCT slice FROM job_pieces JOIN jobs USING (job_number) WHERE job_id = ? ORDER BY slice';
  return (await env.DB.prepare(sql).bind(jobId).all<{ slice: number }>()).results.map(({ slice }) => slice);
}

let expected: Layout;
let sliceCount = 0;
beforeAll(async () => {
  const { workspace, planId } = await filledPlan();
  expected = (await createLayout(ports, workspace.workspaceId, planId, REQUEST)).layout;
});

describe('a job run slice by slice', () => {
  test('gives the layout of a request, and keeps nothing of its work', async () => {
    const { ref } = await submitted();
    sliceCount = await runFrom(ref, 0);
    expect(sliceCount).toBeGreaterThan(3);
    expect(await layoutOf(ref)).toEqual(expected);
    expect(await keptSlices(ref)).toEqual([]);
  });

  test('tells how far it is, never less than before', async () => {
    const { ref } = await submitted();
    const seen: number[] = [];
    for (let slices = 0; (await runSlice(ports, ref, slices)) === 'goes-on'; slices++) {
      const job = await ports.jobs.find(ref);
      expect(job).toMatchObject({ state: 'running', finishedAt: null });
      seen.push(job?.progress ?? -1);
      expect(await keptSlices(ref)).toEqual([0, slices + 1]);
    }
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect([seen[0] === 0, seen.every((progress) => progress < 1)]).toEqual([false, true]);
  });

  test('does the work of a slice once, however often it is run', async () => {
    const { ref } = await submitted();
    for (let slices = 0; slices < sliceCount; slices++) {
      const first = await runSlice(ports, ref, slices);
      const before = await ports.jobs.find(ref);
      expect(await runSlice(ports, ref, slices)).toBe(first);
      expect({ ...(await ports.jobs.find(ref)), touchedAt: before?.touchedAt }).toEqual(before);
      expect(first).toBe(slices + 1 < sliceCount ? 'goes-on' : 'ended');
    }
    expect(await layoutOf(ref)).toEqual(expected);
  });

  test('does the work of a slice once, also when it is run twice at the same time', async () => {
    const { ref } = await submitted();
    for (let slices = 0; slices < sliceCount; slices++) {
      const outcomes = await Promise.all([runSlice(ports, ref, slices), runSlice(ports, ref, slices)]);
      expect(new Set(outcomes).size).toBe(1);
    }
    expect(await layoutOf(ref)).toEqual(expected);
    const list = await ports.layoutEntries.list(
      ref.workspaceId,
      (await ports.jobs.find(ref))?.planId ?? '',
      ALL_ENTRIES,
      {
        cursor: null,
        limit: 10,
      },
    );
    expect(list.items).toHaveLength(1);
  });

  test('goes on from the slice before where a machine is lost in the middle of one', async () => {
    const { ref } = await submitted();
    await runSlice(ports, ref, 0);
    const lost: Ports = { ...ports, jobs: { ...ports.jobs, saveSlice: () => Promise.reject(new Error('lost')) } };
    await expect(runSlice(lost, ref, 1)).rejects.toThrow('lost');
    expect(await keptSlices(ref)).toEqual([0, 1]);
    expect(await runFrom(ref, 1)).toBe(sliceCount);
    expect(await layoutOf(ref)).toEqual(expected);
  });

  test('ends once where the machine is lost between the layout and the end', async () => {
    const { ref, planId } = await submitted();
    const lost: Ports = { ...ports, jobs: { ...ports.jobs, succeed: () => Promise.reject(new Error('lost')) } };
    for (let slices = 0; slices < sliceCount - 1; slices++) await runSlice(ports, ref, slices);
    await expect(runSlice(lost, ref, sliceCount - 1)).rejects.toThrow('lost');
    const none = await ports.layoutEntries.list(ref.workspaceId, planId, ALL_ENTRIES, { cursor: null, limit: 10 });
    expect(none.items).toEqual([]);
    expect(await runSlice(ports, ref, sliceCount - 1)).toBe('ended');
    expect(await layoutOf(ref)).toEqual(expected);
  });

  test('starts over where another version of the engine left it', async () => {
    const { ref } = await submitted();
    await runSlice(ports, ref, 0);
    await env.DB.prepare("UPDATE jobs SET engine = 'older' WHERE job_id = ?").bind(ref.jobId).run();
    expect(await runFrom(ref, 1)).toBe(sliceCount + 1);
    expect(await layoutOf(ref)).toEqual(expected);
  });

  test('that is cancelled during a slice comes to nothing, also during the last', async () => {
    for (const at of [1, sliceCount - 1]) {
      const { ref, planId } = await submitted();
      for (let slices = 0; slices < at; slices++) await runSlice(ports, ref, slices);
      const { optimizer } = ports;
      const cancelling: Ports = {
        ...ports,
        optimizer: {
          ...optimizer,
          engine: optimizer.engine,
          startSolve: (input) => optimizer.startSolve(input),
          resumeSolve(input, search) {
            cancelled = cancelJob(ports, ref);
            return optimizer.resumeSolve(input, search);
          },
        } as Ports['optimizer'],
      };
      let cancelled: Promise<unknown> = Promise.resolve();
      expect(await runSlice(cancelling, ref, at)).toBe('ended');
      await cancelled;
      expect(await ports.jobs.find(ref)).toMatchObject({ state: 'cancelled', layoutId: null });
      const list = await ports.layoutEntries.list(ref.workspaceId, planId, ALL_ENTRIES, { cursor: null, limit: 10 });
      expect([list.items, await keptSlices(ref)]).toEqual([[], []]);
    }
  });

  test('goes with its plan, also while a slice is under way', async () => {
    const { ref, planId } = await submitted();
    const slice = runSlice(ports, ref, 0);
    await ports.plans.delete(ref.workspaceId, planId, null);
    await slice;
    expect(await ports.jobs.find(ref)).toBeNull();
    expect(await runSlice(ports, ref, 1)).toBe('ended');
    expect(await keptSlices(ref)).toEqual([]);
  });

  test('is neither failed nor lost where memory is short for now', async () => {
    const { ref } = await submitted();
    const startSolve = () => {
      throw new Failure('solve-out-of-memory', 'several solves at once');
    };
    const short: Ports = { ...ports, optimizer: { ...ports.optimizer, engine: 'any', startSolve } as never };
    await expect(runSlice(short, ref, 0)).rejects.toThrow('several solves at once');
    expect(await ports.jobs.find(ref)).toMatchObject({ state: 'running', progress: 0 });
    expect(await runFrom(ref, 0)).toBe(sliceCount);
  });

  test('fails where the optimizer refuses its problem', async () => {
    const { workspace, planId } = await filledPlan();
    const request = { ...REQUEST, cover: { ...REQUEST.cover, resolution: 0 as never }, territories: 200 };
    const { jobId } = await submitLayout(ports, workspace.workspaceId, planId, request);
    const ref = { workspaceId: workspace.workspaceId, jobId };
    expect(await runSlice(ports, ref, 0)).toBe('ended');
    expect(await ports.jobs.find(ref)).toMatchObject({
      state: 'failed',
      failure: { kind: 'invalid-problem', violations: [{ field: 'territories' }] },
    });
    expect(await keptSlices(ref)).toEqual([]);
  });
});
