import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { LayoutProblem } from '../../src/application/layout-problem.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { jobStoreD1 } from '../../src/storage/jobs.d1.ts';
import { decodeProblem, encodeProblem } from '../../src/storage/problem-bytes.ts';
import { fromPieces, toPieces } from '../../src/storage/text-pieces.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const jobs = jobStoreD1(env.DB);

/** A problem with numbers that only their own bits stand for, and names beyond ASCII. */
function problemOf(cells: number, isRebalance: boolean): LayoutProblem {
  const random = seededRandom(9);
  const numbers = BigUint64Array.from({ length: cells }, (_, at) => 0x8928308280fffffn + BigInt(at));
  const sums = Float64Array.from({ length: cells * 2 }, () => random() * 1e9);
  const leaves = { cells: numbers.slice(1), sums: sums.slice(2), territories: new Uint32Array(cells - 1).fill(7) };
  const layout = { layoutId: 'lay_x', territories: [{ id: 't1', name: 'Größe 東' }] } as unknown as Layout;
  return {
    cells: { cells: numbers, metrics: ['accounts', 'Umsätze'], sums },
    finestResolution: 9 as never,
    request: {
      territories: 3,
      balance: { Umsätze: 0.1 + 0.2 },
      seed: 4294967295,
      effort: 'best',
      cover: { resolution: null, baseResolution: 5 as never, splitShare: 1 / 3, fillDistanceKm: null },
    },
    start: isRebalance ? { layout, leaves, budget: { metric: 'Umsätze', share: 0.05 } } : null,
  };
}

test.each([true, false])(
  'a problem is read as it was written, to the last bit (rebalance: %s)',
  async (isRebalance) => {
    for (const cells of [1, 2, 1001]) {
      const problem = problemOf(cells, isRebalance);
      expect(decodeProblem(new Uint8Array(await new Blob(encodeProblem(problem)).arrayBuffer()))).toEqual(problem);
    }
  },
);

test.each([0, 1, 749_999, 750_000, 2_250_001])(
  '%i bytes that do not compress come back from their pieces',
  async (length) => {
    const random = seededRandom(5);
    const bytes = Uint8Array.from({ length }, () => random() * 256);
    const pieces = await toPieces([bytes]);
    expect(pieces.every((piece) => piece.length <= 1_000_000)).toBe(true);
    expect(Buffer.from(await fromPieces(pieces)).equals(Buffer.from(bytes))).toBe(true);
  },
);

test('work of more pieces than one query reads is kept, and goes with the job', async () => {
  const { workspaceId, ...workspace } = await openWorkspace();
  const planId = await createPlan({ workspaceId, ...workspace });
  const ref = { workspaceId, jobId: 'job_large' };
  const at = new Date().toISOString();
  const job = {
    jobId: ref.jobId,
    planId,
    rebalances: null,
    line: null,
    state: 'queued',
    progress: 0,
    layoutId: null,
  } as const;
  const times = { createdAt: at, touchedAt: at, startedAt: null, finishedAt: null };
  const problem = problemOf(500_000, false);
  await jobs.add(workspaceId, { ...job, ...times, failure: null }, problem, 100);
  const pieces = () => env.DB.prepare('SELECT count(*) AS n FROM job_pieces').first<number>('n');
  expect(await pieces()).toBeGreaterThan(8);
  const work = await jobs.open(ref, 0);
  expect(work?.search).toBeNull();
  expect(Buffer.from(work?.problem.cells.sums.buffer ?? new ArrayBuffer()).length).toBeGreaterThan(8_000_000);
  expect(work?.problem.cells.sums.every((sum, i) => sum === problem.cells.sums[i])).toBe(true);
  expect(await jobs.cancel(ref)).toBe(true);
  expect([await pieces(), await jobs.open(ref, 0), await jobs.cancel(ref)]).toEqual([0, null, false]);
});
