import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { settleGoals } from '../../src/application/settle-goals.ts';
import { wirePorts } from '../../src/wiring.ts';
import { type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { accounts, later, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { type Send, sendWith } from '../publish.ts';
import { correct, name, publish } from '../put-in-force.ts';

interface GoalAnswer {
  readonly goalId: string;
  readonly subject: { readonly territoryId: string };
  readonly metric: string;
  readonly target: number;
  readonly origin: { readonly kind: string };
  readonly revisions: readonly {
    readonly kind: string;
    readonly effectiveDay: string;
    readonly transfer: Readonly<Record<string, unknown>> | null;
  }[];
}

const DAY_MS = 86_400_000;
const dayAt = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
/** A period of 100 days of which 60 are left today. */
const PERIOD = { start: dayAt(-40), due: dayAt(59) };
const TERRITORIES = ['t1', 't2', 't3', 't4'];

let workspace: OpenedWorkspace;
let send: Send;

beforeAll(async () => {
  workspace = await openWorkspace();
  send = sendWith(workspace.key);
});

/** Territories of all accounts in a layout, in their order, as look-ups of places say. */
async function ownersIn(layoutId: string): Promise<string[]> {
  const places = accounts.map(({ lat, lng }) => ({ lat, lng }));
  const { body } = await send<{ owners: { territoryId: string }[] }>('POST', `/v1/layouts/${layoutId}/owner`, {
    places,
  });
  return body.owners.map(({ territoryId }) => territoryId);
}

async function goalsOf({ planId }: OwnedPlan, query = ''): Promise<GoalAnswer[]> {
  return (await send<{ items: GoalAnswer[] }>('GET', `/v1/plans/${planId}/goals${query}`)).body.items;
}

function goalOf({ planId }: OwnedPlan, { goalId }: GoalAnswer) {
  return send<GoalAnswer>('GET', `/v1/plans/${planId}/goals/${goalId}`).then(({ body }) => body);
}

async function setGoals({ planId }: OwnedPlan, more: Record<string, unknown> = {}, territories = TERRITORIES) {
  for (const [at, territoryId] of territories.entries()) {
    const body = {
      ...{ subject: { territoryId }, metric: 'revenue', target: 100_000 * (at + 1), unit: 'EUR', step: 100, ...PERIOD },
      ...more,
    };
    expect((await send('POST', `/v1/plans/${planId}/goals`, body)).status).toBe(201);
  }
}

const targetsOf = (goals: readonly GoalAnswer[]) =>
  Object.fromEntries(goals.map(({ subject, target }) => [subject.territoryId, target]));
const sumOf = (goals: readonly GoalAnswer[]) => goals.reduce((all, { target }) => all + target, 0);

/** What each territory gives to each, from the uploaded rows: 60 of 100 days are left. */
function expectedMoves(before: readonly string[], after: readonly string[]) {
  const had = new Map<string, number>();
  const moved = new Map<string, { value: number; accounts: number }>();
  accounts.forEach(({ revenue }, at) => {
    const [from, to] = [before[at] ?? '', after[at] ?? ''];
    had.set(from, (had.get(from) ?? 0) + revenue);
    if (from === to) return;
    const own = moved.get(`${from} ${to}`) ?? { value: 0, accounts: 0 };
    moved.set(`${from} ${to}`, { value: own.value + revenue, accounts: own.accounts + 1 });
  });
  return { had, moved };
}

describe('when a publication takes effect, goals of territories follow their accounts', () => {
  let plan: OwnedPlan;
  let before: string[];
  let after: string[];

  beforeAll(async () => {
    plan = await openOwnedPlan(workspace);
    [before, after] = [await ownersIn(plan.four), await ownersIn(plan.two)];
    await publish(plan, { layoutId: plan.four });
    await setGoals(plan);
    await setGoals(plan, { subject: { plan: true } }, ['t1']);
    await setGoals(plan, { start: dayAt(-400), due: dayAt(-1), metric: 'visits', unit: 'visits' }, ['t1']);
  });

  test('pro rata by days and value, with the old and the new on record, and the sum stays', async () => {
    const start = await goalsOf(plan);
    const { publicationId } = await publish(plan, { layoutId: plan.two });
    // All at once: it is done once.
    const reads = await Promise.all([1, 2, 3, 4].map(() => goalsOf(plan)));
    const goals = await goalsOf(plan);
    for (const read of reads) expect(read).toEqual(goals);
    expect(sumOf(goals)).toBe(sumOf(start));
    // The plan's own goal, and one whose period is over, stay.
    expect(goals.slice(4)).toEqual(start.slice(4));
    const { had, moved } = expectedMoves(before, after);
    expect(moved.size).toBeGreaterThan(2);
    const given = new Map<string, number>();
    for (const goal of goals.slice(0, 4)) {
      const { revisions } = await goalOf(plan, goal);
      for (const { kind, transfer } of revisions.filter((one) => one.transfer !== null)) {
        const { territoryId, amount } = transfer as { territoryId: string; amount: number };
        const own = goal.subject.territoryId;
        const [from, to] = kind === 'gave' ? [own, territoryId] : [territoryId, own];
        const expected = moved.get(`${from} ${to}`);
        const target = 100_000 * (TERRITORIES.indexOf(from) + 1);
        const exact = (target * 0.6 * (expected?.value ?? 0)) / (had.get(from) ?? 0);
        expect(Math.abs(amount - exact)).toBeLessThan(200);
        expect(amount % 100).toBe(0);
        expect(transfer).toMatchObject({
          ...{ cause: { kind: 'publication', publicationId }, accounts: expected?.accounts, weightMetric: 'revenue' },
          ...{ daysLeft: 60, days: 100, remaining: target * 0.6 },
        });
        expect(transfer?.value).toBeCloseTo(expected?.value ?? 0, 4);
        expect(transfer?.totalValue).toBeCloseTo(had.get(from) ?? 0, 4);
        if (kind === 'gave') given.set(`${from} ${to}`, amount);
      }
    }
    // Each move that carries a step is on record, and whole territories gave all that was left.
    expect([...given.keys()].sort()).toEqual([...moved.keys()].sort());
    const wholly = TERRITORIES.filter((id) => !after.includes(id));
    expect(wholly.map((id) => targetsOf(goals.slice(0, 4))[id])).toEqual(
      wholly.map((id) => 40_000 * (TERRITORIES.indexOf(id) + 1)),
    );
  });

  test('a day before it is as it was', async () => {
    const now = await goalsOf(plan);
    const ofDay = await goalsOf(plan, `?at=${dayAt(-1)}&metric=revenue`);
    expect(targetsOf(ofDay.slice(0, 4))).toEqual({ t1: 100_000, t2: 200_000, t3: 300_000, t4: 400_000 });
    expect(targetsOf((await goalsOf(plan, `?at=${dayAt(0)}&metric=revenue`)).slice(0, 4))).toEqual(
      targetsOf(now.slice(0, 4)),
    );
  });

  test('what is scheduled moves nothing before its time, withdrawn it never does', async () => {
    const start = await goalsOf(plan);
    const scheduled = await publish(plan, { layoutId: plan.four, fromMs: Date.now() + DAY_MS });
    expect(await goalsOf(plan)).toEqual(start);
    expect((await send('POST', `/v1/publications/${scheduled.publicationId}/withdraw`, { reason: 'no' })).status).toBe(
      200,
    );
    expect(await goalsOf(plan)).toEqual(start);
  });

  test('what was put right in the past counts for the days that it was so, and the sum stays', async () => {
    const start = await goalsOf(plan);
    const { publicationId } = await publish(plan, { layoutId: plan.four, fromMs: Date.now() + 400 * DAY_MS });
    // Nothing was in force then: whom the accounts came from nobody knows.
    await correct(plan, publicationId, plan.four, Date.now() - 3 * DAY_MS, Date.now() - 2 * DAY_MS);
    expect(await goalsOf(plan)).toEqual(start);
  });

  test('withdrawn while it is in force it moves them back to where the accounts are, and the sum stays', async () => {
    const start = await goalsOf(plan);
    const { publicationId } = await publish(plan, { layoutId: plan.four });
    const there = await goalsOf(plan);
    expect(targetsOf(there.slice(0, 4))).not.toEqual(targetsOf(start.slice(0, 4)));
    await later(20);
    expect((await send('POST', `/v1/publications/${publicationId}/withdraw`, { reason: 'no' })).status).toBe(200);
    const back = await goalsOf(plan);
    expect([sumOf(there), sumOf(back)]).toEqual([sumOf(start), sumOf(start)]);
    // All that goes to territories that end goes back to those that there are.
    expect(targetsOf(back.slice(0, 4))).not.toEqual(targetsOf(there.slice(0, 4)));
  });
});

describe('goals', () => {
  test('of a territory that had none like it are made where accounts come, and followed on', async () => {
    const plan = await openOwnedPlan(workspace);
    const [before, after] = [await ownersIn(plan.two), await ownersIn(plan.four)];
    await publish(plan, { layoutId: plan.two });
    await setGoals(plan, {}, ['t1', 't2']);
    await setGoals(plan, { metric: 'calls', unit: 'calls', step: 1, target: 1_001 }, ['t1']);
    await publish(plan, { layoutId: plan.four });
    const goals = await goalsOf(plan);
    expect(sumOf(goals)).toBe(300_000 + 1_001);
    const made = goals.slice(3).map((one) => `${one.subject.territoryId} ${one.metric} ${one.origin.kind}`);
    const { moved } = expectedMoves(before, after);
    const expected = [...moved.keys()].flatMap((pair) => {
      const [from, to] = pair.split(' ');
      return [...(['t1', 't2'].includes(to ?? '') ? [] : ['revenue']), ...(from === 't1' ? ['calls'] : [])]
        .filter((metric) => metric === 'revenue' || to !== 't1')
        .map((metric) => `${to} ${metric} transfer`);
    });
    expect([...new Set(made)].sort()).toEqual([...new Set(expected)].sort());
    expect(made).toHaveLength(new Set(made).size);
    // Nobody has a value of calls: the number of accounts counts.
    const calls = goals.find(({ metric }) => metric === 'calls') as GoalAnswer;
    const [, transfer] = (await goalOf(plan, calls)).revisions;
    expect(transfer?.transfer).toMatchObject({
      weightMetric: 'accounts',
      totalValue: before.filter((id) => id === 't1').length,
    });
  });

  test('follow accounts that are named to another territory, to a rep who serves one, and back', async () => {
    const plan = await openOwnedPlan(workspace);
    const owners = await ownersIn(plan.four);
    await publish(plan, { layoutId: plan.four, reps: { t2: 'r1', t3: 'r2' } });
    await setGoals(plan, { target: 1_000_000, step: 1 });
    const own = accounts.filter((_, at) => owners[at] === 't1');
    const [first, second, third] = own.map(({ id }) => id) as [string, string, string];
    const value = (ids: readonly string[]) =>
      own.filter(({ id }) => ids.includes(id)).reduce((all, { revenue }) => all + revenue, 0);
    const total = own.reduce((all, { revenue }) => all + revenue, 0);
    const { seq } = await name(plan, [first, second], { territoryId: 't2' });
    const goals = await goalsOf(plan);
    const amount = Math.round((600_000 * value([first, second])) / total);
    expect(targetsOf(goals)).toEqual({ t1: 1_000_000 - amount, t2: 1_000_000 + amount, t3: 1_000_000, t4: 1_000_000 });
    const [, gave] = (await goalOf(plan, goals[0] as GoalAnswer)).revisions;
    expect(gave).toMatchObject({
      kind: 'gave',
      transfer: { seq, cause: { kind: 'accounts-named' }, accounts: 2, territoryId: 't2', amount },
    });
    // To r2, who serves t3; to r3, who serves none: it stays where it is.
    await name(plan, [third], { repId: 'r2' });
    await name(plan, [own[3]?.id ?? ''], { repId: 'r3' });
    const then = targetsOf(await goalsOf(plan));
    const left = 1_000_000 - amount;
    const share = value([third]) / (total - value([first, second]));
    expect([then.t1, then.t3]).toEqual([
      left - Math.round(left * 0.6 * share),
      1_000_000 + Math.round(left * 0.6 * share),
    ]);
    // The owner by name ends: back to the place.
    await name(plan, [first, second], null);
    const back = await goalsOf(plan);
    expect(sumOf(back)).toBe(4_000_000);
    expect(targetsOf(back).t2).toBeLessThan(1_000_000 + amount);
  });

  test('follow an owner by name for a time when it begins and when it ends', async () => {
    const plan = await openOwnedPlan(workspace);
    const owners = await ownersIn(plan.four);
    await publish(plan, { layoutId: plan.four });
    await setGoals(plan, { step: 1 });
    const id = accounts[owners.indexOf('t1')]?.id ?? '';
    await name(plan, [id], { territoryId: 't4' }, { fromMs: Date.now() + 1500, untilMs: Date.now() + 1700 });
    expect((await goalOf(plan, (await goalsOf(plan))[0] as GoalAnswer)).revisions).toHaveLength(1);
    await later(1800);
    const goals = await goalsOf(plan);
    const { revisions } = await goalOf(plan, goals[0] as GoalAnswer);
    expect(revisions.map(({ kind }) => kind)).toEqual(['created', 'gave', 'received']);
    expect(sumOf(goals)).toBe(1_000_000);
  });

  test('move once where a Worker ends before or after the write, or others write in between', async () => {
    const plan = await openOwnedPlan(workspace);
    await publish(plan, { layoutId: plan.four });
    await setGoals(plan);
    await publish(plan, { layoutId: plan.two });
    const ports = wirePorts(env);
    const dying = (write: typeof ports.goals.write) => ({ ...ports, goals: { ...ports.goals, write } });
    const ended = () => Promise.reject(new Error('the Worker ended'));
    const { workspaceId } = workspace;
    await expect(settleGoals(dying(ended), workspaceId, plan.planId)).rejects.toThrow('the Worker ended');
    const kept = async () => {
      const { results } = await env.DB.prepare(
        'SELECT * FROM goal_revisions WHERE plan_number = (SELECT plan_number FROM plans WHERE plan_id = ?)',
      )
        .bind(plan.planId)
        .all();
      return results.length;
    };
    expect(await kept()).toBe(4);
    // Another goal is set between the reading and the writing.
    let isFirst = true;
    const interrupted = dying(async (...given) => {
      if (isFirst) {
        isFirst = false;
        await ports.goals.write(workspaceId, plan.planId, {
          ...given[2],
          created: [],
          changed: [],
          revisions: [],
          clock: given[2].expected,
        });
      }
      return ports.goals.write(...given);
    });
    await settleGoals(interrupted, workspaceId, plan.planId);
    expect(isFirst).toBe(false);
    const after = await kept();
    expect(after).toBeGreaterThan(4);
    const goals = await goalsOf(plan);
    const afterwards = dying(async (...given) => {
      await ports.goals.write(...given);
      throw new Error('the Worker ended');
    });
    await settleGoals(afterwards, workspaceId, plan.planId);
    expect([await goalsOf(plan), await kept(), sumOf(goals)]).toEqual([goals, after, 1_000_000]);
  });
});
