import { env } from 'cloudflare:workers';
import { cellToParent, getResolution, latLngToCell } from 'h3-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { editLayout } from '../../src/application/edit-layout.ts';
import type { Edit } from '../../src/domain/edit.ts';
import type { LayoutId } from '../../src/domain/layout.ts';
import { wirePorts } from '../../src/wiring.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { post, upload } from '../solve-by-job.ts';

const workspace = await openWorkspace();
const market = { count: 300, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 };

interface LeafAnswer {
  readonly cell: string;
  readonly territory: string;
  readonly sums: Readonly<Record<string, number>>;
}

type Edited = SolvedAnswer & {
  readonly edit: {
    readonly from: string;
    readonly moved: Record<string, number>;
    readonly touched: string[];
    readonly broke: { kind: string; territoryId?: string }[];
  };
};

async function leavesOf(layoutId: string): Promise<LeafAnswer[]> {
  const leaves: LeafAnswer[] = [];
  for (let cursor = ''; ; ) {
    const response = await workspace.fetch(`/v1/layouts/${layoutId}/cells?limit=1000${cursor}`);
    const page = (await response.json()) as { items: LeafAnswer[]; next: string | null };
    leaves.push(...page.items);
    if (page.next === null) return leaves;
    cursor = `&cursor=${page.next}`;
  }
}

const edit = (edits: unknown[], more: object = {}, layoutId = base.layoutId) =>
  post<Edited>(workspace, `/v1/layouts/${layoutId}/edits`, { planId, edits, ...more });

let planId = '';
let base: SolvedAnswer;
let leaves: LeafAnswer[];
beforeAll(async () => {
  planId = await createPlan(workspace);
  await upload(workspace, planId, toCsv(scatterAccounts(market)));
  const asked = { territories: 6, balance: { revenue: 0.15 }, effort: 'fast' };
  base = (await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, asked)).answer;
  leaves = await leavesOf(base.layoutId);
});

describe('an edit that gives a cell to another territory', () => {
  test('moves it and its sums, and leaves every other territory as it was', async () => {
    const from = base.territories[0];
    const to = base.territories.find(({ id }) => from?.neighbors.includes(id));
    const cell = leaves.find(({ territory, sums }) => territory === from?.id && (sums.accounts ?? 0) > 0);
    const { status, headers, answer } = await edit([{ kind: 'assign', to: to?.id, cells: [cell?.cell] }]);
    expect([status, answer]).toMatchObject([201, { edit: { from: base.layoutId } }]);
    expect(headers.get('location')).toBe(`/v1/layouts/${answer.layoutId}`);
    expect(answer.edit.touched.toSorted()).toEqual([from?.id, to?.id].toSorted());
    const after = await leavesOf(answer.layoutId);
    expect(after).toEqual(leaves.map((leaf) => (leaf.cell === cell?.cell ? { ...leaf, territory: to?.id } : leaf)));
    for (const territory of answer.territories) {
      const before = base.territories.find(({ id }) => id === territory.id);
      if (answer.edit.touched.includes(territory.id)) continue;
      expect({ ...territory, neighbors: [], color: 0 }).toEqual({ ...before, neighbors: [], color: 0 });
    }
    const moved = (cell?.sums.revenue ?? 0) / (base.totals.sums.revenue ?? 1);
    expect(answer.edit.moved.revenue).toBeCloseTo(moved, 12);
    const again = await edit([{ kind: 'assign', to: to?.id, cells: [cell?.cell] }]);
    expect([again.status, again.answer]).toEqual([200, answer]);
  });
});

test('an edit of nobody is refused with everything that is wrong', async () => {
  const { status, answer } = await edit([
    { kind: 'assign', to: 't99', cells: [leaves[0]?.cell] },
    { kind: 'rename', territory: 't98', name: 'x' },
  ]);
  expect(status).toBe(422);
  const { violations } = answer as unknown as ProblemAnswer;
  expect(violations?.map(({ field }) => field)).toEqual(['/edits/0/to', '/edits/1/territory']);
});

test('what is wrong is told by its place in the request, and order and repeats make no other layout', async () => {
  const own = leaves.filter(({ territory }) => territory === 't2').map(({ cell }) => cell);
  const [first = '', second = ''] = own.toSorted();
  const outside = '89195da49abffff';
  const { answer } = await edit([
    { kind: 'assign', to: 't1', cells: [second, outside, first, outside] },
    { kind: 'assign', to: 't1', accounts: ['zz', 'a nobody', 'zz'] },
    { kind: 'merge', territories: ['t3', 't2', 't88'], into: 't2' },
  ]);
  const { violations } = answer as unknown as ProblemAnswer;
  expect(violations?.map(({ field, value }) => [field, value])).toEqual([
    ['/edits/0/cells/1', outside],
    ['/edits/0/cells/3', outside],
    ['/edits/1/accounts/0', 'zz'],
    ['/edits/1/accounts/1', 'a nobody'],
    ['/edits/1/accounts/2', 'zz'],
    ['/edits/2/territories/2', 't88'],
  ]);
  const [one, other] = scatterAccounts(market).map(({ id }) => id);
  const sent = await edit([
    { kind: 'assign', to: 't1', cells: [second, first, second] },
    { kind: 'assign', to: 't3', accounts: [other, one, other] },
  ]);
  const same = await edit([
    { kind: 'assign', to: 't1', cells: [first, second] },
    { kind: 'assign', to: 't3', accounts: [one, other].toSorted() },
  ]);
  expect([sent.status, same.status]).toEqual([201, 200]);
  expect(same.answer).toEqual(sent.answer);
  expect(same.answer.edit).toMatchObject({
    edits: [{ cells: [first, second] }, { accounts: [one, other].toSorted() }],
  });
});

describe('an edit', () => {
  const byId = (layout: SolvedAnswer, id: string | undefined) => layout.territories.find((own) => own.id === id);
  const cellsOf = (id: string | undefined) =>
    leaves.filter(({ territory }) => territory === id).map(({ cell }) => cell);

  test('of an account splits its cell as little as needed, and moves the finest cell alone', async () => {
    const leafAt = (cell: string) => leaves.find((leaf) => cellToParent(cell, getResolution(leaf.cell)) === leaf.cell);
    const placed = scatterAccounts(market).map(({ id, lat, lng }) => ({ id, leaf: leafAt(latLngToCell(lat, lng, 9)) }));
    const account = placed.find(({ leaf }) => leaf !== undefined && getResolution(leaf.cell) < 8);
    const first = byId(base, account?.leaf?.territory);
    const to = first?.neighbors[0];
    const { status, answer } = await edit([{ kind: 'assign', to, accounts: [account?.id] }]);
    expect([status, answer]).toMatchObject([201, { edit: { touched: expect.arrayContaining([first?.id, to]) } }]);
    const after = await leavesOf(answer.layoutId);
    const added = after.filter(({ cell }) => !leaves.some((leaf) => leaf.cell === cell));
    const given = added.filter(({ territory }) => territory === to);
    expect(given).toHaveLength(1);
    expect(getResolution(given[0]?.cell ?? '')).toBe(9);
    expect(given[0]?.sums.accounts).toBeGreaterThanOrEqual(1);
    // Six siblings at each level between the leaf and the cell.
    const split = leaves.find(({ cell }) => !after.some((leaf) => leaf.cell === cell));
    expect(added).toHaveLength(1 + 6 * (9 - getResolution(split?.cell ?? '')));
    expect(answer.totals.sums).toEqual(base.totals.sums);
  });

  test('that splits a cell whose accounts are others today is refused, and allowed for the whole cell', async () => {
    const own = await createPlan(workspace);
    await upload(workspace, own, toCsv(scatterAccounts(market)));
    const asked = { territories: 6, balance: { revenue: 0.15 }, effort: 'fast' };
    await post(workspace, `/v1/plans/${own}/layouts`, asked);
    const [row] = scatterAccounts(market);
    await upload(workspace, own, toCsv([{ ...(row as NonNullable<typeof row>), id: 'new' }]));
    const at = latLngToCell(row?.lat ?? 0, row?.lng ?? 0, 9);
    const leaf = leaves.find(({ cell }) => cellToParent(at, getResolution(cell)) === cell);
    const to = base.territories.find(({ id }) => id !== leaf?.territory)?.id;
    const refused = await edit([{ kind: 'assign', to, cells: [at] }], { planId: own });
    expect([refused.status, refused.answer]).toMatchObject([
      422,
      { violations: expect.arrayContaining([expect.objectContaining({ field: '/edits/0', value: leaf?.cell })]) },
    ]);
    const allowed = await edit([{ kind: 'assign', to, cells: [leaf?.cell] }], { planId: own });
    expect([allowed.status, allowed.answer.totals.sums]).toEqual([201, base.totals.sums]);
  });

  test('that puts a cell into the middle of another territory tells that it fell apart, or is refused', async () => {
    const [first] = base.territories;
    const far = base.territories.find(({ id }) => id !== first?.id && !first?.neighbors.includes(id));
    const edits = [{ kind: 'assign', to: far?.id ?? 't1', cells: [cellsOf(first?.id)[0]] }];
    expect(far).toBeDefined();
    const { answer } = await edit(edits);
    expect(answer).toMatchObject({
      feasible: false,
      edit: { broke: [{ kind: 'not-contiguous', territoryId: far?.id }] },
    });
    const refused = await edit(edits, { contiguity: 'refuse' });
    expect([refused.status, refused.answer]).toMatchObject([
      422,
      { violations: [{ field: '/edits', value: far?.id }] },
    ]);
  });

  test('is not refused for what was apart before, also where the layout has no room to say so', async () => {
    const [first] = base.territories;
    const [far, other] = base.territories.filter(({ id }) => id !== first?.id && !first?.neighbors.includes(id));
    const [one, two] = cellsOf(first?.id);
    const before = await edit([{ kind: 'assign', to: far?.id, cells: [one] }]);
    const ports = wirePorts(env);
    // As with more than a thousand violations that come first.
    const layouts = new Proxy(ports.layouts, {
      get(store, name) {
        if (name !== 'find') return (store[name as keyof typeof store] as () => unknown).bind(store);
        return async (...asked: Parameters<typeof store.find>) => {
          const layout = await store.find(...asked);
          return layout && { ...layout, violations: [] };
        };
      },
    });
    const editAgain = (edits: readonly Edit[]) =>
      editLayout({ ...ports, layouts }, workspace.workspaceId, before.answer.layoutId as LayoutId, {
        ...{ planId, edits, contiguity: 'refuse', remarks: {} },
      });
    expect(before.answer.violations).toMatchObject([{ kind: 'not-contiguous', territoryId: far?.id }]);
    const renamed = await editAgain([{ kind: 'rename', territory: far?.id ?? '', name: 'Far' }]);
    expect(renamed.layout.edit?.from).toBe(before.answer.layoutId);
    const breaking = editAgain([{ kind: 'assign', to: other?.id ?? '', cells: [two] } as never]);
    await expect(breaking).rejects.toMatchObject({ violations: [{ field: '/edits', value: other?.id }] });
  });

  test('gives no id that numbers would have to follow', async () => {
    const [cell] = cellsOf('t1');
    const add = (id: string) => edit([{ kind: 'add', id, cells: [cell] }]);
    for (const id of ['t1000000', 't999999999', 't00000000000']) {
      const { status, answer } = await add(id);
      expect([id, status, answer]).toMatchObject([id, 400, { violations: [{ field: '/edits/0/id', value: id }] }]);
    }
    const large = await add('t999999');
    const next = await edit([{ kind: 'add', cells: [cellsOf('t2')[0]] }], {}, large.answer.layoutId);
    const last = await edit([{ kind: 'add', cells: [cellsOf('t3')[0]] }], {}, next.answer.layoutId);
    expect([next, last].map(({ answer }) => answer.territories.at(-1)?.id)).toEqual(['t1000000', 't1000001']);
  });

  test('merges, splits, adds, drops and renames, with shares of its own for each', async () => {
    const [first, second, third] = base.territories;
    const merged = await edit([{ kind: 'merge', territories: [first?.id, second?.id], into: first?.id, name: 'Both' }]);
    expect(merged.answer.territories).toHaveLength(5);
    expect(byId(merged.answer, first?.id)).toMatchObject({
      name: 'Both',
      accounts: (first?.sums.accounts ?? 0) + (second?.sums.accounts ?? 0),
      targets: { accounts: (base.totals.sums.accounts ?? 0) / 5 },
    });
    const divided = await edit([{ kind: 'split', territory: third?.id, into: 2 }], {}, merged.answer.layoutId);
    expect(divided.answer.territories.map(({ id }) => id).slice(-2)).toEqual(['t7', 't8']);
    const parts = divided.answer.territories.slice(-2).map(({ sums }) => sums.accounts ?? 0);
    expect(parts[0]).toBeGreaterThan(0);
    expect((parts[0] ?? 0) + (parts[1] ?? 0)).toBe(third?.sums.accounts);
    const dropped = await edit([{ kind: 'drop', territory: 't8' }], {}, divided.answer.layoutId);
    expect(dropped.answer.territories.map(({ id }) => id)).not.toContain('t8');
    expect(dropped.answer.edit.broke.filter(({ kind }) => kind === 'not-contiguous')).toEqual([]);
    expect(dropped.answer.totals.sums).toEqual(base.totals.sums);
    // A number that was used before is not used again.
    const added = await edit([{ kind: 'add', cells: [cellsOf(first?.id)[0]] }], {}, dropped.answer.layoutId);
    expect(added.answer.territories.at(-1)).toMatchObject({ id: 't9', name: 'Territory 9' });
    const moves = await workspace.fetch(`/v1/layouts/${dropped.answer.layoutId}/moves`);
    const { items } = (await moves.json()) as { items: { from: string }[] };
    expect(new Set(items.map(({ from }) => from))).toEqual(new Set(['t8']));
  });

  test('is in the list of its plan, without the edits themselves', async () => {
    const { answer } = await edit([{ kind: 'rename', territory: 't2', name: 'Listed' }], { name: 'A draft' });
    const list = await workspace.fetch(`/v1/plans/${planId}/layouts?limit=1`);
    const { items } = (await list.json()) as { items: { layoutId: string; edit: object }[] };
    expect(items[0]).toMatchObject({ layoutId: answer.layoutId, name: 'A draft', edit: { from: base.layoutId } });
    expect(items[0]?.edit).not.toHaveProperty('edits');
    expect(answer.territories.map(({ sums }) => sums)).toEqual(base.territories.map(({ sums }) => sums));
    expect(answer.edit).toMatchObject({ touched: [], broke: [], moved: { accounts: 0 } });
  });

  test('needs exactly one of cells, accounts and polygon, and a kind that there is', async () => {
    const { status, answer } = await edit([
      { kind: 'assign', to: 't1', cells: ['842a107ffffffff'], accounts: ['a'] },
      { kind: 'add' },
      { kind: 'shrink' },
      { kind: 'assign', to: 't1', cells: ['nowhere'] },
    ]);
    expect(status).toBe(400);
    const fields = (answer as unknown as ProblemAnswer).violations?.map(({ field }) => field);
    expect(fields).toEqual(
      expect.arrayContaining(['/edits/0/cells', '/edits/1/cells', '/edits/2/kind', '/edits/3/cells/0']),
    );
  });
});
