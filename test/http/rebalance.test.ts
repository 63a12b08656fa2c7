import { cellToParent, getResolution, latLngToCell } from 'h3-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { countPieces } from '../count-pieces.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { type ProblemAnswer, type SolvedAnswer, solve } from '../solve-accounts.ts';
import { ended } from '../solve-by-job.ts';

const workspace = await openWorkspace();
const market = { count: 800, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 };

/** Sixty more accounts in one town. */
const growth = scatterAccounts({ count: 60, seed: 3, west: -81.5, south: 34.5, widthDeg: 0.2, heightDeg: 0.2 }).map(
  (account) => ({ ...account, id: `new-${account.id}` }),
);

type Rebalanced = SolvedAnswer & {
  readonly moves: { cell: string; from: string; to: string; sums: Record<string, number> }[];
};

const async = { prefer: 'respond-async' };

async function post<T>(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await workspace.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as T };
}

async function upload(planId: string, csv: string) {
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
  expect(response.status).toBe(200);
}

async function leavesOf(layoutId: string): Promise<Map<string, string>> {
  const response = await workspace.fetch(`/v1/layouts/${layoutId}/territories?include=cells`);
  const { territories } = (await response.json()) as SolvedAnswer;
  return new Map(territories.flatMap(({ id, cells }) => cells.map((cell) => [cell, id])));
}

let planId = '';
let before: SolvedAnswer;
let after: Rebalanced;
beforeAll(async () => {
  planId = await createPlan(workspace);
  await upload(planId, toCsv(scatterAccounts(market)));
  const layout = { territories: 6, balance: { revenue: 0.08 }, effort: 'fast' };
  before = (await post<SolvedAnswer>(`/v1/plans/${planId}/layouts`, layout)).answer;
  await upload(planId, toCsv(growth));
  const body = { budget: { metric: 'revenue', share: 0.05 } };
  const { status, headers, answer } = await post<Rebalanced>(`/v1/layouts/${before.layoutId}/rebalance`, body);
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/v1/layouts/${answer.layoutId}`);
  after = answer;
});

describe('a rebalanced layout', () => {
  test('counts the accounts as they are now', () => {
    expect(after.totals.sums.accounts).toBe((before.totals.sums.accounts ?? 0) + growth.length);
    expect(after.layoutId).not.toBe(before.layoutId);
  });

  test('keeps within its budget, and says what moved', () => {
    expect(after.rebalance).toMatchObject({ from: before.layoutId, budget: { metric: 'revenue', share: 0.05 } });
    expect(after.rebalance?.moved.revenue).toBeLessThanOrEqual(0.05);
    const moved = after.moves.reduce((sum, move) => sum + (move.sums.revenue ?? 0), 0);
    expect(moved / (after.totals.sums.revenue ?? 0)).toBeCloseTo(after.rebalance?.moved.revenue ?? -1, 9);
  });

  test('is balanced and in one piece each, or says why not', async () => {
    expect(after.feasible || after.violations.length > 0).toBe(true);
    const leaves = await leavesOf(after.layoutId);
    for (const { id } of after.territories) {
      const cells = [...leaves].filter(([, territory]) => territory === id).map(([cell]) => cell);
      expect(countPieces(cells, after.islands)).toBe(1);
    }
  });

  test('keeps ids and names of territories, and colors where they can stay', () => {
    const names = (layout: SolvedAnswer) => layout.territories.map(({ id, name }) => [id, name]);
    expect(names(after)).toEqual(names(before));
    const kept = after.territories.filter(({ color }, at) => color === before.territories[at]?.color);
    expect(kept.length).toBeGreaterThanOrEqual(3);
  });

  test('moves exactly the leaves whose territory differs', async () => {
    const [old, now] = [await leavesOf(before.layoutId), await leavesOf(after.layoutId)];
    for (const { cell, from, to } of after.moves) {
      expect(now.get(cell)).toBe(to);
      expect(from).not.toBe(to);
      const holder = old.get(cell);
      if (holder !== undefined) expect(holder).toBe(from);
    }
    const moved = new Set(after.moves.map(({ cell }) => cell));
    const response = await workspace.fetch(`/v1/layouts/${after.layoutId}/cells?limit=1000`);
    const { items } = (await response.json()) as {
      items: { cell: string; territory: string; sums: { accounts: number } }[];
    };
    for (const { cell, territory, sums } of items) {
      const holder = old.get(cell);
      if (holder !== undefined && sums.accounts > 0) expect(holder !== territory).toBe(moved.has(cell));
    }
  });

  test('asked for again is the same, from the record', async () => {
    const body = { budget: { metric: 'revenue', share: 0.05 } };
    const again = await post<Rebalanced>(`/v1/layouts/${before.layoutId}/rebalance`, body);
    expect(again.status).toBe(200);
    expect(again.answer).toEqual(after);
  });

  test('is in the list of its plan and can be rebalanced itself', async () => {
    const list = await workspace.fetch(`/v1/plans/${planId}/layouts`);
    const { items } = (await list.json()) as { items: { layoutId: string }[] };
    expect(items.map(({ layoutId }) => layoutId)).toContain(after.layoutId);
    const next = await post<Rebalanced>(`/v1/layouts/${after.layoutId}/rebalance`, { effort: 'fast' });
    expect(next.status).toBe(201);
    expect(next.answer.rebalance).toMatchObject({ budget: { metric: 'revenue', share: 0.05 } });
  });

  test('with no budget at all moves nothing', async () => {
    const still = await post<Rebalanced>(`/v1/layouts/${before.layoutId}/rebalance`, { budget: { share: 0 } });
    expect(still.answer.moves).toEqual([]);
    expect(still.answer.rebalance?.moved.revenue).toBe(0);
  });
});

describe('a rebalance', () => {
  test('of a layout that no plan lists needs one, and works with it', async () => {
    const query = 'territories=5&balance=revenue:0.1&effort=fast';
    const { answer: loose } = await solve(workspace, query, toCsv(scatterAccounts(market)));
    const refused = await post<ProblemAnswer>(`/v1/layouts/${loose.layoutId}/rebalance`, {});
    expect(refused.status).toBe(409);
    expect(refused.answer).toMatchObject({ type: '/problems/plan-required', violations: [{ field: '/planId' }] });
    const allowed = await post<Rebalanced>(`/v1/layouts/${loose.layoutId}/rebalance`, { planId, effort: 'fast' });
    expect(allowed.status).toBe(201);
    expect(allowed.answer.totals.sums.accounts).toBe(860);
  });

  test('is refused for a metric that is none, a share above 1, a plan or layout that is not there', async () => {
    const path = `/v1/layouts/${before.layoutId}/rebalance`;
    expect((await post(path, { budget: { metric: 'turnover' } })).status).toBe(422);
    expect((await post(path, { budget: { share: 2 } })).status).toBe(400);
    expect((await post(path, { planId: 'pln_none' })).status).toBe(404);
    expect((await post(path, { moves: 3 })).status).toBe(400);
    expect((await post(`/v1/layouts/lay_${'a'.repeat(52)}/rebalance`, {})).status).toBe(404);
  });
});

describe('the moves of a layout', () => {
  interface MovePage {
    readonly items: Rebalanced['moves'];
    readonly next: string | null;
  }
  const page = async (query = '', layoutId = after.layoutId) => {
    const response = await workspace.fetch(`/v1/layouts/${layoutId}/moves${query}`);
    return { status: response.status, headers: response.headers, page: (await response.json()) as MovePage };
  };

  test('are those that the rebalance answered, in pages too', async () => {
    expect(after.moves.length).toBeGreaterThan(2);
    expect((await page('?limit=1000')).page).toEqual({ items: after.moves, next: null });
    const first = await page('?limit=2');
    const second = await page(`?limit=1000&cursor=${first.page.next}`);
    expect([...first.page.items, ...second.page.items]).toEqual(after.moves);
    expect(first.headers.get('link')).toContain('rel="next"');
    expect(first.headers.get('cache-control')).toContain('immutable');
  });

  test('are none where the layout was not rebalanced', async () => {
    expect((await page('', before.layoutId)).page).toEqual({ items: [], next: null });
  });

  test('refuse a cursor of another list', async () => {
    const { next } = (await page('?limit=1')).page;
    expect((await page(`?cursor=${next}`, before.layoutId)).status).toBe(404);
  });
});

describe('a rebalance of some territories', () => {
  const path = () => `/v1/layouts/${before.layoutId}/rebalance`;
  const cellsOf = (leaves: Map<string, string>, id: string) =>
    [...leaves].filter(([, territory]) => territory === id).map(([cell]) => cell);
  /** The territory whose leaf holds a place. */
  const holderOf = (leaves: Map<string, string>, { lat, lng }: { lat: number; lng: number }) => {
    const finest = latLngToCell(lat, lng, 9);
    return Array.from({ length: 10 }, (_, at) => leaves.get(cellToParent(finest, at))).find((id) => id);
  };
  let part: string[];
  let some: Rebalanced;
  beforeAll(async () => {
    const old = await leavesOf(before.layoutId);
    const first = before.territories.find(({ id }) => growth[0] && id === holderOf(old, growth[0]));
    part = [first?.id ?? '', first?.neighbors[0] ?? ''].toSorted();
    const { status, answer } = await post<Rebalanced>(path(), { territories: part, effort: 'fast' });
    expect([status, answer]).toMatchObject([201, { rebalance: { territories: part } }]);
    some = answer;
  });

  test('leaves the others as they were: cells, sums and measures', async () => {
    const [old, now] = [await leavesOf(before.layoutId), await leavesOf(some.layoutId)];
    const others = some.territories.filter(({ id }) => !part.includes(id));
    expect(others).toHaveLength(4);
    for (const territory of others) {
      const was = before.territories.find(({ id }) => id === territory.id);
      expect({ ...territory, neighbors: [], color: 0 }).toEqual({ ...was, neighbors: [], color: 0 });
      expect(cellsOf(now, territory.id)).toEqual(cellsOf(old, territory.id));
    }
  });

  test('counts the accounts of today inside, keeps the targets, and leaves no hole', async () => {
    const [old, now] = [await leavesOf(before.layoutId), await leavesOf(some.layoutId)];
    expect(some.territories.map(({ targets }) => targets)).toEqual(before.territories.map(({ targets }) => targets));
    for (const cell of old.keys()) {
      const inside = now.has(cell) || [...now.keys()].some((leaf) => cellToParent(leaf, getResolution(cell)) === cell);
      expect([cell, inside]).toEqual([cell, true]);
    }
    const others = before.territories.filter(({ id }) => !part.includes(id));
    const today = [...scatterAccounts(market), ...growth].filter((row) => part.includes(holderOf(old, row) ?? ''));
    const expected = others.reduce((sum, { sums: own }) => sum + (own.accounts ?? 0), today.length);
    expect(expected).toBeGreaterThan(before.totals.sums.accounts ?? 0);
    expect(some.totals.sums.accounts).toBe(expected);
    const sums = some.territories.map(({ sums: own }) => own.accounts ?? 0);
    expect(sums.reduce((a, b) => a + b)).toBe(some.totals.sums.accounts);
  });

  test('is found again, and refused for a territory that is none', async () => {
    const again = await post<Rebalanced>(path(), { territories: part.toReversed(), effort: 'fast' });
    expect([again.status, again.answer]).toEqual([200, some]);
    const refused = await post<ProblemAnswer>(path(), { territories: ['t1', 't77'] });
    expect(refused).toMatchObject({ status: 422, answer: { violations: [{ field: '/territories/1', value: 't77' }] } });
  });

  test('by a job is the same layout', async () => {
    const fresh = await post<{ jobId: string }>(path(), { territories: part, effort: 'fast', seed: 9 }, async);
    const job = await ended(workspace, fresh.answer.jobId);
    expect(job.state).toBe('succeeded');
    const inline = await post<Rebalanced>(path(), { territories: part, effort: 'fast', seed: 9 });
    expect([inline.status, inline.answer.layoutId]).toEqual([200, job.layoutId]);
  });
});
