import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportPlan as readyPlan } from '../../src/application/export-plan.ts';
import { wirePorts } from '../../src/wiring.ts';
import { exportPlan, importPlan, withoutLog } from '../exported-plan.ts';
import { openWorkspace } from '../open-workspace.ts';
import { accounts, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { type Send, sendWith } from '../publish.ts';
import { name, publish } from '../put-in-force.ts';

const DAY_MS = 86_400_000;
const dayAt = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const monthAt = (months: number) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 7);
};
const PERIOD = { start: dayAt(-40), due: dayAt(59) };
const [here, there] = [await openWorkspace(), await openWorkspace()];
const [ours, theirs] = [sendWith(here.key), sendWith(there.key)];
let plan: OwnedPlan;
let file = '';

async function make(method: string, path: string, body: unknown): Promise<void> {
  const { status } = await ours(method, `/v1/plans/${plan.planId}${path}`, body);
  expect([path, status < 300]).toEqual([path, true]);
}

beforeAll(async () => {
  plan = await openOwnedPlan(here);
  await publish(plan, { layoutId: plan.four, reps: { t1: 'r1', t2: 'r2' } });
  for (const [at, territoryId] of ['t1', 't2', 't3', 't4'].entries()) {
    const goal = { metric: 'revenue', target: 100_000 * (at + 1), unit: 'EUR', step: 100, ...PERIOD };
    await make('POST', '/goals', { ...goal, subject: { territoryId }, note: 'Küste „West"' });
  }
  await make('POST', '/goals/spread', {
    ...{ metric: 'calls', total: 1_001, unit: 'calls', step: 1, ...PERIOD, by: 'equal' },
  });
  await make('POST', '/goals', {
    ...{ subject: { plan: true }, metric: 'revenue', target: 900_000, unit: 'EUR', ...PERIOD, owner: { name: 'Jo' } },
  });
  await make('PUT', '/stages', {
    stages: [
      { territoryId: 't2', stage: 'new', since: dayAt(-30), ramp: [0.1, 0.2, 0.3] },
      { territoryId: 't1', stage: 'mature', since: '2020-02-29' },
    ],
  });
  await make('PUT', '/pipeline-stages', {
    stages: [
      { name: 'won, nearly', probability: 0.9 },
      { name: 'angefragt', probability: 0.1 },
    ],
  });
  const rows = accounts.flatMap(({ id, revenue }, at) => [
    ...[-13, -2, -1].map((back) => ({
      account: id,
      metric: 'revenue',
      period: monthAt(back),
      value: revenue / (14 + back),
    })),
    { account: id, metric: 'revenue', period: dayAt(-(at % 30)), value: -(0.1 + 0.2) * at },
  ]);
  await make('PUT', '/actuals', [...rows, { account: 'gone "1"', metric: 'calls', period: dayAt(-3), value: 2 }]);
  await make(
    'PUT',
    '/deals',
    accounts.slice(0, 60).map(({ id }, at) => ({
      ...{ id: `=opp ${at}`, account: id, stage: at % 2 === 0 ? 'angefragt' : 'won, nearly', amount: 1_000.5 + at },
      ...{ expectedClose: dayAt(at - 10), metric: 'revenue', ...(at % 3 === 0 && { probability: 1 / 3 }) },
    })),
  );
  // Goals follow accounts twice before the file is written, and are changed by hand.
  await publish(plan, { layoutId: plan.two });
  const { body } = await ours<{ items: { goalId: string }[] }>('GET', `/v1/plans/${plan.planId}/goals`);
  await make('PATCH', `/goals/${body.items[0]?.goalId}`, { target: 200_000, reason: 'a tender' }).catch(() => {});
  await name(plan, [accounts[0]?.id ?? '', accounts[1]?.id ?? ''], { territoryId: 't2' });
  await ours('GET', `/v1/plans/${plan.planId}/goals`);
  file = await exportPlan(here, plan.planId);
});

const settled = (text: string) => text.replace(/("type":"plan".*)"createdAt":"[^"]+"/, '$1');

async function bringIn(body: string, workspace = there) {
  const answer = await importPlan(workspace, body);
  const read = (await answer.json()) as { planId: string; violations?: { field: string }[] };
  return { status: answer.status, planId: read.planId, answer: read };
}

/** What a plan answers to the questions of those who run its territories, but for its id. */
async function answersOf(send: Send, planId: string, layoutId: string) {
  const paths = [
    ...['/goals?limit=1000', `/goals?at=${dayAt(-1)}`, '/stages', '/pipeline-stages', '/deals?limit=1000'],
    ...['/actuals?limit=1000', '/performance', `/performance?at=${dayAt(20)}`],
    ...['/actuals/sums?groupBy=territory'],
  ];
  const found: Record<string, unknown> = {};
  for (const path of [
    ...paths.map((one) => `/v1/plans/${planId}${one}`),
    `/v1/layouts/${layoutId}/quality?planId=${planId}`,
  ]) {
    const { status, body } = await send<object>('GET', path);
    const { next: _, ...rest } = body as { next?: string };
    const text = JSON.stringify(rest).replaceAll(planId, 'PLAN');
    found[path.replace(planId, 'PLAN')] = [status, JSON.parse(text)];
  }
  return found;
}

describe('a plan whose territories are run', () => {
  let copy = '';
  beforeAll(async () => {
    const { status, planId, answer } = await bringIn(file);
    expect([status, answer]).toMatchObject([201, { accounts: accounts.length }]);
    copy = planId;
  });

  test('has its goals, stages, actuals, pipeline and deals in its file, and after a journey the same file', async () => {
    for (const type of ['stage', 'goals', 'goal', 'revisions', 'actuals', 'pipelineStage', 'deal']) {
      expect(file, type).toContain(`{"type":"${type}"`);
    }
    expect(file).toContain('"kind":"gave"');
    const again = await exportPlan(there, copy);
    expect(settled(again)).toBe(settled(file));
    const { planId: third } = await bringIn(withoutLog(again));
    expect(third).toMatch(/^pln_/);
  });

  test('is as far, as good and as likely to reach its goals as the original, figure by figure', async () => {
    const [one, other] = [await answersOf(ours, plan.planId, plan.two), await answersOf(theirs, copy, plan.two)];
    for (const [path, [status]] of Object.entries(one) as [string, [number]][])
      expect([path, status]).toEqual([path, 200]);
    expect(other).toEqual(one);
  });

  test('goes on as the original does: goals follow what is published next', async () => {
    await publish(plan, { layoutId: plan.four });
    await publish({ workspace: there, planId: copy }, { layoutId: plan.four });
    const plain = async (send: Send, planId: string) => {
      const { body } = await send<{ items: { target: number; subject: object; metric: string }[] }>(
        ...(['GET', `/v1/plans/${planId}/goals?limit=1000`] as const),
      );
      return body.items.map(({ target, subject, metric }) => ({ target, subject, metric }));
    };
    expect(await plain(theirs, copy)).toEqual(await plain(ours, plan.planId));
  });

  test('without a log comes in with its goals, which stand by nothing that was in force', async () => {
    const { status, planId } = await bringIn(withoutLog(file), here);
    expect(status).toBe(201);
    const clock = await wirePorts(env).goals.clock(here.workspaceId, planId);
    expect(clock).toMatchObject({ seq: 0, layoutId: null, version: 1 });
  });

  test('comes in from a file of before there were any of these', async () => {
    const old = file
      .split('\n')
      .filter((line) => !/^\{"type":"(stage|goals|goal|revisions|actuals|pipelineStage|deal)"/.test(line))
      .join('\n')
      .replace(/,"(stages|goals|revisions|actuals|pipelineStages|deals)":\d+/g, '');
    const { status, planId } = await bringIn(withoutLog(old));
    expect(status).toBe(201);
    expect((await theirs('GET', `/v1/plans/${planId}/goals`)).body).toMatchObject({ items: [] });
  });

  test.each([
    ['a goal whose target is not what was done to it', /("type":"goal".*?"target":)(\d+)/, '$1900', 'target'],
    ['a goal that counts in other steps', /("type":"goal".*?"step":)100/, '$1777', 'target'],
    ['a revision that is missing', /"revision":2/, '"revision":3', 'revision'],
    ['a goal for nothing', /("type":"goal".*?"subject":)\{[^}]+\}/, '$1{}', 'subject'],
    ['goals that know of entries that are yet to come', /("type":"goals","seq":)\d+/, '$199', 'seq'],
    ['an actual of no day', /("type":"actuals".*?)"\d{4}-\d\d(-\d\d)?"/, '$1"2026-02-31"', 'period'],
    ['a deal that is surely more than won', /("type":"deal".*?"probability":)[^}]+/, '$11.5', 'probability'],
    ['a stage since no day', /("type":"stage".*?"since":)"[^"]+"/, '$1"2026-02-30"', 'since'],
    ['fewer deals than it says', /\{"type":"deal".*\n/, '', 'end'],
  ])('is refused with %s', async (_, pattern, replacement, field) => {
    const sound = field === 'seq' ? file : withoutLog(file);
    const broken = sound.replace(pattern, replacement);
    expect(broken).not.toBe(sound);
    const { status, answer } = await bringIn(broken);
    expect([status, answer.violations?.map((one) => one.field)]).toEqual([422, expect.arrayContaining([field])]);
  });

  test('is not exported whole where it is written to meanwhile, and has another tag then', async () => {
    const tagOf = async () => {
      const answer = await here.fetch(`/v1/plans/${plan.planId}/export`);
      await answer.body?.cancel();
      return answer.headers.get('etag');
    };
    const tags = [await tagOf()];
    for (const [path, body] of [
      ['/actuals', [{ account: 'a', metric: 'revenue', period: dayAt(-1), value: 1 }]],
      ['/actuals', [{ account: 'a', metric: 'revenue', period: dayAt(-1), value: 2 }]],
      [
        '/deals',
        [{ id: 'd', account: 'a', stage: 'angefragt', amount: 1, expectedClose: dayAt(1), metric: 'revenue' }],
      ],
      ['/pipeline-stages', { stages: [{ name: 'angefragt', probability: 0.2 }] }],
      ['/stages', { stages: [] }],
    ] as const) {
      await make('PUT', path, body);
      tags.push(await tagOf());
    }
    const exported = await readyPlan(wirePorts(env), here.workspaceId, plan.planId, null);
    const lines = exported.lines();
    await lines.next();
    const goal = { subject: { repId: 'r1' }, metric: 'revenue', target: 5, unit: 'EUR', ...PERIOD };
    await make('POST', '/goals', goal);
    tags.push(await tagOf());
    expect(new Set(tags).size).toBe(7);
    const drain = async () => {
      for await (const line of lines) expect(line).not.toMatchObject({ type: 'end' });
    };
    await expect(drain()).rejects.toMatchObject({ kind: 'precondition-failed' });
  });
});
