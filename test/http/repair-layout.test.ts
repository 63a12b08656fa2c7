import { beforeAll, describe, expect, test } from 'vitest';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { post, upload } from '../solve-by-job.ts';

interface RepairAnswer {
  readonly from: string;
  readonly countedLayoutId: string;
  readonly repairedLayoutId: string | null;
  readonly isInside: boolean;
  readonly accounts: number;
  readonly atLeast: number;
  readonly breaches: readonly Record<'territoryId' | 'metric', string>[] &
    readonly Record<'sum' | 'target' | 'least' | 'most' | 'repaired', number>[];
  readonly moves: readonly {
    readonly cell: string;
    readonly from: string;
    readonly to: string;
    readonly sums: Record<string, number>;
    readonly reason: string;
    readonly without: { readonly breaches: readonly object[]; readonly apart: readonly object[] };
  }[];
}

const LIMIT = 0.2;
const workspace = await openWorkspace();
const accounts = scatterAccounts({ count: 300, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 });
let planId = '';
let base: SolvedAnswer;

const repair = (layoutId: string, body: object = {}) =>
  post<RepairAnswer>(workspace, `/v1/layouts/${layoutId}/repairs`, body);

/** Who owns each account by a layout, asked one by one. */
async function ownersOf(layoutId: string): Promise<string[]> {
  const places = accounts.map(({ lat, lng }) => ({ lat, lng }));
  const { answer } = await post<{ owners: ({ territoryId: string } | null)[] }>(
    workspace,
    `/v1/layouts/${layoutId}/owner`,
    { places },
  );
  return answer.owners.map((owner) => owner?.territoryId ?? '');
}

beforeAll(async () => {
  planId = await createPlan(workspace);
  await upload(workspace, planId, toCsv(accounts));
  const asked = { territories: 6, balance: { revenue: LIMIT }, effort: 'normal' };
  base = (await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, asked)).answer;
  expect(base.feasible).toBe(true);
});

describe('the repair of a layout', () => {
  test('is nothing to do where all is as it was', async () => {
    const { status, answer } = await repair(base.layoutId);
    expect([status, answer]).toMatchObject([
      200,
      { repairedLayoutId: null, isInside: true, accounts: 0, atLeast: 0, breaches: [], moves: [] },
    ]);
  });

  test('brings all inside again after accounts have grown, with what each move is good for', async () => {
    const owners = await ownersOf(base.layoutId);
    const grown = accounts.map((account, at) =>
      owners[at] === 't1' ? { ...account, revenue: account.revenue * 1.5 } : account,
    );
    await upload(workspace, planId, toCsv(grown));
    const { status, answer } = await repair(base.layoutId, { name: 'Repaired' });
    expect([status, answer.isInside, answer.from]).toEqual([200, true, base.layoutId]);
    expect(answer.breaches.length).toBeGreaterThan(0);
    // Recounted from the rows that were sent.
    const after = await ownersOf(answer.repairedLayoutId ?? '');
    const target = grown.reduce((sum, { revenue }) => sum + revenue, 0) / 6;
    for (const territory of new Set(owners)) {
      const held = grown.reduce((sum, { revenue }, at) => (after[at] === territory ? sum + revenue : sum), 0);
      expect([territory, Math.abs(held / target - 1) <= LIMIT + 1e-9]).toEqual([territory, true]);
    }
    const moved = owners.filter((owner, at) => owner !== after[at]).length;
    expect([answer.accounts, answer.moves.reduce((sum, { sums }) => sum + (sums.accounts ?? 0), 0)]).toEqual([
      moved,
      moved,
    ]);
    expect(answer.atLeast).toBeLessThanOrEqual(moved);
    expect(answer.atLeast).toBeGreaterThan(0);
    for (const breach of answer.breaches) {
      expect(breach.repaired).toBeGreaterThanOrEqual(breach.least * (1 - 1e-9));
      expect(breach.repaired).toBeLessThanOrEqual(breach.most * (1 + 1e-9));
      expect(breach.target).toBeCloseTo(target, 6);
    }
    for (const { reason, without } of answer.moves) {
      expect(without.breaches.length + without.apart.length > 0).toBe(reason.startsWith('without it '));
    }
    const listed = await workspace.fetch(`/v1/plans/${planId}/layouts/${answer.repairedLayoutId}`);
    expect(await listed.json()).toMatchObject({ name: 'Repaired' });
    const again = await repair(base.layoutId, { name: 'Repaired' });
    expect(again.answer).toEqual(answer);
  });

  test('refuses limits of a metric that the layout does not have', async () => {
    const { status, answer } = await repair(base.layoutId, { limits: { profit: 0.1 } });
    expect([status, answer]).toMatchObject([422, { type: expect.stringMatching(/invalid-problem$/) }]);
    expect((answer as unknown as ProblemAnswer).violations[0]).toMatchObject({ value: 'profit' });
  });
});
