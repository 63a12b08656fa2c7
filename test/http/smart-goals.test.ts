import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { checkGoalSmart } from '../../src/application/check-goal.ts';
import { wirePorts } from '../../src/wiring.ts';
import { type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { accounts, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { type Send, sendWith } from '../publish.ts';
import { publish } from '../put-in-force.ts';

interface SmartAnswer {
  readonly holds: boolean;
  readonly letters: readonly {
    readonly letter: string;
    readonly holds: boolean;
    readonly missing: readonly string[];
    readonly findings: readonly {
      readonly check: string;
      readonly holds: boolean | null;
      readonly value: unknown;
      readonly limit: unknown;
    }[];
  }[];
}

const GOAL = {
  ...{ subject: { territoryId: 't1' }, metric: 'revenue', target: 10, unit: 'EUR', owner: { repId: 'r1' } },
  ...{ start: '2098-01-01', due: '2098-12-31' },
};

/** Of what is not there nothing can be read either. */
const NOT_THERE = ['specific', 'measurable', 'achievable', 'relevant'];

let workspace: OpenedWorkspace;
let plan: OwnedPlan;
let send: Send;
/** What accounts of the first territory have. */
let revenue: number;

beforeAll(async () => {
  workspace = await openWorkspace();
  send = sendWith(workspace.key);
  plan = await openOwnedPlan(workspace);
  await publish(plan, { layoutId: plan.four, reps: { t1: 'r1', t2: 'r2' } });
  await send('PUT', `/v1/plans/${plan.planId}/reps`, [{ id: 'r1', capacityHours: 100 }, { id: 'r2' }]);
  const places = accounts.map(({ lat, lng }) => ({ lat, lng }));
  const { body } = await send<{ owners: { territoryId: string }[] }>('POST', `/v1/layouts/${plan.four}/owner`, {
    places,
  });
  revenue = accounts.reduce((sum, one, at) => (body.owners[at]?.territoryId === 't1' ? sum + one.revenue : sum), 0);
});

async function create(more: Record<string, unknown>): Promise<string> {
  return (await send<{ goalId: string }>('POST', `/v1/plans/${plan.planId}/goals`, { ...GOAL, ...more })).body.goalId;
}

async function check(more: Record<string, unknown> = {}, query = ''): Promise<SmartAnswer> {
  const path = `/v1/plans/${plan.planId}/goals/${await create(more)}/smart${query}`;
  return (await send<SmartAnswer>('GET', path)).body;
}

const failing = ({ letters }: SmartAnswer) => letters.filter(({ holds }) => !holds).map(({ letter }) => letter);
const finding = ({ letters }: SmartAnswer, letter: string, name: string) =>
  letters.find((one) => one.letter === letter)?.findings.find((one) => one.check === name);

test('a goal that is smart holds in every letter, with the figures and what is not known', async () => {
  const answer = await check();
  expect([failing(answer), answer.holds]).toEqual([[], true]);
  const achievable = answer.letters.find(({ letter }) => letter === 'achievable');
  expect(achievable?.missing).toEqual([
    'the potential is not known',
    'what was achieved a year before is not known',
    'the hours needed are not known: give accounts visits',
  ]);
  expect(finding(answer, 'achievable', 'current')).toMatchObject({
    holds: true,
    value: 10,
    limit: expect.closeTo(revenue * 1.5, 3),
  });
});

test('each letter fails by what it is about, and says what is missing', async () => {
  expect(failing(await check({ subject: { territoryId: 't9' } }))).toEqual(NOT_THERE);
  expect(failing(await check({ subject: { repId: 'r9' } }))).toEqual(NOT_THERE);
  expect(failing(await check({ subject: { repId: 'r1' } }))).toEqual([]);
  expect(failing(await check({ subject: { hierarchyId: 'hie_1', nodeId: 'd1' } }))).toEqual(NOT_THERE);
  expect(failing(await check({ metric: 'calls' }))).toEqual(['specific', 'measurable', 'achievable', 'relevant']);
  expect(failing(await check({ target: 0 }))).toEqual(['measurable']);
  expect(failing(await check({ target: Math.ceil(revenue * 1.5) + 1 }))).toEqual(['achievable']);
  expect(failing(await check({ target: Math.floor(revenue * 1.5) }))).toEqual([]);
  expect(failing(await check({ owner: { repId: 'r2' } }))).toEqual(['relevant']);
  expect(failing(await check({ owner: null }))).toEqual(['relevant']);
  for (const period of [
    { start: '2020-01-01', due: '2020-12-31' },
    { start: '2098-01-01', due: '2098-01-06' },
    { start: '2098-01-01', due: '2100-01-01' },
  ]) {
    expect([period, failing(await check(period))]).toEqual([period, ['timeBound']]);
  }
  expect(failing(await check({ start: '2098-01-01', due: '2099-12-31' }))).toEqual([]);
  expect(failing(await check({ start: '2098-01-01', due: '2098-01-07' }))).toEqual([]);
});

test('the potential is the metric that is named, or that of the plan', async () => {
  const own = Math.floor(revenue);
  const expectHeldAgainst = async (query: string) => {
    expect(failing(await check({ target: own }, query))).toEqual([]);
    const answer = await check({ target: own + 1 }, query);
    expect(failing(answer)).toEqual(['achievable']);
    expect(finding(answer, 'achievable', 'potential')).toMatchObject({
      holds: false,
      limit: expect.closeTo(revenue, 3),
    });
  };
  await expectHeldAgainst('?potentialMetric=revenue');
  const change = (potentialMetric: string | null) => patchPlan(plan, { potentialMetric });
  await change('revenue');
  await expectHeldAgainst('');
  await change(null);
});

/** Changes what is set of a plan, whatever version it is. */
async function patchPlan({ workspace, planId }: OwnedPlan, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', 'if-match': '*' };
  const answer = await workspace.fetch(`/v1/plans/${planId}`, { method: 'PATCH', headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

test('a node of a hierarchy is all its territories, and its manager may answer for it', async () => {
  const tree = {
    levels: ['district'],
    nodes: [
      { id: 'd1', name: 'One', level: 'district', manager: { name: 'Kim' } },
      { id: 'd2', name: 'Two', level: 'district' },
    ],
    territories: { t1: 'd1', t2: 'd1', t3: 'd2', t4: 'd2' },
    connected: [],
  };
  const { body } = await send<{ hierarchyId: string }>('POST', `/v1/layouts/${plan.four}/hierarchies`, tree);
  const subject = { hierarchyId: body.hierarchyId, nodeId: 'd1' };
  expect(failing(await check({ subject, owner: { name: 'Kim' } }))).toEqual([]);
  expect(failing(await check({ subject, owner: { repId: 'r2' } }))).toEqual([]);
  expect(failing(await check({ subject, owner: { name: 'Alex' } }))).toEqual(['relevant']);
  expect(failing(await check({ subject: { ...subject, nodeId: 'd9' } }))).toEqual(NOT_THERE);
});

test('history and workload are held against what actuals and reps say', async () => {
  const visited = accounts.map(({ id, lat, lng, revenue, visits }) => `${id},${lat},${lng},${revenue},${visits},60,2`);
  await workspace.fetch(`/v1/plans/${plan.planId}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'text/csv' },
    body: `id,lat,lng,revenue,visits,visitMinutes,visitsPerPeriod\n${visited.join('\n')}\n`,
  });
  const goalId = await create({ target: 126 });
  const goalHistory = {
    achieved: async () =>
      new Map([
        ['t1', 100],
        ['t2', 900],
      ]),
  };
  const ports = { ...wirePorts(env), goalHistory };
  const { letters } = await checkGoalSmart(ports, workspace.workspaceId, plan.planId, goalId, null);
  const achievable = letters.find(({ letter }) => letter === 'achievable');
  expect(achievable?.findings.find((one) => one.check === 'history')).toMatchObject({
    holds: false,
    value: 126,
    limit: 125,
  });
  const workload = achievable?.findings.find((one) => one.check === 'workload');
  expect([workload?.holds, workload?.limit]).toEqual([Number(workload?.value) <= 100, 100]);
  // Two hours a visit at the least.
  expect(Number(workload?.value)).toBeGreaterThan(2 * 10);
});
