import { beforeAll, expect, test } from 'vitest';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { digestOf, post, upload } from '../solve-by-job.ts';

const [here, there] = [await openWorkspace(), await openWorkspace()];
const market = { count: 120, seed: 21, west: -84, south: 33, widthDeg: 4, heightDeg: 3 };
let file = '';
const layoutIds: string[] = [];

async function make(path: string, body: object): Promise<SolvedAnswer> {
  const { status, answer } = await post<SolvedAnswer>(here, path, body);
  expect([status, answer]).toMatchObject([201, {}]);
  layoutIds.push(answer.layoutId);
  return answer;
}

/** A layout, two that were edited from it, a merge of them, and a rebalance of some of its territories. */
beforeAll(async () => {
  const planId = await createPlan(here);
  await upload(here, planId, toCsv(scatterAccounts(market)));
  const asked = { territories: 4, balance: { revenue: 0.3 }, effort: 'fast' };
  const base = await make(`/v1/plans/${planId}/layouts`, asked);
  const cells = await here.fetch(`/v1/layouts/${base.layoutId}/cells?limit=1`);
  const { items } = (await cells.json()) as { items: { cell: string }[] };
  const path = `/v1/layouts/${base.layoutId}/edits`;
  const ours = await make(path, {
    edits: [{ kind: 'add', id: 'north', name: 'Nord „1"', cells: [items[0]?.cell] }],
    name: 'Mit Norden',
  });
  const corners = [-83, 34, -82, 34, -82, 35, -83, 35, -83, 34];
  const ring = [0, 2, 4, 6, 8].map((at) => corners.slice(at, at + 2));
  const theirs = await make(path, {
    edits: [
      { kind: 'rename', territory: 't1', name: 'Süd' },
      { kind: 'merge', territories: ['t2', 't3'], into: 't2' },
      { kind: 'assign', to: 't4', polygon: { type: 'Polygon', coordinates: [ring] } },
    ],
  });
  const merged = await make(`/v1/layouts/${ours.layoutId}/merge`, { with: theirs.layoutId, prefer: 'theirs' });
  await make(`/v1/layouts/${merged.layoutId}/rebalance`, { territories: ['t1', 't4'], effort: 'fast' });
  file = await exportPlan(here, planId);
}, 60_000);

test('layouts that were made by hand come with their plan, byte for byte, and can be merged there', async () => {
  const answer = await importPlan(there, file);
  expect([answer.status, await answer.json()]).toMatchObject([201, { layouts: layoutIds.length }]);
  for (const layoutId of layoutIds) expect(await digestOf(there, layoutId)).toBe(await digestOf(here, layoutId));
  const [, ours, theirs] = layoutIds;
  const again = await post<SolvedAnswer>(there, `/v1/layouts/${ours}/merge`, { with: theirs, prefer: 'theirs' });
  expect([again.status, again.answer.layoutId]).toEqual([200, layoutIds[3]]);
  const other = await post<SolvedAnswer>(there, `/v1/layouts/${ours}/merge`, { with: theirs, prefer: 'ours' });
  expect([other.status, other.answer]).toMatchObject([201, { merge: { base: layoutIds[0] } }]);
});

test('a layout that tells of edits what cannot be is refused', async () => {
  const spoiled = file.replace('"kind":"rename"', '"kind":"renames"').replace('"prefer":"theirs"', '"prefer":"both"');
  const elsewhere = await importPlan(there, file.replace('"territories":["t1","t4"]', '"territories":["t1","t44"]'));
  expect(await elsewhere.json()).toMatchObject({
    violations: [{ field: 'layout/rebalance/territories/1', value: 't44' }],
  });
  const answer = await importPlan(there, spoiled);
  const { violations } = (await answer.json()) as ProblemAnswer;
  expect(answer.status).toBe(422);
  expect(violations?.map(({ field }) => field)).toEqual(['layout/edit/edits/0/kind', 'layout/merge/prefer']);
});
