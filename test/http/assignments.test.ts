import { beforeAll, describe, expect, test } from 'vitest';
import type { Assignment } from '../../src/domain/assignment.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer } from '../solve-accounts.ts';

const workspace = await openWorkspace();
const KM_PER_DEG = (2 * Math.PI * 6371.007180918475) / 360;

/** Three towns on the equator, 2 degrees apart, so that each is a territory of its own. */
const TOWNS = [0, 2, 4];

interface TownAccount {
  readonly id: string;
  readonly lat: number;
  readonly lng: number;
  readonly repId?: string;
  readonly requiredSkills?: readonly string[];
  readonly segment?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Twenty accounts about each town; `more` adds to the first ones of a town. */
function townAccounts(more: (town: number, at: number) => Partial<TownAccount> = () => ({})): TownAccount[] {
  const random = seededRandom(77_777_777);
  return TOWNS.flatMap((lng, town) =>
    Array.from({ length: 20 }, (_, at) => ({
      id: `a-${town}-${at}`,
      lat: random() * 0.1 - 0.05,
      lng: lng + random() * 0.1 - 0.05,
      visitMinutes: 60,
      visitsPerPeriod: 4,
      ...more(town, at),
    })),
  );
}

function rep(id: string, lng: number | null, more: Record<string, unknown> = {}) {
  return { id, ...(lng === null ? {} : { home: { lat: 0, lng } }), ...more };
}

async function send(method: string, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  const answer = await workspace.fetch(path, { method, headers, body: JSON.stringify(body) });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as unknown };
}

/** A plan with accounts, reps and a layout of three territories; `townOf` tells the town of a territory. */
async function fill(accounts: readonly TownAccount[], reps: readonly object[]) {
  const planId = await createPlan(workspace);
  expect((await send('PUT', `/v1/plans/${planId}/accounts`, accounts)).status).toBe(200);
  if (reps.length > 0) expect((await send('PUT', `/v1/plans/${planId}/reps`, reps)).status).toBe(200);
  const made = await send('POST', `/v1/plans/${planId}/layouts`, { territories: 3, effort: 'fast' });
  const layout = made.body as Layout;
  const ids: string[] = [];
  for (const lng of TOWNS) {
    const owner = await workspace.fetch(`/v1/layouts/${layout.layoutId}/owner?lat=0&lng=${lng}`);
    ids.push(((await owner.json()) as { territory: { id: string } }).territory.id);
  }
  expect(new Set(ids).size).toBe(3);
  return { planId, layoutId: layout.layoutId, layout, ids };
}

type Filled = Awaited<ReturnType<typeof fill>>;

async function assign({ layoutId, planId }: Filled, body: Record<string, unknown> = {}): Promise<Assignment> {
  const made = await send('POST', `/v1/layouts/${layoutId}/assignments`, { planId, ...body });
  expect([made.status, made.status === 201 ? '' : made.body]).toEqual([201, '']);
  return made.body as Assignment;
}

/** The rep of each town. */
function repsOf({ ids }: Filled, { pairs }: Assignment): (string | null | undefined)[] {
  return ids.map((id) => pairs.find(({ territoryId }) => territoryId === id)?.repId);
}

function pairOf({ ids }: Filled, { pairs }: Assignment, town: number) {
  return pairs.find(({ territoryId }) => territoryId === ids[town]) as Assignment['pairs'][number];
}

const ONLY_DISTANCE = { distance: 1, capacity: 0, continuity: 0, tenure: 0 };

describe('reps at home in towns', () => {
  let filled: Filled;
  beforeAll(async () => {
    filled = await fill(townAccounts(), [rep('c', 0), rep('b', 2), rep('a', 4, { leave: [] })]);
  });

  test('serve the territory about them; distances are great circles to the center of weight', async () => {
    const assignment = await assign(filled, { weights: ONLY_DISTANCE });
    expect(repsOf(filled, assignment)).toEqual(['c', 'b', 'a']);
    expect(assignment).toMatchObject({ vacant: [], unassigned: [], assignedCount: 3, weights: ONLY_DISTANCE });
    // Of the nine distances three are about 0, four about 2 degrees and two about 4.
    expect((assignment.meanDistanceKm ?? 0) / KM_PER_DEG).toBeCloseTo((4 * 2 + 2 * 4) / 9, 1);
    for (const { parts, cost } of assignment.pairs) {
      const km = parts?.distance.km ?? -1;
      expect(km).toBeLessThan(12);
      expect(cost).toBeCloseTo(km / (assignment.meanDistanceKm ?? 1), 4);
      expect(parts?.distance.known).toBe(true);
    }
    expect(assignment.totalCost).toBeCloseTo(
      assignment.pairs.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
      9,
    );
  });

  test('the runner-up is who would come next, and the difference what a forced pair costs', async () => {
    const assignment = await assign(filled, { weights: ONLY_DISTANCE });
    const pair = pairOf(filled, assignment, 0);
    expect(pair.runnerUp?.repId).toBe('b');
    const pairs = [{ territoryId: pair.territoryId, repId: 'b' }];
    const forced = await assign(filled, { weights: ONLY_DISTANCE, pairs });
    expect(repsOf(filled, forced)).toEqual(['b', 'c', 'a']);
    expect(forced.totalCost - assignment.totalCost).toBeCloseTo(pair.runnerUp?.difference ?? -1, 9);
    expect(pairOf(filled, forced, 0)).toMatchObject({ why: 'fixed by the request', runnerUp: null });
    const forbidden = await assign(filled, { weights: ONLY_DISTANCE, forbidden: [{ ...pairs[0], repId: 'c' }] });
    // The mean is over pairs that may be, so it differs; who serves what does not.
    expect(repsOf(filled, forbidden)).toEqual(['b', 'c', 'a']);
  });

  test('an assignment is kept as it was, and listed by plan and by layout, the latest first', async () => {
    const first = await assign(filled);
    const second = await assign(filled, { leaveOpen: [filled.ids[1]] });
    expect(first.assignmentId).toMatch(/^asg_[0-9A-Za-z]{22}$/);
    const answer = await workspace.fetch(`/v1/assignments/${first.assignmentId}`);
    expect(await answer.json()).toEqual(first);
    const { pairs: _, vacant: _v, unassigned: _u, ...summary } = second;
    for (const query of ['limit=1', `limit=1&layoutId=${filled.layoutId}`]) {
      const listed = await workspace.fetch(`/v1/plans/${filled.planId}/assignments?${query}`);
      const page = (await listed.json()) as { items: unknown[]; next: string };
      expect(page.items).toEqual([summary]);
      const next = await workspace.fetch(`/v1/plans/${filled.planId}/assignments?${query}&cursor=${page.next}`);
      expect(await next.json()).toMatchObject({ items: [{ assignmentId: first.assignmentId }] });
    }
    const other = await workspace.fetch(`/v1/plans/${filled.planId}/assignments?layoutId=lay_${'a'.repeat(52)}`);
    expect(await other.json()).toEqual({ items: [], next: null });
    expect((await workspace.fetch('/v1/assignments/asg_none')).status).toBe(404);
  });

  test('a territory that is left open is vacant, and its rep is free', async () => {
    const assignment = await assign(filled, { leaveOpen: [filled.ids[1]] });
    expect(pairOf(filled, assignment, 1)).toMatchObject({ repId: null, cost: null, parts: null, runnerUp: null });
    expect(assignment.vacant).toMatchObject([{ territoryId: filled.ids[1], reason: 'left open by the request' }]);
    expect(assignment.unassigned).toHaveLength(1);
  });

  test('all that is wrong with the wishes is named at once', async () => {
    const [t0 = '', t1 = ''] = filled.ids;
    const { status, body } = await send('POST', `/v1/layouts/${filled.layoutId}/assignments`, {
      planId: filled.planId,
      pairs: [
        { territoryId: t0, repId: 'a' },
        { territoryId: t1, repId: 'a' },
        { territoryId: t1, repId: 'nobody' },
        { territoryId: 'nowhere', repId: 'b' },
      ],
      forbidden: [{ territoryId: t0, repId: 'a' }],
      leaveOpen: [t0, 'elsewhere'],
      newTerritories: ['never'],
    });
    const problem = body as ProblemAnswer;
    expect([status, problem.type]).toEqual([422, '/problems/invalid-assignment']);
    expect(problem.violations.map(({ field, detail }) => [field, detail])).toEqual([
      ['/newTerritories/0', 'is no territory of this layout'],
      ['/leaveOpen/1', 'is no territory of this layout'],
      ['/pairs/0/territoryId', 'is in /leaveOpen, too'],
      ['/pairs/0/repId', 'is forbidden for this territory'],
      ['/pairs/1/repId', 'is in /pairs/0, too'],
      ['/pairs/2/repId', 'is no rep of the plan'],
      ['/pairs/2/territoryId', 'is in /pairs/1, too'],
      ['/pairs/3/territoryId', 'is no territory of this layout'],
    ]);
    const bad = await send('POST', `/v1/layouts/${filled.layoutId}/assignments`, {
      on: '2027-02-30',
      weights: { distance: -1, beauty: 1 },
      pairs: [{}],
    });
    expect(bad.status).toBe(400);
    const fields = (bad.body as ProblemAnswer).violations.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['/on', '/weights/distance', '/pairs/0/repId']));
  });
});

describe('rules that no weight outweighs', () => {
  const gasAtFirst = (town: number, at: number) =>
    town === 0 && at === 7 ? { requiredSkills: ['gas'] } : town === 1 ? { requiredSkills: ['gas', 'heat'] } : {};
  let filled: Filled;
  beforeAll(async () => {
    filled = await fill(townAccounts(gasAtFirst), [
      rep('far', 40, { skills: ['gas'] }),
      rep('here', 0),
      rep('away', 0, {
        skills: ['gas'],
        leave: [
          { from: '2027-07-10', to: '2027-07-14' },
          { from: '2027-07-15', to: '2027-07-20' },
        ],
      }),
    ]);
  });

  test('a rep without a skill that one account needs does not serve it, and one on leave serves nothing', async () => {
    const assignment = await assign(filled, { on: '2027-07-12' });
    expect(repsOf(filled, assignment)).toEqual(['far', null, 'here']);
    expect(assignment.vacant).toEqual([
      {
        territoryId: filled.ids[1],
        reason: 'nobody may serve it; of all reps 1 are on leave, 2 lack skills that its accounts need (heat, gas)',
        excluded: { leave: 1, forbidden: 0, skills: 2, fixed: 0, elsewhere: 0 },
        missingSkills: [
          { skill: 'heat', accounts: 20, reps: 2 },
          { skill: 'gas', accounts: 20, reps: 1 },
        ],
      },
    ]);
    expect(assignment.unassigned).toEqual([
      { repId: 'away', reason: 'on leave, back on 2027-07-21', backOn: '2027-07-21' },
    ]);
    // Nobody else may serve the first territory: another rep there means that it is vacant.
    expect(pairOf(filled, assignment, 0).runnerUp).toBeNull();
  });

  test('a rep is there before and after the leave', async () => {
    for (const on of ['2027-07-09', '2027-07-21']) {
      const assignment = await assign(filled, { on });
      expect(repsOf(filled, assignment)).toEqual(['away', null, 'here']);
      expect(assignment.unassigned).toEqual([
        { repId: 'far', reason: 'others serve the 2 territories that it may serve', backOn: null },
      ]);
    }
  });

  test('a fixed pair that a rule forbids is refused with the rule', async () => {
    const pairs = [
      { territoryId: filled.ids[0], repId: 'here' },
      { territoryId: filled.ids[2], repId: 'away' },
    ];
    const { status, body } = await send('POST', `/v1/layouts/${filled.layoutId}/assignments`, {
      planId: filled.planId,
      on: '2027-07-12',
      pairs,
    });
    expect([status, (body as ProblemAnswer).violations]).toEqual([
      422,
      [
        {
          field: '/pairs/0/repId',
          value: 'here',
          detail: `lacks skills that accounts of ${filled.ids[0]} need: gas`,
          remedy: 'fix a rep who has them',
        },
        {
          field: '/pairs/1/repId',
          value: 'away',
          detail: 'is on leave and back on 2027-07-21',
          remedy: 'fix another rep, or send on=2027-07-21 or a later day',
        },
      ],
    ]);
  });
});

describe('the parts of a cost', () => {
  const servedBy = (town: number, at: number) =>
    at < 10 ? { repId: ['stays', 'gone', 'other'][town] ?? '' } : town === 0 && at === 10 ? { repId: 'other' } : {};
  let filled: Filled;
  beforeAll(async () => {
    filled = await fill(townAccounts(servedBy), [
      rep('stays', 4, { capacityHours: 80, tenureSince: '2017-07-12' }),
      rep('other', null, { capacityHours: 40, tenureSince: '2025-07-12' }),
      rep('third', 2),
    ]);
  });

  test('continuity keeps accounts with their reps against distance, and counts those of reps who are gone', async () => {
    const weights = { distance: 0, capacity: 0, continuity: 1, tenure: 0 };
    const assignment = await assign(filled, { weights, on: '2027-07-12' });
    expect(repsOf(filled, assignment)).toEqual(['stays', 'third', 'other']);
    expect([0, 1, 2].map((town) => pairOf(filled, assignment, town).parts?.continuity)).toEqual([
      { accountsKept: 10, accounts: 11, cost: 0.090909 },
      { accountsKept: 0, accounts: 10, cost: 1 },
      { accountsKept: 10, accounts: 10, cost: 0 },
    ]);
    expect(assignment.totalCost).toBe(1.090909);
  });

  test('a rep without a home is as far away as the others are on average', async () => {
    const assignment = await assign(filled, { weights: ONLY_DISTANCE });
    const pair = assignment.pairs.find(({ repId }) => repId === 'other');
    const town = filled.ids.indexOf(pair?.territoryId ?? '');
    const [stays, third] = [4, 2].map((home) => Math.abs(home - (TOWNS[town] ?? 0)) * KM_PER_DEG) as [number, number];
    expect(pair?.parts?.distance.known).toBe(false);
    expect(Math.abs((pair?.parts?.distance.km ?? 0) - (stays + third) / 2)).toBeLessThan(12);
  });

  test('workload against capacity costs the same for twice as much and half as much', async () => {
    const weights = { distance: 0, capacity: 2, continuity: 0, tenure: 0 };
    const assignment = await assign(filled, { weights });
    for (const { repId, territoryId, parts } of assignment.pairs) {
      const workload = filled.layout.territories.find(({ id }) => id === territoryId)?.sums.workload ?? 0;
      expect(workload).toBeGreaterThan(80);
      const imbalance = (hours: number) => 1 - Math.min(workload, hours) / Math.max(workload, hours);
      const hours = { stays: 80, other: 40 }[repId ?? ''] ?? null;
      const expected = hours === null ? (imbalance(80) + imbalance(40)) / 2 : imbalance(hours);
      expect(parts?.capacity).toMatchObject({ workloadHours: workload, capacityHours: hours });
      expect(parts?.capacity.cost).toBeCloseTo(2 * expected, 5);
    }
  });

  test('a new territory goes to the rep with the most experience', async () => {
    const weights = { distance: 0, capacity: 0, continuity: 0, tenure: 1 };
    for (const town of [0, 1, 2]) {
      const assignment = await assign(filled, { weights, on: '2027-07-12', newTerritories: [filled.ids[town]] });
      expect(pairOf(filled, assignment, town)).toMatchObject({
        repId: 'stays',
        parts: { tenure: { isNew: true, years: 10, cost: 0 } },
      });
      expect(assignment.totalCost).toBe(0);
      // Ten years, two years, and unknown, which is their mean of 0.4: the next best.
      expect(pairOf(filled, assignment, town).runnerUp).toMatchObject({ repId: 'third' });
      expect(pairOf(filled, assignment, town).runnerUp?.difference).toBeCloseTo(0.4, 3);
    }
  });

  test('without weights ties go by the order of territories and of ids, every time', async () => {
    const weights = { distance: 0, capacity: 0, continuity: 0, tenure: 0 };
    for (let again = 0; again < 2; again++) {
      const { pairs, totalCost } = await assign(filled, { weights });
      expect([pairs.map(({ repId }) => repId), totalCost]).toEqual([['other', 'stays', 'third'], 0]);
    }
  });
});

test('more territories than reps leaves the dearest vacant and says so', async () => {
  const filled = await fill(townAccounts(), [rep('one', 0), rep('two', 2)]);
  const assignment = await assign(filled, { weights: ONLY_DISTANCE });
  expect(repsOf(filled, assignment)).toEqual(['one', 'two', null]);
  expect(assignment).toMatchObject({ assignedCount: 2, vacantCount: 1, unassignedCount: 0 });
  expect(assignment.vacant[0]?.reason).toBe(
    'there are not enough reps; of all reps 2 may serve it and serve other territories',
  );
  expect(assignment.vacant[0]?.excluded).toMatchObject({ elsewhere: 2 });
});

test('a plan without reps has all territories vacant', async () => {
  const filled = await fill(townAccounts(), []);
  const assignment = await assign(filled);
  expect(assignment).toMatchObject({ assignedCount: 0, vacantCount: 3, totalCost: 0, meanDistanceKm: null });
  expect(assignment.vacant[0]?.reason).toBe('the plan has no reps');
});

test('a layout that several plans list wants to know whose reps', async () => {
  const filled = await fill(townAccounts(), [rep('one', 0)]);
  const { layoutId } = await fill(townAccounts(), [rep('two', 0)]);
  expect(layoutId).toBe(filled.layoutId);
  const { status, body } = await send('POST', `/v1/layouts/${layoutId}/assignments`, {});
  expect([status, (body as ProblemAnswer).type]).toEqual([409, '/problems/plan-required']);
  expect(repsOf(filled, await assign(filled, { planId: filled.planId }))[0]).toBe('one');
  expect((await send('POST', `/v1/layouts/${layoutId}/assignments`, { planId: 'pln_none' })).status).toBe(404);
});

test('a deleted plan takes its assignments with it, and leaves what another plan assigned', async () => {
  const filled = await fill(townAccounts(), [rep('one', 0)]);
  const other = await createPlan(workspace);
  expect((await send('PUT', `/v1/plans/${other}/reps`, [rep('two', 0)])).status).toBe(200);
  const own = await assign(filled, { planId: filled.planId });
  const others = await assign(filled, { planId: other });
  const gone = await workspace.fetch(`/v1/plans/${filled.planId}`, { method: 'DELETE', headers: { 'if-match': '*' } });
  expect(gone.status).toBe(204);
  expect((await workspace.fetch(`/v1/assignments/${own.assignmentId}`)).status).toBe(404);
  expect(await (await workspace.fetch(`/v1/assignments/${others.assignmentId}`)).json()).toEqual(others);
});

test('a layout of a line is assigned for the accounts of the line alone', async () => {
  const inLine = (at: number) => at % 2 === 0;
  const filled = await fill(
    townAccounts((town, at) => ({
      segment: inLine(at) ? 'food' : 'retail',
      repId: inLine(at) ? 'here' : 'other',
      ...(town === 0 && !inLine(at) && { requiredSkills: ['gas'] }),
      attributes: { channel: inLine(at) ? 'direct' : 'shop' },
    })),
    [rep('here', 0), rep('other', 0), rep('third', 0)],
  );
  const filter = { segments: ['food'], attributes: { channel: ['direct'] } };
  const line = `/v1/plans/${filled.planId}/lines/food`;
  expect((await send('PUT', line, { name: 'Food', filter })).status).toBe(201);
  const asked = { territories: 3, effort: 'fast', line: 'food' };
  const { body } = await send('POST', `/v1/plans/${filled.planId}/layouts`, asked);
  const path = `/v1/layouts/${(body as Layout).layoutId}/assignments`;
  const assignment = (await send('POST', path, { planId: filled.planId })).body as Assignment;
  // Nobody has the skill, which no account of the line needs.
  expect(assignment.vacantCount).toBe(0);
  const continuity = assignment.pairs.map(({ repId, parts }) => [repId, parts?.continuity]);
  expect(continuity).toContainEqual(['here', { accountsKept: 10, accounts: 10, cost: 0 }]);
  expect(continuity).toContainEqual(['other', { accountsKept: 0, accounts: 10, cost: 1 }]);
  expect((await workspace.fetch(line, { method: 'DELETE', headers: { 'if-match': '*' } })).status).toBe(204);
  const refused = await send('POST', path, { planId: filled.planId });
  expect([refused.status, refused.body]).toMatchObject([422, { type: '/problems/invalid-problem' }]);
});

describe('a plan file', () => {
  test('carries assignments with their layout, byte for byte but for ids, and takes no other lines for them', async () => {
    const filled = await fill(townAccounts(), [
      rep('one', 0),
      rep('away', 2, { leave: [{ from: '2027-07-01', to: '2027-07-02' }] }),
    ]);
    const before = await exportPlan(workspace, filled.planId);
    const first = await assign(filled, { on: '2027-07-01' });
    const second = await assign(filled, { pairs: [{ territoryId: filled.ids[1], repId: 'one' }] });
    const file = await exportPlan(workspace, filled.planId);
    expect(before).not.toContain('"type":"assignment"');
    const there = await openWorkspace();
    const answer = await importPlan(there, file);
    const copy = (await answer.json()) as { planId: string; assignments: number };
    expect([answer.status, copy.assignments]).toEqual([201, 2]);
    const listed = await there.fetch(`/v1/plans/${copy.planId}/assignments`);
    const { items } = (await listed.json()) as { items: { assignmentId: string }[] };
    for (const [at, original] of [second, first].entries()) {
      const { assignmentId = '' } = items[at] ?? {};
      expect(assignmentId).not.toBe(original.assignmentId);
      const kept = await there.fetch(`/v1/assignments/${assignmentId}`);
      expect(await kept.json()).toEqual({ ...original, assignmentId, planId: copy.planId });
    }
    // An installation from before, and one that has lost a line.
    expect(((await (await importPlan(there, before)).json()) as { assignments: number }).assignments).toBe(0);
    const lines = file.split('\n');
    const faulty = [
      lines.filter((line) => !line.includes('"list":"vacant"')).join('\n'),
      file.replaceAll(/"runnerUp":null/g, '"runnerUp":7'),
      file.replaceAll(`"layoutId":"${filled.layoutId}","assignment"`, `"layoutId":"lay_none","assignment"`),
      file.replaceAll('"assignments":2', '"assignments":3'),
    ];
    for (const one of faulty) expect([(await importPlan(there, one)).status, one === file]).toEqual([422, false]);
  });
});
