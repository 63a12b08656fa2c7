import { env } from 'cloudflare:workers';
import { latLngToCell } from 'h3-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { scatterAccounts } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { ended, type JobAnswer, post, upload } from '../solve-by-job.ts';

type LineLayout = SolvedAnswer & { readonly line?: string };

const workspace = await openWorkspace();
const rows = scatterAccounts({ count: 300, seed: 5, west: 2, south: 45, widthDeg: 3, heightDeg: 2 });
const isFood = (at: number) => at % 3 === 0;
const csv = `id,lat,lng,revenue,segment,repId\n${rows
  .map(({ id, lat, lng, revenue }, at) =>
    [id, lat, lng, revenue, isFood(at) ? 'food' : 'other', `rep-${at % 2}`].join(),
  )
  .join('\n')}\n`;
const food = new Set(rows.filter((_, at) => isFood(at)).map(({ id }) => id));

let planId = '';
let ofFood: LineLayout;
beforeAll(async () => {
  planId = await createPlan(workspace, { defaults: { finestResolution: 9 } });
  await upload(workspace, planId, csv);
  await putLine();
  ofFood = await solve({});
});

const call = (method: string, path: string, body?: object) =>
  workspace.fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });

async function putLine(): Promise<void> {
  const path = `/v1/plans/${planId}/lines/food`;
  expect((await call('PUT', path, { name: 'Food', filter: { segments: ['food'] } })).status).toBeLessThan(300);
}

async function deleteLine(): Promise<void> {
  expect((await call('DELETE', `/v1/plans/${planId}/lines/food`)).status).toBe(204);
}

async function solve(more: object): Promise<LineLayout> {
  const asked = { territories: 3, effort: 'fast', balance: { revenue: 0.3 }, resolution: 5, line: 'food', ...more };
  const { status, answer } = await post<LineLayout>(workspace, `/v1/plans/${planId}/layouts`, asked);
  expect([status, answer.line]).toEqual([201, 'food']);
  return answer;
}

const make = <T = LineLayout>(layoutId: string, kind: string, body: object) =>
  post<T>(workspace, `/v1/layouts/${layoutId}/${kind}`, { planId, ...body });

const rename = (name: string) => ({ edits: [{ kind: 'rename', territory: 't1', name }] });

async function lineInList(layoutId: string): Promise<string | null> {
  return ((await (await call('GET', `/v1/plans/${planId}/layouts/${layoutId}`)).json()) as { line: string }).line;
}

describe('a layout of a line that the plan lists no more', () => {
  test('is rebalanced, as a whole, in part and by a job, and edited, merged and counted as of its line', async () => {
    const gone = await solve({ seed: 12 });
    expect((await call('DELETE', `/v1/plans/${planId}/layouts/${gone.layoutId}`)).status).toBe(204);
    const asked = { effort: 'fast', budget: { share: 0.2 } };
    const edited = (await make(gone.layoutId, 'edits', rename('A'))).answer;
    const other = (await make(gone.layoutId, 'edits', { edits: [{ kind: 'rename', territory: 't2', name: 'B' }] }))
      .answer;
    const made = [
      (await make(gone.layoutId, 'rebalance', asked)).answer,
      (await make(gone.layoutId, 'rebalance', { ...asked, territories: ['t1', 't2'] })).answer,
      (await make(edited.layoutId, 'merge', { with: other.layoutId })).answer,
      ...[edited, other],
    ];
    for (const layout of made) {
      expect([layout.totals.sums.accounts, layout.line]).toEqual([food.size, 'food']);
      expect(await lineInList(layout.layoutId)).toBe('food');
    }
    const path = `/v1/layouts/${gone.layoutId}/rebalance`;
    const body = { planId, ...asked, seed: 3 };
    const { answer } = await post<JobAnswer>(workspace, path, body, { prefer: 'respond-async' });
    const job = await ended(workspace, answer.jobId);
    const byJob = (await (await call('GET', `/v1/layouts/${job.layoutId}`)).json()) as LineLayout;
    expect([byJob.totals.sums.accounts, byJob.line]).toEqual([food.size, 'food']);
  });

  test('is of the line that the list tells, where it was made before layouts told it', async () => {
    const old = await solve({ seed: 13 });
    const where = 'WHERE workspace_id = ? AND layout_id = ?';
    const cut = `UPDATE layouts SET head = json_remove(head, '$.line') ${where}`;
    await env.DB.prepare(cut).bind(workspace.workspaceId, old.layoutId).run();
    const { keys } = await env.CACHE.list({ prefix: `layout/${workspace.workspaceId}/${old.layoutId}/` });
    for (const { name } of keys) await env.CACHE.delete(name);
    const told = (await (await call('GET', `/v1/layouts/${old.layoutId}`)).json()) as LineLayout;
    expect(Object.hasOwn(told, 'line')).toBe(false);
    const asked = { effort: 'fast', budget: { share: 0.2 } };
    const { answer } = await make(old.layoutId, 'rebalance', asked);
    expect([answer.totals.sums.accounts, answer.line]).toEqual([food.size, 'food']);
  });
});

test('a layout of all accounts tells no line', async () => {
  const asked = { territories: 3, effort: 'fast', balance: { revenue: 0.3 } };
  const { answer } = await post<LineLayout>(workspace, `/v1/plans/${planId}/layouts`, asked);
  expect(Object.hasOwn(answer, 'line')).toBe(false);
});

test('a layout whose line is gone can be edited where no account is read, and nothing else', async () => {
  await deleteLine();
  const renamed = await make(ofFood.layoutId, 'edits', rename('Still here'));
  expect([renamed.status, renamed.answer.line]).toEqual([201, 'food']);
  expect(await lineInList(renamed.answer.layoutId)).toBe('food');
  const row = rows.find(({ id }) => food.has(id));
  const cells = [latLngToCell(row?.lat ?? 0, row?.lng ?? 0, 9)];
  const owner = (await (
    await call('GET', `/v1/layouts/${ofFood.layoutId}/owner?lat=${row?.lat}&lng=${row?.lng}`)
  ).json()) as { territory: { id: string } };
  const to = ofFood.territories.find(({ id }) => id !== owner.territory.id)?.id;
  const split = { edits: [{ kind: 'assign', to, cells }] };
  const refused = [
    await make<ProblemAnswer>(ofFood.layoutId, 'edits', split),
    await make<ProblemAnswer>(ofFood.layoutId, 'rebalance', { effort: 'fast' }),
  ];
  for (const { status, answer } of refused) {
    expect([status, answer]).toMatchObject([422, { violations: [{ field: 'line', value: 'food' }] }]);
  }
  const [divide, rebalance] = refused.map(({ answer }) => answer.violations?.[0]?.detail);
  expect([divide, rebalance]).toEqual([
    expect.stringContaining('no accounts to divide'),
    expect.stringContaining('no accounts to rebalance'),
  ]);
  await putLine();
  const divided = await make(ofFood.layoutId, 'edits', split);
  expect([divided.status, divided.answer.totals.sums.accounts]).toEqual([201, food.size]);
});

describe('a change of a layout of a line', () => {
  interface Moved {
    readonly totals: { readonly moved: { readonly sums: Record<string, number> } };
    readonly reps: { readonly accounts: number; readonly reps: { accounts: number; moves: { accounts: number }[] }[] };
  }

  test('moves accounts of that line alone, as counted by rep and as listed', async () => {
    const merged = { edits: [{ kind: 'merge', territories: ['t1', 't2'], into: 't1' }] };
    const after = (await make(ofFood.layoutId, 'edits', merged)).answer;
    const path = `/v1/layouts/${ofFood.layoutId}/compare/${after.layoutId}`;
    const compared = (await (await call('GET', `${path}?planId=${planId}`)).json()) as Moved;
    const moved = compared.totals.moved.sums.accounts ?? 0;
    expect(moved).toBeGreaterThan(10);
    expect(compared.reps.accounts).toBe(moved);
    const counts = compared.reps.reps.flatMap(({ moves }) => moves.map(({ accounts }) => accounts));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(moved);
    const listed = (await (await call('GET', `${path}/accounts?limit=1000`)).json()) as { items: { id: string }[] };
    expect(listed.items).toHaveLength(moved);
    expect(listed.items.filter(({ id }) => !food.has(id))).toEqual([]);
  });

  test('has nobody to name while the line is gone', async () => {
    const after = (await make(ofFood.layoutId, 'edits', rename('Other'))).answer;
    await deleteLine();
    const path = `/v1/layouts/${ofFood.layoutId}/compare/${after.layoutId}`;
    for (const asked of [`${path}?planId=${planId}`, `${path}/accounts`]) {
      const answer = await call('GET', asked);
      expect([answer.status, await answer.json()]).toMatchObject([422, { violations: [{ field: 'line' }] }]);
    }
    const { violations } = (await (await call('GET', `${path}?planId=${planId}`)).json()) as ProblemAnswer;
    expect(violations).toMatchObject([
      { detail: expect.stringContaining('deleted'), remedy: expect.stringContaining('leave planId out') },
    ]);
    expect((await call('GET', path)).status).toBe(200);
    await putLine();
  });
});
