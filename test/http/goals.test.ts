import { beforeAll, describe, expect, test } from 'vitest';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { type Send, sendWith } from '../publish.ts';

/** A goal as the API answers it. */
interface GoalAnswer {
  readonly goalId: string;
  readonly target: number;
  readonly revisions: readonly Record<string, unknown>[];
  readonly [other: string]: unknown;
}

const GOAL = {
  ...{ subject: { territoryId: 't1' }, metric: 'revenue', target: 120_000, unit: 'EUR', step: 1000 },
  ...{ start: '2027-01-01', due: '2027-12-31' },
};

let workspace: OpenedWorkspace;
let send: Send;
let planId: string;
const path = (rest = '') => `/v1/plans/${planId}/goals${rest}`;
const create = async (more: Record<string, unknown> = {}, headers = {}) =>
  (await send<GoalAnswer>('POST', path(), { ...GOAL, ...more }, headers)).body;

beforeAll(async () => {
  workspace = await openWorkspace();
  send = sendWith(workspace.key);
});

describe('a goal', () => {
  beforeAll(async () => {
    planId = await createPlan(workspace, { metrics: ['revenue'], timeZone: 'America/New_York' });
  });

  test('is set, read, and in the lists of its subject, its metric and its days alone', async () => {
    const { status, body, headers } = await send<GoalAnswer>('POST', path(), GOAL);
    expect([status, headers.get('location')]).toEqual([201, path(`/${body.goalId}`)]);
    expect(body).toMatchObject({
      ...GOAL,
      planId,
      weightMetric: null,
      owner: null,
      origin: { kind: 'set' },
      version: 1,
    });
    expect(body.revisions).toMatchObject([{ revision: 1, kind: 'created', from: 0, to: 120_000, transfer: null }]);
    expect((await send('GET', path(`/${body.goalId}`))).body).toEqual(body);
    const others = [
      { subject: { repId: 'r1' } },
      { subject: { plan: true } },
      { subject: { hierarchyId: 'hie_1', nodeId: 'd1' } },
      { metric: 'visits' },
      { due: '2027-06-30' },
    ];
    const ids = [body.goalId];
    for (const other of others) ids.push((await create(other)).goalId);
    const listed = async (query: string) => {
      const { items } = (await send<{ items: GoalAnswer[] }>('GET', path(`?${query}`))).body;
      return items.map(({ goalId }) => ids.indexOf(goalId));
    };
    expect(await listed('')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await listed('territory=t1')).toEqual([0, 4, 5]);
    expect(await listed('rep=r1')).toEqual([1]);
    expect(await listed('plan=true')).toEqual([2]);
    expect(await listed('hierarchy=hie_1&node=d1')).toEqual([3]);
    expect(await listed('metric=visits')).toEqual([4]);
    expect(await listed('territory=t1&metric=revenue&at=2027-07-01')).toEqual([0]);
    const first = await send<{ items: GoalAnswer[]; next: string }>('GET', path('?limit=4'));
    const second = await send<{ items: GoalAnswer[] }>('GET', path(`?limit=4&cursor=${first.body.next}`));
    expect([...first.body.items, ...second.body.items].map(({ goalId }) => goalId)).toEqual(ids);
  });

  test('is refused with all that is wrong with it', async () => {
    const wrong = { ...GOAL, target: 1500, due: '2026-12-31', weightMetric: 'potential' };
    const { status, body } = await send('POST', path(), wrong);
    expect([status, body]).toMatchObject([
      400,
      {
        type: '/problems/invalid-parameter',
        violations: [
          { field: '/target', value: '1500', remedy: 'send 1000 or 2000, or another step' },
          { field: '/due', value: '2026-12-31' },
          { field: '/weightMetric', value: 'potential', remedy: 'send one of: accounts, revenue' },
        ],
      },
    ]);
    for (const subject of [{}, { territoryId: 't1', repId: 'r1' }, { hierarchyId: 'hie_1' }, { plan: false }]) {
      expect((await send('POST', path(), { ...GOAL, subject })).status).toBe(400);
    }
    for (const more of [{ target: -1 }, { target: 2 ** 53 }, { step: 0 }, { step: 0.5 }, { start: '2027-02-30' }]) {
      expect([more, (await send('POST', path(), { ...GOAL, ...more })).status]).toEqual([more, 400]);
    }
    expect((await send('GET', path('?territory=t1&rep=r1'))).status).toBe(400);
  });

  test('holds the largest number that is exact', async () => {
    const target = Number.MAX_SAFE_INTEGER;
    const { goalId } = await create({ target, step: 1 });
    expect((await send<GoalAnswer>('GET', path(`/${goalId}?at=2027-01-01`))).body.target).toBe(target);
  });

  test('keeps what it was, who changed it and why, and heeds If-Match', async () => {
    const { goalId } = await create();
    const own = path(`/${goalId}`);
    expect((await send('PATCH', own, { target: 130_000 })).status).toBe(428);
    const tag = (await send('GET', own)).headers.get('etag') ?? '';
    const change = { target: 130_000, unit: 'USD', owner: { repId: 'r1' }, reason: 'A tender' };
    const changed = await send<GoalAnswer>('PATCH', own, change, { 'if-match': tag });
    expect([changed.status, changed.body.target, changed.body.version]).toEqual([200, 130_000, 2]);
    expect(changed.body.revisions).toMatchObject([
      { revision: 1, to: 120_000 },
      {
        ...{ revision: 2, kind: 'changed', from: 120_000, to: 130_000, reason: 'A tender', transfer: null },
        changes: [
          { member: 'target', from: 120_000, to: 130_000 },
          { member: 'unit', from: 'EUR', to: 'USD' },
          { member: 'owner', from: null, to: { repId: 'r1' } },
        ],
      },
    ]);
    expect(changed.body.revisions[1]?.keyId).toMatch(/^key_/);
    expect((await send('PATCH', own, { target: 1000 }, { 'if-match': tag })).status).toBe(412);
    // Nothing changes: no revision.
    const same = await send<GoalAnswer>('PATCH', own, { target: 130_000 }, { 'if-match': '*' });
    expect(same.body.revisions).toHaveLength(2);
    const pages = await send<{ items: unknown[]; next: string }>('GET', `${own}/revisions?limit=1`);
    expect(pages.body.items).toEqual([changed.body.revisions[0]]);
    const last = await send<{ items: unknown[] }>('GET', `${own}/revisions?limit=1&cursor=${pages.body.next}`);
    expect(last.body).toEqual({ items: [changed.body.revisions[1]], next: null });
    // Yesterday it was what it began as, and so it was before it was made.
    const onDay = async (at: string) => (await send<GoalAnswer>('GET', `${own}?at=${at}`)).body.target;
    expect([await onDay('2020-01-01'), await onDay('2099-01-01')]).toEqual([120_000, 130_000]);
    expect((await send('DELETE', own, undefined, { 'if-match': tag })).status).toBe(412);
    expect((await send('DELETE', own)).status).toBe(204);
    expect([(await send('GET', own)).status, (await send('GET', `${own}/revisions`)).status]).toEqual([404, 404]);
  });

  test('is made once by a request that is repeated, also where its answer was lost', async () => {
    const key = { 'idempotency-key': 'goal-once' };
    const first = await create({}, key);
    expect((await create({}, key)).goalId).toBe(first.goalId);
    const { createGoal } = await import('../../src/application/create-goal.ts');
    const { wirePorts } = await import('../../src/wiring.ts');
    const { env } = await import('cloudflare:workers');
    const decider = { workspaceId: workspace.workspaceId, planId, keyId: 'key_1' };
    const intent = { ...GOAL, weightMetric: null, owner: null, note: '' };
    const again = await createGoal(wirePorts(env), decider, intent, 'goal-once');
    expect([again.goal.goalId, again.goal.version]).toEqual([first.goalId, 1]);
  });

  test('of another plan or workspace is not there', async () => {
    const { goalId } = await create();
    const other = await createPlan(workspace);
    expect((await send('GET', `/v1/plans/${other}/goals/${goalId}`)).status).toBe(404);
    const stranger = sendWith((await openWorkspace()).key);
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', `/${goalId}`],
      ['DELETE', `/${goalId}`],
    ] as const) {
      expect((await stranger(method, path(rest))).status).toBe(404);
    }
  });
});
