import { beforeAll, describe, expect, test } from 'vitest';
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
  post<Edited>(workspace, `/v1/layouts/${layoutId}/edits`, { edits, ...more });

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
