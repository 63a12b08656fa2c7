import { beforeAll, describe, expect, test } from 'vitest';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { post, upload } from '../solve-by-job.ts';

const workspace = await openWorkspace();
const market = { count: 200, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 };

type Merged = SolvedAnswer & { readonly merge: object; readonly territories: { id: string; name: string }[] };
type Clashes = ProblemAnswer & {
  readonly clashCount: number;
  readonly clashes: object[];
  readonly nameClashes: object[];
};

async function leavesOf(layoutId: string): Promise<Map<string, string>> {
  const response = await workspace.fetch(`/v1/layouts/${layoutId}/territories?include=cells`);
  const { territories } = (await response.json()) as SolvedAnswer;
  return new Map(territories.flatMap(({ id, cells }) => cells.map((cell) => [cell, id])));
}

async function edited(edits: unknown[], from = base.layoutId): Promise<SolvedAnswer> {
  const { status, answer } = await post<SolvedAnswer>(workspace, `/v1/layouts/${from}/edits`, { edits });
  expect([status < 300, answer]).toEqual([true, answer]);
  return answer;
}

const merge = <T = Merged>(ours: SolvedAnswer, theirs: SolvedAnswer, more: object = {}) =>
  post<T>(workspace, `/v1/layouts/${ours.layoutId}/merge`, { with: theirs.layoutId, ...more });

let planId = '';
let base: SolvedAnswer;
/** Cells of two territories of the base. */
let cells: string[][];
let others: string[];
beforeAll(async () => {
  planId = await createPlan(workspace);
  await upload(workspace, planId, toCsv(scatterAccounts(market)));
  const asked = { territories: 4, balance: { revenue: 0.3 }, effort: 'fast' };
  base = (await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, asked)).answer;
  const leaves = await leavesOf(base.layoutId);
  const ids = base.territories.map(({ id }) => id);
  cells = ids.map((id) => [...leaves].filter(([, own]) => own === id).map(([cell]) => cell));
  others = ids;
});

const assign = (to: number, cell: string | undefined) => ({ kind: 'assign', to: others[to], cells: [cell] });
const rename = (territory: number, name: string) => ({ kind: 'rename', territory: others[territory], name });

describe('a merge', () => {
  test('has what either side changed, lists both names, and is found again', async () => {
    const ours = await edited([assign(1, cells[0]?.[0]), rename(2, 'Ours')]);
    const theirs = await edited([assign(0, cells[3]?.[0]), rename(3, 'Theirs')]);
    const { status, answer } = await merge(ours, theirs);
    expect(status).toBe(201);
    const { layoutId } = base;
    expect(answer.merge).toEqual({
      ...{ base: layoutId, ours: ours.layoutId, theirs: theirs.layoutId },
      ...{ prefer: null, clashes: 0 },
    });
    const expected = await leavesOf(layoutId);
    expected.set(cells[0]?.[0] ?? '', others[1] ?? '').set(cells[3]?.[0] ?? '', others[0] ?? '');
    const sorted = (leaves: Map<string, string>) => [...leaves].toSorted();
    expect(sorted(await leavesOf(answer.layoutId))).toEqual(sorted(expected));
    expect(answer.territories.map(({ name }) => name)).toEqual(['Territory 1', 'Territory 2', 'Ours', 'Theirs']);
    expect(answer.totals.sums).toEqual(base.totals.sums);
    const again = await merge(ours, theirs);
    expect([again.status, again.answer]).toEqual([200, answer]);
    const list = await workspace.fetch(`/v1/plans/${planId}/layouts`);
    expect(JSON.stringify(await list.json())).toContain(answer.layoutId);
    const moves = await workspace.fetch(`/v1/layouts/${answer.layoutId}/moves`);
    expect(moves.status).toBe(200);
  });

  test('of what both changed is refused with all of it, and made where one side is preferred', async () => {
    const cell = cells[0]?.[1];
    const ours = await edited([assign(1, cell), rename(2, 'Ours')]);
    const theirs = await edited([assign(2, cell), rename(2, 'Theirs')]);
    const refused = await merge<Clashes>(ours, theirs);
    expect(refused).toMatchObject({ status: 409, answer: { type: '/problems/merge-conflict', clashCount: 2 } });
    expect(refused.answer.clashes).toEqual([{ cell, base: others[0], ours: others[1], theirs: others[2] }]);
    expect(refused.answer.nameClashes).toEqual([
      { territory: others[2], base: 'Territory 3', ours: 'Ours', theirs: 'Theirs' },
    ]);
    for (const [prefer, at, name] of [
      ['ours', 1, 'Ours'],
      ['theirs', 2, 'Theirs'],
    ] as const) {
      const { status, answer } = await merge(ours, theirs, { prefer });
      expect([status, answer.merge]).toMatchObject([201, { prefer, clashes: 2 }]);
      expect((await leavesOf(answer.layoutId)).get(cell ?? '')).toBe(others[at]);
      expect(answer.territories[2]?.name).toBe(name);
    }
  });

  test('keeps two new territories with one id apart', async () => {
    const [first, second] = await Promise.all(
      [cells[0]?.[2], cells[3]?.[2]].map((cell) => edited([{ kind: 'add', id: 'north', cells: [cell] }])),
    );
    const { answer } = await merge(first as SolvedAnswer, second as SolvedAnswer);
    expect(answer.territories.map(({ id }) => id)).toEqual([...others, 'north', 't5']);
    const leaves = await leavesOf(answer.layoutId);
    expect([leaves.get(cells[0]?.[2] ?? ''), leaves.get(cells[3]?.[2] ?? '')]).toEqual(['north', 't5']);
  });

  test('gives no number that either side or what it was made from has used', async () => {
    const add = (at: number, id?: string) => ({ kind: 'add', ...(id && { id }), cells: [cells[0]?.[at]] });
    const first = await edited([add(4), add(5), add(6)]);
    const used = Math.max(...first.territories.map(({ id }) => Number(id.slice(1))));
    const dropped = await edited(
      first.territories.slice(-3).map(({ id }) => ({ kind: 'drop', territory: id })),
      first.layoutId,
    );
    const ours = await edited([add(0, 'south')], dropped.layoutId);
    const theirs = await edited([{ kind: 'add', id: 'south', cells: [cells[3]?.[2]] }]);
    for (const [one, other] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const { answer } = await merge(one, other, { base: base.layoutId });
      expect(answer.territories.map(({ id }) => id)).toEqual([...others, 'south', `t${used + 1}`]);
    }
  });

  test('of branches of branches goes back to where they parted', async () => {
    const trunk = await edited([assign(1, cells[0]?.[3])]);
    const ours = await edited([rename(0, 'A')], (await edited([rename(1, 'B')], trunk.layoutId)).layoutId);
    const theirs = await edited([rename(2, 'C')], trunk.layoutId);
    const { answer } = await merge(ours, theirs);
    expect(answer.merge).toMatchObject({ base: trunk.layoutId });
    expect(answer.territories.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'Territory 4']);
    const next = await merge(answer, await edited([rename(3, 'D')], ours.layoutId));
    expect(next.answer.merge).toMatchObject({ base: ours.layoutId });
  });

  test('takes newer numbers where a part was rebalanced, and edits elsewhere', async () => {
    const fresh = scatterAccounts({ ...market, count: 20, seed: 8 }).map((row) => ({ ...row, id: `n${row.id}` }));
    await upload(workspace, planId, toCsv(fresh));
    const path = `/v1/layouts/${base.layoutId}/rebalance`;
    const ours = (await post<SolvedAnswer>(workspace, path, { territories: [others[0]], effort: 'fast' })).answer;
    const theirs = await edited([rename(3, 'E')]);
    const { answer } = await merge(theirs, ours);
    expect(answer.totals.sums).toEqual(ours.totals.sums);
    expect(answer.territories[0]).toEqual(ours.territories[0]);
    expect(answer.territories[3]?.name).toBe('E');
  });

  test('of layouts that have nothing in common needs a base', async () => {
    const asked = { territories: 4, balance: { revenue: 0.3 }, effort: 'fast', seed: 7 };
    const other = (await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, asked)).answer;
    const refused = await merge<ProblemAnswer>(base, other);
    expect(refused).toMatchObject({ status: 422, answer: { violations: [{ field: '/with' }] } });
    const { status, answer } = await merge(base, other, { base: base.layoutId });
    expect([status, answer.merge]).toMatchObject([201, { base: base.layoutId, clashes: 0 }]);
    const unknown = { layoutId: `lay_${'a'.repeat(52)}` } as SolvedAnswer;
    expect((await merge(base, unknown)).status).toBe(404);
  });
});
