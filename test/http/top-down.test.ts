import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLayout } from '../../src/application/create-layout.ts';
import { STEPS_PER_BASE, STEPS_PER_SOLVE } from '../../src/application/divide-down.ts';
import { solveTopDown } from '../../src/application/solve-top-down.ts';
import type { Resolution } from '../../src/domain/cell.ts';
import { wirePorts } from '../../src/wiring.ts';
import { countPieces } from '../count-pieces.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import type { HierarchyAnswer } from '../hierarchy-answer.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { post, upload } from '../solve-by-job.ts';

type MadeAccount = ReturnType<typeof scatterAccounts>[number];

/** Two lands with a sea between. */
const ACCOUNTS = [
  ...scatterAccounts({ count: 260, seed: 41, west: 2, south: 46, widthDeg: 3, heightDeg: 3 }),
  ...scatterAccounts({ count: 140, seed: 42, west: 9, south: 41, widthDeg: 2, heightDeg: 2 }).map((account) => ({
    ...account,
    id: `b${account.id}`,
  })),
];
const LEVELS = [
  { name: 'region', count: 2 },
  { name: 'district', count: 2 },
  { name: 'territory', count: 3 },
];
const ASKED = { levels: LEVELS, balance: { revenue: 0.3 }, seed: 3, effort: 'fast', name: 'Down', labels: ['tree'] };

const levelsOf = (...counts: number[]) => counts.map((count, at) => ({ name: `level ${at}`, count }));

const workspace = await openWorkspace();

async function planOf(accounts: readonly MadeAccount[]): Promise<string> {
  const planId = await createPlan(workspace);
  await upload(workspace, planId, toCsv(accounts));
  return planId;
}

const solve = <T = HierarchyAnswer>(planId: string, body: unknown) =>
  post<T>(workspace, `/v1/plans/${planId}/hierarchies`, body);

async function get<T>(path: string): Promise<T> {
  const answer = await workspace.fetch(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

/** A layout with the cells of its territories. */
async function layoutOf(layoutId: string): Promise<SolvedAnswer> {
  const layout = await get<SolvedAnswer>(`/v1/layouts/${layoutId}`);
  const { territories } = await get<Pick<SolvedAnswer, 'territories'>>(
    `/v1/layouts/${layoutId}/territories?include=cells`,
  );
  return { ...layout, territories };
}

/** Expects that each level has as many nodes as asked for, each the union of its children, in one piece, with the sums of the accounts that lie in it. */
async function expectDivided(made: HierarchyAnswer, levels: typeof LEVELS, accounts: readonly MadeAccount[]) {
  const layout = await layoutOf(made.layoutId);
  const inner = levels.slice(0, -1);
  expect(made.levels).toEqual(inner.map(({ name }) => name).reverse());
  let all = 1;
  for (const { name, count } of inner) {
    all *= count;
    const own = made.nodes.filter(({ level }) => level === name);
    expect([name, own.length]).toEqual([name, all]);
    // Nodes of a level share out all territories.
    expect(own.flatMap(({ territories }) => territories).sort()).toEqual(layout.territories.map(({ id }) => id).sort());
  }
  const last = levels.at(-1)?.count ?? 0;
  expect(layout.territories).toHaveLength(all * last);
  const { answer } = await post<{ owners: { territoryId: string }[] }>(
    workspace,
    `/v1/layouts/${made.layoutId}/owner`,
    { places: accounts.map(({ lat, lng }) => ({ lat, lng })) },
  );
  const inside = (territories: readonly string[]) =>
    accounts.filter((_, at) => territories.includes(answer.owners[at]?.territoryId ?? ''));
  const cells = new Map(layout.territories.map((territory) => [territory.id, territory.cells]));
  for (const { id, sums, cells: own } of layout.territories) {
    expect([id, sums.accounts, countPieces(own, layout.islands)]).toEqual([id, inside([id]).length, 1]);
  }
  const byId = new Map(made.nodes.map((node) => [node.id, node]));
  for (const { id, level, children, territories, sums, pieces } of made.nodes) {
    expect([id, children.length]).toEqual([id, levels[levels.findIndex(({ name }) => name === level) + 1]?.count]);
    const below = children.flatMap((child) => byId.get(child)?.territories ?? [child]);
    expect([id, territories]).toEqual([id, below]);
    const held = territories.flatMap((territory) => cells.get(territory) ?? []);
    expect([id, pieces, countPieces(held, layout.islands)]).toEqual([id, 1, 1]);
    const own = inside(territories);
    expect([id, sums.accounts]).toEqual([id, own.length]);
    const revenue = own.reduce((sum, account) => sum + account.revenue, 0);
    expect(sums.revenue).toBeCloseTo(revenue, 6);
  }
  expect(layout.totals.sums.accounts).toBe(accounts.length);
  return layout;
}

describe('a plan that is divided from the top down', () => {
  let planId = '';
  let made: HierarchyAnswer;
  let layout: SolvedAnswer;
  beforeAll(async () => {
    planId = await planOf(ACCOUNTS);
    const { status, answer, headers } = await solve(planId, ASKED);
    expect([status, answer]).toMatchObject([201, { levels: ['district', 'region'] }]);
    expect(headers.get('location')).toBe(`/v1/hierarchies/${answer.hierarchyId}`);
    expect(headers.get('x-hexalign-cache')).toBe('miss');
    made = answer;
    layout = await expectDivided(made, LEVELS, ACCOUNTS);
  }, 120_000);

  test('has every node and territory within its share, and tells how it came to be', async () => {
    const { balance, seed, effort } = ASKED;
    expect(made).toMatchObject({ feasible: true, violations: [] });
    expect(made.origin).toEqual({
      ...{ kind: 'solved-top-down', counts: [2, 2, 3], balance, seed, effort, engine: layout.engine },
    });
    expect(layout).toMatchObject({ feasible: true, balance, seed, topDown: { levels: LEVELS } });
    expect(layout.resolution.why).toMatch(/^Base resolution \d is that which all 12 territories/);
    for (const { deviations } of [...made.nodes, ...layout.territories]) expect(deviations.revenue).toBeLessThan(0.3);
    expect(await get(`/v1/hierarchies/${made.hierarchyId}`)).toEqual(made);
    const { items } = await get<{ items: Record<string, unknown>[] }>(`/v1/plans/${planId}/layouts`);
    expect(items).toMatchObject([
      { layoutId: made.layoutId, name: 'Down', labels: ['tree'], topDown: { levels: LEVELS }, line: null },
    ]);
    expect(layout.territories.map(({ id, name }) => `${id} ${name}`).slice(0, 2)).toEqual([
      't1 Territory 1',
      't2 Territory 2',
    ]);
  });

  test('is the same layout and tree when it is asked for again, and the same layout in another plan', async () => {
    const again = await solve(planId, ASKED);
    expect([again.status, again.headers.get('x-hexalign-cache')]).toEqual([200, 'hit']);
    expect(again.answer).toEqual(made);
    // Solved anew, to the same bytes.
    const other = await openWorkspace();
    const otherPlan = await createPlan(other);
    await upload(other, otherPlan, toCsv([...ACCOUNTS].reverse()));
    const { answer } = await post<HierarchyAnswer>(other, `/v1/plans/${otherPlan}/hierarchies`, ASKED);
    expect([answer.layoutId, answer.nodes]).toEqual([made.layoutId, made.nodes]);
    const texts = await Promise.all(
      [workspace, other].flatMap((one) =>
        ['', '/territories?include=cells'].map(async (rest) =>
          (await one.fetch(`/v1/layouts/${made.layoutId}${rest}`)).text(),
        ),
      ),
    );
    expect(texts.slice(2)).toEqual(texts.slice(0, 2));
  }, 120_000);

  test('grows its tree again where that was deleted, and another one beside it for other connected levels', async () => {
    const beside = await solve(planId, { ...ASKED, connected: false });
    expect([beside.status, beside.answer.layoutId]).toEqual([201, made.layoutId]);
    expect(beside.answer.hierarchyId).not.toBe(made.hierarchyId);
    const { hierarchyId } = beside.answer;
    expect((await workspace.fetch(`/v1/hierarchies/${hierarchyId}`, { method: 'DELETE' })).status).toBe(204);
    const again = await solve(planId, { ...ASKED, connected: false });
    expect([again.status, again.answer.nodes]).toEqual([201, beside.answer.nodes]);
    expect((await solve(planId, ASKED)).answer).toEqual(made);
  });

  test('goes with its plan into a file and comes back', async () => {
    const file = await (await workspace.fetch(`/v1/plans/${planId}/export`)).text();
    const other = await openWorkspace();
    const headers = { 'content-type': 'application/x-ndjson' };
    const back = await other.fetch('/v1/plans/import', { method: 'POST', headers, body: file });
    expect([back.status, await back.text()]).toMatchObject([201, expect.any(String)]);
    const read = async (of: OpenedWorkspace, path: string) => (await of.fetch(path)).text();
    for (const path of [`/v1/layouts/${made.layoutId}`, `/v1/hierarchies/${made.hierarchyId}`]) {
      expect(await read(other, path)).toBe(await read(workspace, path));
    }
  });

  test('is edited, and its tree carried, as any other', async () => {
    const edits = [{ kind: 'merge', territories: ['t1', 't2'], into: 't1' }];
    const { status, answer } = await post<SolvedAnswer>(workspace, `/v1/layouts/${made.layoutId}/edits`, { edits });
    expect([status, answer]).toMatchObject([201, { territories: { length: 11 } }]);
    expect(answer).not.toHaveProperty('topDown');
    const { layoutId } = answer;
    const carried = await post<HierarchyAnswer>(workspace, `/v1/hierarchies/${made.hierarchyId}/carry`, { layoutId });
    expect([carried.status, carried.answer]).toMatchObject([201, { origin: { kind: 'carried' }, layoutId }]);
  });
});

test('accounts that change make another layout, of their numbers at every level, and leave the former as it was', async () => {
  const planId = await planOf(ACCOUNTS.slice(0, 200));
  const levels = LEVELS.slice(0, 2);
  const first = await solve(planId, { ...ASKED, levels });
  const before = await expectDivided(first.answer, levels, ACCOUNTS.slice(0, 200));
  await upload(workspace, planId, toCsv(ACCOUNTS.slice(200, 260)));
  const second = await solve(planId, { ...ASKED, levels });
  expect([second.status, second.answer.layoutId]).not.toEqual([200, first.answer.layoutId]);
  await expectDivided(second.answer, levels, ACCOUNTS.slice(0, 260));
  expect(await layoutOf(first.answer.layoutId)).toEqual(before);
}, 120_000);

test('the same request twice at once makes one layout and one tree, and so does each other set of connected levels', async () => {
  const planId = await planOf(ACCOUNTS.slice(0, 60));
  const asked = { ...ASKED, levels: levelsOf(2, 2) };
  const twice = (body: unknown) => Promise.all([solve(planId, body), solve(planId, body)]);
  const [[first, second], beside] = await Promise.all([twice(asked), twice({ ...asked, connected: false })]);
  expect(second.answer).toEqual(first.answer);
  expect([first.status, second.status].sort()).toEqual([200, 201]);
  expect(beside[1].answer).toEqual(beside[0].answer);
  const { items } = await get<{ items: HierarchyAnswer[] }>(`/v1/layouts/${first.answer.layoutId}/hierarchies`);
  const made = [first, beside[0]].map(({ answer }) => answer.hierarchyId);
  expect(items.map(({ hierarchyId }) => hierarchyId).sort()).toEqual(made.sort());
}, 60_000);

test('every other request has another id', async () => {
  const accounts = ACCOUNTS.slice(0, 30);
  const planId = await planOf(accounts);
  const asked = { levels: levelsOf(2, 2), balance: { revenue: 0.3 }, seed: 3, effort: 'fast' };
  const bodies = [
    asked,
    { ...asked, seed: 4 },
    { ...asked, levels: levelsOf(2, 3) },
    { ...asked, levels: levelsOf(3, 2) },
    { ...asked, levels: [{ name: 'top', count: 2 }, ...levelsOf(2, 2).slice(1)] },
    { ...asked, levels: [...levelsOf(2, 2).slice(0, 1), { name: 'patch', count: 2 }] },
    { ...asked, balance: { accounts: 0.3 } },
    { ...asked, fillDistanceKm: 20 },
    { ...asked, baseResolution: 5 },
  ];
  const ids = new Set<string>();
  for (const body of bodies) {
    const { status, answer } = await solve(planId, body);
    expect([status, body]).toEqual([201, body]);
    ids.add(answer.layoutId);
  }
  expect(ids.size).toBe(bodies.length);
  const layouts = await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, {
    ...{ territories: 4, balance: { revenue: 0.3 }, seed: 3, effort: 'fast' },
  });
  expect(ids).not.toContain(layouts.answer.layoutId);
}, 120_000);

test('the accounts of a line are divided alone', async () => {
  const planId = await createPlan(workspace);
  const rows = ACCOUNTS.map((account, at) => ({ ...account, segment: at % 3 === 0 ? 'x' : 'y' }));
  const csv = ['id,lat,lng,revenue,visits,segment', ...rows.map((row) => Object.values(row).join())].join('\n');
  expect(Object.keys(rows[0] ?? {}).join()).toBe('id,lat,lng,revenue,visits,segment');
  await upload(workspace, planId, csv);
  const line = { method: 'PUT', headers: { 'content-type': 'application/json' } };
  const body = JSON.stringify({ name: 'X', filter: { segments: ['x'] } });
  expect((await workspace.fetch(`/v1/plans/${planId}/lines/x`, { ...line, body })).status).toBe(201);
  const levels = [
    { name: 'region', count: 3 },
    { name: 'territory', count: 3 },
  ];
  const { answer } = await solve(planId, { ...ASKED, levels, line: 'x' });
  await expectDivided(
    answer,
    levels,
    rows.filter(({ segment }) => segment === 'x'),
  );
  const { items } = await get<{ items: unknown[] }>(`/v1/plans/${planId}/layouts?line=x`);
  expect(items).toMatchObject([{ layoutId: answer.layoutId, line: 'x' }]);
  const unknown = await solve<ProblemAnswer>(planId, { ...ASKED, levels, line: 'z' });
  expect([unknown.status, unknown.answer.violations.map(({ field }) => field)]).toEqual([400, ['/line']]);
}, 60_000);

test('a level of one is what is above it, and cells of one resolution stay so', async () => {
  const planId = await planOf(ACCOUNTS);
  const levels = [
    { name: 'country', count: 1 },
    { name: 'region', count: 3 },
    { name: 'branch', count: 1 },
    { name: 'territory', count: 2 },
  ];
  const { answer } = await solve(planId, { ...ASKED, levels, resolution: 5 });
  const layout = await expectDivided(answer, levels, ACCOUNTS);
  expect(layout.resolution).toMatchObject({ base: 5, why: expect.stringMatching(/^The fixed resolution 5 was asked/) });
  expect(new Set(layout.territories.flatMap(({ cells }) => cells.map((cell) => cell[1])))).toEqual(new Set(['5']));
}, 60_000);

test('what does not hold is told of territories and of nodes', async () => {
  const planId = await planOf(ACCOUNTS.slice(0, 60));
  const levels = [
    { name: 'region', count: 2 },
    { name: 'territory', count: 8 },
  ];
  const { answer } = await solve(planId, { ...ASKED, levels, balance: { revenue: 0.001 } });
  const layout = await layoutOf(answer.layoutId);
  const off = (things: readonly { id: string; deviations: Readonly<Record<string, number>> }[]) =>
    things.filter(({ deviations }) => (deviations.revenue ?? 0) > 0.001).map(({ id }) => id);
  const named = (violations: readonly { kind: string; nodeId?: string; territoryId?: string }[]) =>
    violations.flatMap((one) => (one.kind === 'outside-tolerance' ? [one.nodeId ?? one.territoryId] : []));
  expect(named(answer.violations)).toEqual(off(answer.nodes));
  expect(named(layout.violations)).toEqual(off(layout.territories));
  expect(off(layout.territories).length).toBeGreaterThan(0);
  expect(layout.feasible).toBe(false);
});

describe('what cannot be', () => {
  let planId = '';
  beforeAll(async () => {
    planId = await planOf(ACCOUNTS.slice(0, 40));
  });
  const fieldsOf = async (body: unknown, id = planId) => {
    const { status, answer } = await solve<ProblemAnswer>(id, body);
    expect((answer.violations ?? []).every(({ remedy }) => remedy.length > 0)).toBe(true);
    return [
      status,
      answer.type.replace('/problems/', ''),
      ...(answer.violations ?? []).map(({ field }) => field).sort(),
    ];
  };
  test('is refused with all that is wrong at once', async () => {
    expect(await fieldsOf({ ...ASKED, levels: levelsOf(0, 2, -1) })).toEqual([
      ...[400, 'invalid-parameter', '/levels/0/count', '/levels/2/count'],
    ]);
    expect(await fieldsOf({ ...ASKED, levels: levelsOf(2) })).toEqual([400, 'invalid-parameter', '/levels']);
    expect(await fieldsOf({ ...ASKED, levels: levelsOf(20, 20, 20) })).toEqual([
      ...[422, 'invalid-hierarchy', '/levels', '/levels'],
    ]);
    const twice = [
      { name: 'a', count: 2 },
      { name: 'a', count: 2 },
      { name: 'b', count: 2 },
    ];
    expect(await fieldsOf({ ...ASKED, levels: twice, balance: { profit: 0.1 }, connected: ['b', 'a'] })).toEqual([
      ...[422, 'invalid-hierarchy', '/balance', '/connected/0', '/levels/1/name'],
    ]);
    expect(await fieldsOf({ ...ASKED, levels: levelsOf(2, 2), balance: { profit: 0.1 }, resolution: 12 })).toEqual([
      ...[422, 'invalid-problem', '/balance', '/resolution'],
    ]);
    expect(await fieldsOf({ ...ASKED, levels: levelsOf(7, 7) })).toEqual([422, 'invalid-problem', '/levels']);
    expect(await fieldsOf(ASKED, await createPlan(workspace))).toEqual([422, 'invalid-problem', 'accounts']);
    expect(await fieldsOf(ASKED, 'plan_none')).toEqual([404, 'not-found']);
  });

  test('is a part with fewer places than it is to be divided into: each such part is named', async () => {
    // Half of the revenue is in one place, and cannot be divided.
    const [rich, ...others] = ACCOUNTS.slice(0, 40);
    const lopsided = [{ ...(rich as MadeAccount), revenue: 1e9 }, ...others];
    const id = await planOf(lopsided);
    const { status, answer } = await solve<ProblemAnswer>(id, { ...ASKED, levels: levelsOf(2, 4) });
    expect([status, answer.type, answer.violations.length]).toEqual([422, '/problems/invalid-hierarchy', 1]);
    expect(answer.violations[0]).toMatchObject({ field: '/levels/1/count', value: '4' });
    expect(answer.violations[0]?.detail).toMatch(/^is more than the \d places? \(cells\) with accounts of Level 0 \d$/);
    const { items } = await get<{ items: unknown[] }>(`/v1/plans/${id}/layouts`);
    expect(items).toEqual([]);
  });

  test('is more steps of all levels together than a request waits for, however few each level takes', async () => {
    const ports = wirePorts(env);
    const within = async (requestSteps: number) => {
      const other = await openWorkspace();
      const id = await createPlan(other);
      await upload(other, id, toCsv(ACCOUNTS.slice(0, 200)));
      const limited = { ...ports, solveLimits: { ...ports.solveLimits, requestSteps } };
      const cover = { resolution: null, baseResolution: null, splitShare: 0.02, fillDistanceKm: null };
      const layout = { balance: { revenue: 0.3 }, seed: 3, effort: 'fast', cover } as const;
      const request = { levels: levelsOf(2, 2), connected: [], layout, remarks: {} };
      return {
        all: () => solveTopDown(limited, other.workspaceId, id, request),
        one: (territories: number) => createLayout(limited, other.workspaceId, id, { ...layout, territories }),
      };
    };
    const { steps } = (await (await within(60_000_000)).all()).layout;
    const limit = Math.round(steps * 0.6);
    const { all, one } = await within(limit);
    await expect(all()).rejects.toMatchObject({
      kind: 'solve-too-long',
      message: expect.stringMatching(/^the solves of all levels together .* lower effort, fewer levels/),
    });
    for (const territories of [2, 4]) expect((await one(territories)).layout.steps).toBeLessThan(limit);
  }, 120_000);

  test('is more solves than a request waits for, however few steps these take', async () => {
    const ports = wirePorts(env);
    const solveAll = async (requestSteps: number, baseResolution: Resolution | null) => {
      const other = await openWorkspace();
      const id = await createPlan(other);
      await upload(other, id, toCsv(ACCOUNTS.slice(0, 24)));
      const limited = { ...ports, solveLimits: { ...ports.solveLimits, requestSteps } };
      const cover = { resolution: null, baseResolution, splitShare: 0.02, fillDistanceKm: null };
      const layout = { balance: { accounts: 0.5 }, seed: 3, effort: 'fast', cover } as const;
      const request = { levels: levelsOf(2, 2, 2), connected: [], layout, remarks: {} };
      return (await solveTopDown(limited, other.workspaceId, id, request)).layout.steps;
    };
    const base = 5 as Resolution;
    const steps = await solveAll(60_000_000, base);
    const solves = 7 * STEPS_PER_SOLVE;
    expect(steps).toBeLessThan(solves);
    const tooLong = { kind: 'solve-too-long', message: expect.stringMatching(/^the solves of all levels together/) };
    await expect(solveAll(solves, base)).rejects.toMatchObject(tooLong);
    expect(await solveAll(solves + steps + 1, base)).toBe(steps);
    // To choose the base counts, too.
    await expect(solveAll(STEPS_PER_BASE, null)).rejects.toMatchObject(tooLong);
  }, 120_000);
});
