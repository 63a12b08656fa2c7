import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { previewSpread } from '../../src/application/spread-goals.ts';
import { wirePorts } from '../../src/wiring.ts';
import { type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { accounts, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { type Send, sendWith } from '../publish.ts';
import { publish } from '../put-in-force.ts';

interface SpreadAnswer {
  readonly layoutId: string;
  readonly shares: readonly {
    readonly territoryId: string;
    readonly goalId: string | null;
    readonly target: number;
    readonly weight: number;
    readonly ramp: { readonly stage: string; readonly share: number } | null;
    readonly owner: unknown;
  }[];
  readonly warnings: readonly { readonly kind: string; readonly territoryIds: readonly string[] }[];
}

const TOTAL = 1_000_003_000;
const ASKED = {
  ...{ metric: 'revenue', total: TOTAL, unit: 'EUR', step: 1000, by: 'revenue' },
  ...{ start: '2099-01-01', due: '2099-12-31' },
};

let workspace: OpenedWorkspace;
let plan: OwnedPlan;
let send: Send;
const spread = (more: Record<string, unknown> = {}, headers = {}) =>
  send<SpreadAnswer>('POST', `/v1/plans/${plan.planId}/goals/spread`, { ...ASKED, ...more }, headers);
const sumOf = ({ shares }: SpreadAnswer) => shares.reduce((all, { target }) => all + target, 0);
const countGoals = async () =>
  (await send<{ items: unknown[] }>('GET', `/v1/plans/${plan.planId}/goals?limit=1000`)).body.items.length;
const targetsOf = ({ shares }: SpreadAnswer) =>
  Object.fromEntries(shares.map(({ territoryId, target }) => [territoryId, target]));

beforeAll(async () => {
  workspace = await openWorkspace();
  send = sendWith(workspace.key);
  plan = await openOwnedPlan(workspace);
});

describe('a total', () => {
  test('is spread over the layout that is named, or that is in force', async () => {
    expect((await spread()).body).toMatchObject({ type: '/problems/nothing-in-force' });
    expect((await spread({ layoutId: plan.two, dryRun: true })).body.shares).toHaveLength(2);
    await publish(plan, { layoutId: plan.four, reps: { t1: 'r1', t3: 'r2' } });
    const { status, body } = await spread({ dryRun: true });
    expect([status, body.layoutId, body.shares.length, body.warnings]).toEqual([200, plan.four, 4, []]);
    expect(body.shares.map(({ goalId, owner }) => [goalId, owner])).toEqual([
      [null, { repId: 'r1' }],
      [null, null],
      [null, { repId: 'r2' }],
      [null, null],
    ]);
    expect(await countGoals()).toBe(0);
  });

  test('is the sum of the targets to the unit, by the sums of the accounts', async () => {
    const { body } = await spread({ dryRun: true });
    expect(sumOf(body)).toBe(TOTAL);
    const all = accounts.reduce((sum, { revenue }) => sum + revenue, 0);
    const weights = body.shares.reduce((sum, { weight }) => sum + weight, 0);
    expect(weights).toBeCloseTo(all, 3);
    for (const { target, weight } of body.shares) {
      expect(target % 1000).toBe(0);
      expect(Math.abs(target - (TOTAL * weight) / all)).toBeLessThan(1000);
    }
    const equal = (await spread({ dryRun: true, by: 'equal', total: 10_000 })).body;
    expect(targetsOf(equal)).toEqual({ t1: 3000, t2: 3000, t3: 2000, t4: 2000 });
    const raised = (await spread({ dryRun: true, minimum: 240_000_000 })).body;
    expect(raised.shares.every(({ target }) => target >= 240_000_000)).toBe(true);
    expect(sumOf(raised)).toBe(TOTAL);
  });

  test('falls back to equal shares, and says so, where nothing is known', async () => {
    const { body } = await spread({ dryRun: true, by: 'history' });
    expect(body.warnings.map(({ kind }) => kind)).toEqual(['history-unknown', 'no-weights']);
    expect(sumOf(body)).toBe(TOTAL);
    const shares = Object.values(targetsOf(body));
    expect(Math.max(...shares) - Math.min(...shares)).toBe(1000);
  });

  test('is spread by the history of the same days one year before', async () => {
    const asked: unknown[] = [];
    const goalHistory = {
      achieved: async (...given: readonly unknown[]) => {
        asked.push(given[2]);
        return new Map([
          ['t1', 30],
          ['t2', 10],
          ['t3', -5],
        ]);
      },
    };
    const decider = { workspaceId: workspace.workspaceId, planId: plan.planId, keyId: 'key_1' };
    const intent = { ...ASKED, by: 'history', total: 4_000, potentialMetric: null, weightMetric: null, layoutId: null };
    const ports = { ...wirePorts(env), goalHistory };
    const made = await previewSpread(ports, decider, { ...intent, note: '', minimum: 0, applyRamp: true });
    expect(asked).toEqual([{ metric: 'revenue', start: '2098-01-01', due: '2098-12-31', layoutId: plan.four }]);
    expect(made.shares.map(({ target }) => target)).toEqual([3000, 1000, 0, 0]);
    expect(made.warnings).toMatchObject([
      { kind: 'negative-weight', territoryIds: ['t3'] },
      { kind: 'without-weight', territoryIds: ['t3', 't4'] },
    ]);
  });

  test('is refused with all that is wrong with it', async () => {
    expect((await spread({ total: 1500, due: '2098-01-01' })).body).toMatchObject({
      violations: [{ field: '/total' }, { field: '/due' }],
    });
    for (const [more, field] of [
      [{ minimum: 1500 }, '/minimum'],
      [{ minimum: 300_000_000 }, '/minimum'],
      [{ by: 'profit' }, '/by'],
      [{ by: 'potential' }, '/potentialMetric'],
      [{ by: 'potential', potentialMetric: 'profit' }, '/potentialMetric'],
      [{ step: 0 }, '/step'],
    ] as const) {
      const { status, body } = await spread(more);
      expect([status, body]).toMatchObject([400, { violations: [{ field }] }]);
    }
    expect((await spread({ layoutId: `lay_${'a'.repeat(52)}` })).status).toBe(404);
    expect(await countGoals()).toBe(0);
  });

  test('makes all goals at once, and once by a request that is repeated', async () => {
    const key = { 'idempotency-key': 'spread-once' };
    const first = await spread({}, key);
    expect([first.status, await countGoals()]).toEqual([201, 4]);
    expect((await spread({}, key)).body).toEqual(first.body);
    // Its answer was lost.
    await env.DB.prepare('DELETE FROM idempotency').run();
    expect((await spread({}, key)).body).toEqual(first.body);
    expect(await countGoals()).toBe(4);
    for (const { goalId, territoryId, target, weight, owner } of first.body.shares) {
      expect((await send('GET', `/v1/plans/${plan.planId}/goals/${goalId}`)).body).toMatchObject({
        ...{ subject: { territoryId }, target, owner, unit: 'EUR', step: 1000, version: 1 },
        origin: { kind: 'spread', by: 'revenue', total: TOTAL, weight, ramp: null },
      });
    }
  });

  test('is none where the database refuses one of the goals', async () => {
    const before = await countGoals();
    await env.DB.prepare(
      "CREATE TRIGGER no_t3 BEFORE INSERT ON goals WHEN new.subject = 'territory t3' BEGIN SELECT RAISE(ABORT, 'no'); END",
    ).run();
    expect((await spread()).status).toBe(500);
    await env.DB.prepare('DROP TRIGGER no_t3').run();
    expect(await countGoals()).toBe(before);
    const { results } = await env.DB.prepare(
      'SELECT * FROM goal_revisions WHERE goal_id NOT IN (SELECT goal_id FROM goals)',
    ).all();
    expect(results).toEqual([]);
  });
});

describe('a territory that is being built up', () => {
  const stages = () => `/v1/plans/${plan.planId}/stages`;

  test('has a stage with a ramp, its own or that of the stage', async () => {
    const put = await send('PUT', `${stages()}/t1`, { stage: 'new', since: '2099-07-02', ramp: [0.5] });
    expect([put.status, put.body]).toEqual([
      200,
      { territoryId: 't1', stage: 'new', since: '2099-07-02', ramp: [0.5], isNew: false },
    ]);
    const grows = (await send('PUT', `${stages()}/t2`, { stage: 'growing', since: '2020-01-31' })).body;
    expect(grows).toMatchObject({ ramp: [0.8, 0.85, 0.9, 0.95], isNew: false });
    expect((await send('GET', `${stages()}/t1`)).body).toEqual(put.body);
    expect((await send('GET', stages())).body).toEqual({ items: [put.body, grows], next: null });
    const wrong = { stage: 'old', since: '2099-13-01', ramp: [1.5] };
    expect((await send('PUT', `${stages()}/t1`, wrong)).body).toMatchObject({ violationCount: 3 });
    expect((await send('PUT', `${stages()}/t1`, { ...wrong, ramp: Array(37).fill(1) })).status).toBe(400);
    expect((await send('GET', `${stages()}/t3`)).status).toBe(404);
  });

  test('gets less of a spread, and its goal says why, unless ramps are not to count', async () => {
    const asked = { by: 'equal', total: 4_000_000, dryRun: true };
    const { body } = await spread(asked);
    // 182 of 365 days are before, 31 count half, and 152 are full.
    const share = (31 * 0.5 + 152) / 365;
    expect(body.shares[0]?.ramp).toEqual({ stage: 'new', share: expect.closeTo(share, 12) });
    expect(body.shares[1]?.ramp).toEqual({ stage: 'growing', share: 1 });
    expect(Math.abs((body.shares[0]?.target ?? 0) - (4_000_000 * share) / (3 + share))).toBeLessThan(1000);
    expect(sumOf(body)).toBe(4_000_000);
    const plain = (await spread({ ...asked, applyRamp: false })).body;
    expect(plain.shares.map(({ target, ramp }) => [target, ramp])).toEqual(Array(4).fill([1_000_000, null]));
    const { goalId } = (await spread({ ...asked, dryRun: false })).body.shares[0] ?? {};
    expect((await send('GET', `/v1/plans/${plan.planId}/goals/${goalId}`)).body).toMatchObject({
      origin: { kind: 'spread', ramp: { stage: 'new' }, weight: 1 },
    });
  });

  test('is new to the matching of reps by its stage on the day, unless the request names those that are', async () => {
    const isNew = async (more: Record<string, unknown>) => {
      const { body } = await send<{ pairs: { territoryId: string; parts: { tenure: { isNew: boolean } } | null }[] }>(
        'POST',
        `/v1/layouts/${plan.four}/assignments`,
        { planId: plan.planId, ...more },
      );
      return body.pairs.filter(({ parts }) => parts?.tenure.isNew).map(({ territoryId }) => territoryId);
    };
    const pairs = ['t1', 't2', 't3'].map((territoryId, at) => ({ territoryId, repId: `r${at + 1}` }));
    expect(await isNew({ pairs, on: '2099-07-02' })).toEqual(['t1']);
    expect(await isNew({ pairs, on: '2099-07-01' })).toEqual([]);
    expect(await isNew({ pairs, on: '2099-08-02' })).toEqual([]);
    expect(await isNew({ pairs, on: '2099-07-02', newTerritories: ['t3'] })).toEqual(['t3']);
    expect(await isNew({ pairs, on: '2099-07-02', newTerritories: [] })).toEqual([]);
  });

  test('counts as mature once its stage is taken away, by itself or with all others', async () => {
    const body = { stages: [{ territoryId: 't4', stage: 'mature', since: '2020-01-01' }] };
    expect((await send('PUT', stages(), body)).body).toMatchObject({ stages: [{ territoryId: 't4', ramp: [] }] });
    expect((await send('GET', stages())).body).toMatchObject({ items: [{ territoryId: 't4' }], next: null });
    expect((await send('DELETE', `${stages()}/t4`)).status).toBe(204);
    expect((await send('DELETE', `${stages()}/t4`)).status).toBe(404);
    const twice = [...body.stages, ...body.stages];
    expect((await send('PUT', stages(), { stages: twice })).body).toMatchObject({
      violations: [{ field: '/stages/1/territoryId' }],
    });
  });
});
