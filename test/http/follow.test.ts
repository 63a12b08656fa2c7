import { beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { ended, type JobAnswer, post } from '../solve-by-job.ts';

interface LayoutAnswer {
  readonly layoutId: string;
  readonly feasible: boolean;
  readonly follow?: { layoutId: string; weight: number; shared: number; kept: number };
}

const random = seededRandom(5);
const ACCOUNTS = Array.from({ length: 900 }, (_, i) => ({
  id: `a${i}`,
  lat: 46 + Math.floor(i / 30) * 0.06,
  lng: 2 + (i % 30) * 0.09,
  // The lines lean a little to opposite sides, so that each would draw other borders.
  segment: random() * 90 - 30 < i % 30 ? 'east' : 'west',
}));
const workspace = await openWorkspace();
const planId = await createPlan(workspace, { defaults: { finestResolution: 7 } });
const path = `/v1/plans/${planId}/layouts`;
const ASKED = { territories: 6, effort: 'fast', balance: { accounts: 0.3 }, line: 'west' };
let followed = '';

const send = (method: string, address: string, body: object) =>
  workspace.fetch(address, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const solve = (follow?: { layoutId: string; weight: number }) =>
  post<LayoutAnswer>(workspace, path, { ...ASKED, ...(follow && { follow }) });

beforeAll(async () => {
  expect((await send('PUT', `/v1/plans/${planId}/accounts`, ACCOUNTS)).status).toBe(200);
  for (const line of ['east', 'west']) {
    await send('PUT', `/v1/plans/${planId}/lines/${line}`, { name: line, filter: { segments: [line] } });
  }
  const made = await post<LayoutAnswer>(workspace, path, { ...ASKED, line: 'east', seed: 3 });
  expect([made.status, made.answer.follow]).toEqual([201, undefined]);
  followed = made.answer.layoutId;
}, 60_000);

test('a layout follows the borders of that of another line, and says how far', async () => {
  const { status, answer } = await solve({ layoutId: followed, weight: 1 });
  expect(status).toBe(201);
  expect(answer).toMatchObject({ feasible: true, follow: { layoutId: followed, weight: 1 } });
  expect(answer.follow?.shared).toBeGreaterThan(0.8);
  expect(answer.follow?.kept).toBeGreaterThan(0.9);
  const read = await workspace.fetch(`/v1/layouts/${answer.layoutId}`);
  expect(await read.text()).toBe(JSON.stringify(answer));
  const again = await solve({ layoutId: followed, weight: 1 });
  expect([again.status, again.answer]).toEqual([200, answer]);
  const lesser = await solve({ layoutId: followed, weight: 0.01 });
  expect(lesser.answer.layoutId).not.toBe(answer.layoutId);
  expect(lesser.answer.follow?.shared).toBeLessThan((answer.follow?.shared ?? 0) - 0.1);
});

test('a weight of 0 is as if nothing were followed', async () => {
  const none = await solve();
  const zero = await solve({ layoutId: followed, weight: 0 });
  expect([zero.status, zero.answer]).toEqual([200, none.answer]);
  expect(none.answer.follow).toBeUndefined();
});

test('a job gives the same layout as a request', async () => {
  const follow = { layoutId: followed, weight: 0.7 };
  const job = await post<JobAnswer>(workspace, path, { ...ASKED, follow }, { prefer: 'respond-async' });
  const { state, layoutId } = await ended(workspace, job.answer.jobId);
  expect(state).toBe('succeeded');
  const { status, answer } = await solve(follow);
  expect([status, answer.layoutId]).toEqual([200, layoutId]);
});

test('a layout of another workspace cannot be followed, and no weight is above 1', async () => {
  const other = await openWorkspace();
  const elsewhere = await createPlan(other);
  const body = { territories: 2, follow: { layoutId: followed, weight: 1 } };
  await other.fetch(`/v1/plans/${elsewhere}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ACCOUNTS.slice(0, 50)),
  });
  expect((await post(other, `/v1/plans/${elsewhere}/layouts`, body)).status).toBe(404);
  const heavy = await solve({ layoutId: followed, weight: 1.01 });
  expect(heavy).toMatchObject({ status: 400, answer: { violations: [{ field: '/follow/weight' }] } });
});
