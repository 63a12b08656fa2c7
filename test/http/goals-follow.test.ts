import { beforeAll, describe, expect, test } from 'vitest';
import { type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { accounts, later, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { type Send, sendWith } from '../publish.ts';
import { correct, name, publish } from '../put-in-force.ts';
import { upload } from '../solve-by-job.ts';

interface GoalAnswer {
  readonly goalId: string;
  readonly subject: { readonly territoryId: string };
  readonly target: number;
  readonly revisions: readonly {
    readonly kind: string;
    readonly effectiveDay: string;
    readonly from: number;
    readonly to: number;
    readonly transfer: { readonly cause: { readonly kind: string }; readonly amount: number } | null;
  }[];
}

const DAY_MS = 86_400_000;
const dayAt = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
/** A period of 100 days of which 60 are left today. */
const PERIOD = { start: dayAt(-40), due: dayAt(59) };
type Account = (typeof accounts)[number];

let workspace: OpenedWorkspace;
let send: Send;
let plan: OwnedPlan;

beforeAll(async () => {
  workspace = await openWorkspace();
  send = sendWith(workspace.key);
  plan = await openOwnedPlan(workspace);
});

const goalsOf = async (query = '') =>
  (await send<{ items: GoalAnswer[] }>('GET', `/v1/plans/${plan.planId}/goals${query}`)).body.items;
const goalOf = async ({ goalId }: GoalAnswer) =>
  (await send<GoalAnswer>('GET', `/v1/plans/${plan.planId}/goals/${goalId}`)).body;
const sumOf = (goals: readonly GoalAnswer[]) => goals.reduce((all, { target }) => all + target, 0);
const targetsOf = (goals: readonly GoalAnswer[]) =>
  Object.fromEntries(goals.map(({ subject, target }) => [subject.territoryId, target]));

/** Makes the goals of territories anew. */
async function setGoals(target: number, step: number, territories: readonly string[]): Promise<void> {
  for (const { goalId } of await goalsOf()) {
    const path = `/v1/plans/${plan.planId}/goals/${goalId}`;
    expect((await send('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(204);
  }
  for (const territoryId of territories) {
    const goal = { subject: { territoryId }, metric: 'revenue', target, unit: 'EUR', step, ...PERIOD };
    expect((await send('POST', `/v1/plans/${plan.planId}/goals`, goal)).status).toBe(201);
  }
}

async function ownersIn(layoutId: string): Promise<string[]> {
  const places = accounts.map(({ lat, lng }) => ({ lat, lng }));
  const { body } = await send<{ owners: { territoryId: string }[] }>('POST', `/v1/layouts/${layoutId}/owner`, {
    places,
  });
  return body.owners.map(({ territoryId }) => territoryId);
}

const csvOf = (rows: readonly Account[], more: (row: Account) => string = () => '') =>
  `id,lat,lng,revenue,visits,segment\n${rows
    .map((row) => `${row.id},${row.lat},${row.lng},${row.revenue},${row.visits},${more(row)}\n`)
    .join('')}`;

/** Replaces all accounts of the plan. */
async function replaceAll(rows: readonly Account[]): Promise<void> {
  const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csvOf(rows) };
  const answer = await workspace.fetch(`/v1/plans/${plan.planId}/accounts?mode=replace`, init);
  expect(answer.status).toBe(200);
}

const sumValue = (rows: readonly Account[]) => rows.reduce((all, { revenue }) => all + revenue, 0);

describe('goals of territories follow their accounts', () => {
  test('where an upload says that they are elsewhere, whether it merges or replaces, and what comes or goes takes nothing', async () => {
    await publish(plan, { layoutId: plan.four });
    const owners = await ownersIn(plan.four);
    await setGoals(1_000_000, 1, ['t1', 't2', 't3', 't4']);
    const own = (territory: string) => accounts.filter((_, at) => owners[at] === territory);
    const [target] = own('t3') as [Account];
    const moving = own('t1').slice(0, 5);
    const moved = moving.map((row) => ({ ...row, lat: target.lat, lng: target.lng }));
    await upload(workspace, plan.planId, csvOf(moved));
    const goals = await goalsOf();
    const amount = Math.round((600_000 * sumValue(moving)) / sumValue(own('t1')));
    expect(targetsOf(goals)).toEqual({ t1: 1_000_000 - amount, t2: 1_000_000, t3: 1_000_000 + amount, t4: 1_000_000 });
    for (const [at, kind] of [
      [0, 'gave'],
      [2, 'received'],
    ] as const) {
      const { revisions } = await goalOf(goals[at] as GoalAnswer);
      expect(revisions.at(-1)).toMatchObject({
        ...{ kind, effectiveDay: dayAt(0) },
        transfer: { cause: { kind: 'accounts-moved' }, seq: null, amount, accounts: 5 },
      });
    }
    expect(await goalsOf()).toEqual(goals);
    // Two are gone and one is new: nobody takes over.
    const rest = accounts.slice(2).map((row) => moved.find(({ id }) => id === row.id) ?? row);
    await replaceAll([...rest, { ...target, id: 'new' }]);
    expect(await goalsOf()).toEqual(goals);
    // A file that replaces all moves them back.
    await replaceAll(accounts);
    const back = await goalsOf();
    expect([sumOf(back), targetsOf(back).t3 ?? 0]).toEqual([4_000_000, expect.any(Number)]);
    expect(targetsOf(back).t3).toBeLessThan(1_000_000 + amount);
  });

  test('where rules give them to others, and take them back', async () => {
    const owners = await ownersIn(plan.four);
    const big = accounts.filter((_, at) => at % 7 === 0);
    await upload(
      workspace,
      plan.planId,
      csvOf(big, () => 'big'),
    );
    await setGoals(1_000_000, 100, ['t1', 't2', 't3', 't4']);
    const rules = (list: unknown[]) =>
      send('PUT', `/v1/plans/${plan.planId}/rules`, { rules: list, reason: 'teams' }, { 'if-match': '*' });
    expect((await rules([{ id: 'big', when: { segments: ['big'] }, owner: { territoryId: 't2' } }])).status).toBe(200);
    const goals = await goalsOf();
    let came = 0;
    for (const [at, id] of ['t1', 't3', 't4'].entries()) {
      const all = accounts.filter((_, at) => owners[at] === id);
      const amount = (600_000 * sumValue(all.filter((row) => big.includes(row)))) / sumValue(all);
      expect(Math.abs(1_000_000 - (targetsOf(goals)[id] ?? 0) - amount)).toBeLessThanOrEqual(50);
      expect((await goalOf(goals[at === 0 ? 0 : at + 1] as GoalAnswer)).revisions.at(-1)).toMatchObject({
        transfer: { cause: { kind: 'rules-changed' } },
      });
      came += 1_000_000 - (targetsOf(goals)[id] ?? 0);
    }
    expect(targetsOf(goals).t2).toBe(1_000_000 + came);
    // Their places change hands: what rules give stays.
    const before = targetsOf(goals).t2 ?? 0;
    await upload(
      workspace,
      plan.planId,
      csvOf(
        big.map((row) => ({ ...row, lat: accounts[0]?.lat ?? 0 })),
        () => 'big',
      ),
    );
    expect(targetsOf(await goalsOf()).t2).toBe(before);
    await upload(
      workspace,
      plan.planId,
      csvOf(big, () => 'big'),
    );
    expect((await rules([])).status).toBe(200);
    const back = await goalsOf();
    expect([sumOf(back), (targetsOf(back).t2 ?? 0) < before]).toEqual([4_000_000, true]);
  });

  test('where it is put right who has had them, for those days alone', async () => {
    plan = await openOwnedPlan(workspace);
    const { publicationId } = await publish(plan, { layoutId: plan.two });
    const ms = (days: number) => Date.parse(`${dayAt(days)}T00:00:00Z`);
    await correct(plan, publicationId, plan.two, ms(-40), Date.now() - 1000);
    await setGoals(1_000_000, 1, ['t1', 't2']);
    const [two, four] = [await ownersIn(plan.two), await ownersIn(plan.four)];
    const other = await publish(plan, { layoutId: plan.four, fromMs: Date.now() + 400 * DAY_MS });
    await correct(plan, other.publicationId, plan.four, ms(-30), ms(-10));
    const goals = await goalsOf();
    expect(sumOf(goals)).toBe(2_000_000);
    const days = (day: number) => goalsOf(`?at=${dayAt(day)}`).then(targetsOf);
    expect(await days(-31)).toMatchObject({ t1: 1_000_000, t2: 1_000_000 });
    const value = (from: string, to: string) =>
      sumValue(accounts.filter((_, at) => two[at] === from && four[at] === to));
    const all = (from: string) => sumValue(accounts.filter((_, at) => two[at] === from));
    const during = await days(-20);
    for (const id of ['t3', 't4']) {
      const came = ['t1', 't2'].reduce((sum, from) => sum + (200_000 * value(from, id)) / all(from), 0);
      expect(Math.abs((during[id] ?? 0) - came)).toBeLessThanOrEqual(2);
      expect(during[id]).toBeGreaterThan(0);
    }
    expect(during).toEqual(targetsOf(goals));
    const { revisions } = await goalOf(goals[2] as GoalAnswer);
    expect(revisions.slice(1)).toMatchObject(
      ['t1', 't2']
        .filter((from) => value(from, 't3') > 0)
        .map(() => ({
          ...{ kind: 'received', effectiveDay: dayAt(-30) },
          transfer: { cause: { kind: 'ownership-corrected' }, daysLeft: 20, days: 100 },
        })),
    );
    // A name that was put right, likewise: within the time, and past another correction.
    const id = accounts[two.indexOf('t1')]?.id ?? '';
    await name(plan, [id], { territoryId: 't2' }, { fromMs: ms(-35), untilMs: ms(-5), isCorrection: true });
    const named = await goalsOf();
    expect([sumOf(named), named.length]).toEqual([2_000_000, goals.length]);
    expect(targetsOf(named).t2).toBeGreaterThan(targetsOf(goals).t2 ?? 0);
  });
});

/** Numbers from a seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('whatever the order in which accounts change hands', () => {
  test.each([1, 2, 3])(
    'the sum of goals stays, each is the sum of its revisions and in whole steps: history %i',
    async (seed) => {
      const random = seeded(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      const publications: { publicationId: string; layoutId: string }[] = [];
      const publishAny = async () => {
        const layoutId = pick([plan.two, plan.four]);
        const reps = { t1: pick(['r1', null]), t2: pick(['r2', 'r1', null]) };
        publications.push({ ...(await publish(plan, { layoutId, reps })), layoutId });
      };
      await publishAny();
      await setGoals(Math.floor(random() * 1e6) * 7, 7, ['t1', 't2', 't3']);
      const before = sumOf(await goalsOf());
      const ids = () => Array.from({ length: 1 + Math.floor(random() * 20) }, () => pick(accounts).id);
      const times = () => {
        const fromMs = Date.now() - Math.floor((2 + random() * 38) * DAY_MS);
        return { fromMs, untilMs: fromMs + 1 + Math.floor(random() * DAY_MS * 2) };
      };
      const steps: (() => Promise<unknown>)[] = [
        publishAny,
        () => name(plan, ids(), pick([{ territoryId: 't2' }, { territoryId: 't9' }, { repId: 'r1' }, null])),
        () => name(plan, ids(), { territoryId: pick(['t1', 't3']) }, { ...times(), isCorrection: true }),
        () => name(plan, ids(), { territoryId: 't4' }, { fromMs: Date.now() + 30, untilMs: Date.now() + 60 }),
        async () => {
          const { publicationId, layoutId } = pick(publications);
          const { fromMs, untilMs } = times();
          await correct(plan, publicationId, layoutId, fromMs, untilMs);
        },
        () =>
          upload(
            workspace,
            plan.planId,
            csvOf(
              ids().map((id) => ({ ...pick(accounts), id })),
              () => pick(['big', '']),
            ),
          ),
        () => replaceAll(accounts.filter(() => random() < 0.9).map((row) => ({ ...row, lat: pick(accounts).lat }))),
        () => {
          const rule = { id: 'a', when: { segments: ['big'] }, owner: pick([{ territoryId: 't1' }, { repId: 'r2' }]) };
          const body = { rules: random() < 0.7 ? [rule] : [], reason: 'x' };
          return send('PUT', `/v1/plans/${plan.planId}/rules`, body, { 'if-match': '*' });
        },
        () => publish(plan, { layoutId: plan.two, line: 'ovens' }),
        () => name(plan, ids(), { territoryId: 't1' }, { line: 'ovens' }),
      ];
      for (let at = 0; at < 10; at++) {
        await pick(steps)();
        if (random() < 0.3) await later(35);
        if (random() < 0.6) expect(sumOf(await goalsOf())).toBe(before);
      }
      const goals = await goalsOf();
      expect(sumOf(goals)).toBe(before);
      for (const goal of goals) {
        expect([goal.target >= 0, goal.target % 7]).toEqual([true, 0]);
        const { revisions } = await goalOf(goal);
        for (const { from, to, transfer } of revisions) expect(Math.abs(to - from)).toBe(transfer?.amount ?? to - from);
        expect(revisions.at(-1)?.to).toBe(goal.target);
      }
    },
  );
});
