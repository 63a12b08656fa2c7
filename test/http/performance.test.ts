import { beforeAll, describe, expect, test } from 'vitest';
import { expectFigures } from '../expect-figures.ts';
import { openWorkspace } from '../open-workspace.ts';
import { accounts, askOwner, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { sendWith } from '../publish.ts';
import { correct, name, publish } from '../put-in-force.ts';
import {
  type ActualRow,
  type DealRow,
  firstDayOf,
  LINEAR_SHARES,
  learnedShares,
  measured,
  pipelineOf,
  ranksOf,
} from './recount-performance.ts';
import { total } from './recount-profile.ts';

const workspace = await openWorkspace();
const send = sendWith(workspace.key);

/** Nothing was in force before. */
const FIRST = '2024-07-10';
/** Until then the layout of two territories was in force, since then the one of four is. */
const SWITCH = '2026-06-15';
const NAMED_FROM = '2026-08-10';
const AT = '2026-10-20';
const REPS: Readonly<Record<string, string>> = { t1: 'r1', t2: 'r2', t3: 'r1' };
const PERIOD = { metric: 'revenue', unit: 'EUR', start: '2026-01-01', due: '2026-12-31' };
/** Who has goals, and of what target. */
const SUBJECTS: readonly (readonly [subject: GoalAnswer['goal']['subject'], target: number])[] = [
  ...['t1', 't2', 't3', 't4'].map((territoryId) => [{ territoryId }, 9_000] as const),
  [{ repId: 'r1' }, 12_000],
  [{ plan: true }, 30_000],
];
const STAGES = [
  { name: 'qualified', probability: 0.1 },
  { name: 'proposal', probability: 0.4 },
];

interface GoalAnswer {
  readonly goal: {
    readonly goalId: string;
    readonly subject: { territoryId?: string; repId?: string; plan?: true };
    readonly target: number;
  };
  readonly [member: string]: unknown;
}

interface Answer {
  readonly items: readonly GoalAnswer[];
  readonly seasons: readonly { readonly metric: string; readonly years: number; readonly shares: readonly number[] }[];
  readonly [member: string]: unknown;
}

let plan: OwnedPlan;
const rows: ActualRow[] = [];
const deals: DealRow[] = [];
/** Territories of accounts before the switch and now. */
const before = new Map<string, string>();
const now = new Map<string, string>();
const SOME = accounts.slice(0, 40).map(({ id }) => id);
const NAMED = SOME[3] as string;

/** Numbers from a seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

beforeAll(async () => {
  plan = await openOwnedPlan(workspace);
  const ms = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const { publicationId: two } = await publish(plan, { layoutId: plan.two, reps: { t1: 'r3' } });
  const { publicationId: four } = await publish(plan, { layoutId: plan.four, reps: REPS });
  await correct(plan, two, plan.two, ms(FIRST), ms(SWITCH));
  await correct(plan, four, plan.four, ms(SWITCH), ms('2026-11-01'));
  await name(plan, [NAMED], { territoryId: 't4' }, { fromMs: ms(NAMED_FROM) });
  for (const account of SOME) {
    before.set(account, (await askOwner(plan, { account, at: '2025-03-01' })).body.territory?.id ?? '');
    now.set(account, (await askOwner(plan, { account })).body.territory?.id ?? '');
  }
  const random = seeded(7);
  for (const account of SOME) {
    for (let at = 0; at < 34; at++) {
      const month = `${2024 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
      const value = Math.round((60 + 40 * Math.cos(at / 2)) * (0.5 + random())) - (at % 9 === 4 ? 90 : 0);
      // Days tell who owned the account within a month.
      const day = String(1 + Math.floor(random() * 28)).padStart(2, '0');
      if (random() < 0.5) rows.push({ account, metric: 'revenue', period: month, value });
      else rows.push({ account, metric: 'revenue', period: `${month}-${day}`, value });
    }
    rows.push({ account, metric: 'orders', period: '2026-09', value: 1 });
    deals.push({
      ...{ id: `d-${account}`, account, stage: ['qualified', 'proposal', 'demo'][Math.floor(random() * 3)] as string },
      amount: Math.round(random() * 1_000),
      expectedClose: `2026-${random() < 0.2 ? '09' : random() < 0.7 ? '12' : '11'}-30`,
      ...(random() < 0.3 && { probability: 0.5 }),
    });
  }
  rows.push({ account: 'gone', metric: 'revenue', period: '2026-02', value: 111 });
  const path = `/v1/plans/${plan.planId}`;
  expect(await send('PUT', `${path}/actuals`, rows)).toMatchObject({ status: 200, body: { accepted: rows.length } });
  await send('PUT', `${path}/pipeline-stages`, { stages: STAGES });
  expect(await send('PUT', `${path}/deals`, deals)).toMatchObject({ status: 200, body: { accepted: deals.length } });
  for (const [subject, target] of SUBJECTS) {
    const { status, body } = await send('POST', `${path}/goals`, { ...PERIOD, subject, target });
    expect([status, status === 201 ? '' : body]).toEqual([201, '']);
  }
});

async function performance(query = ''): Promise<Answer> {
  const { status, body } = await send<Answer>('GET', `/v1/plans/${plan.planId}/performance?at=${AT}${query}`);
  expect([status, status === 200 ? '' : body]).toEqual([200, '']);
  return body;
}

/** The territory that had an account on a day. */
function territoryThen(account: string, day: string): string | undefined {
  if (account === NAMED && day >= NAMED_FROM) return 't4';
  if (day < FIRST) return now.get(account);
  return day < SWITCH ? before.get(account) : account === NAMED ? beforeNaming() : now.get(account);
}

/** Where the named account would be without its name. */
let named: string | undefined;
const beforeNaming = () => named;

beforeAll(async () => {
  const place = accounts.find(({ id }) => id === NAMED);
  const { body } = await askOwner(plan, { lat: place?.lat ?? 0, lng: place?.lng ?? 0 });
  named = body.territory?.id;
});

/** The rep that had a territory on a day. */
function repThen(territory: string | undefined, day: string): string | undefined {
  if (territory === undefined) return undefined;
  return FIRST <= day && day < SWITCH ? { t1: 'r3' }[territory] : REPS[territory];
}

function isOf(subject: GoalAnswer['goal']['subject'], account: string, day: string): boolean {
  if (subject.plan) return true;
  const territory = territoryThen(account, day);
  return subject.territoryId === undefined
    ? repThen(territory, day) === subject.repId
    : territory === subject.territoryId;
}

describe.each(['linear', 'learned'])('with a season that is %s', (season) => {
  test('every figure can be computed again from the rows that were sent', async () => {
    const answer = await performance(`&season=${season}`);
    const isLearned = season === 'learned';
    const revenue = rows.filter(({ metric }) => metric === 'revenue');
    const [shares, plain] = [1, 0].map((linear) =>
      isLearned ? learnedShares(revenue, AT, linear) : LINEAR_SHARES,
    ) as [number[], number[]];
    const owned = await countOwned();
    const items = SUBJECTS.map(([subject, target]) => {
      const own = revenue.filter((row) => isOf(subject, row.account, firstDayOf(row)));
      const goal = { start: PERIOD.start, due: PERIOD.due, target };
      const one = measured(own, { ...goal, at: AT, shares, plain, years: isLearned ? 2 : 0 });
      const open = deals.filter(({ account }) => isOf(subject, account, AT));
      const pipeline = pipelineOf(open, STAGES, { at: AT, due: PERIOD.due, gap: one.gap });
      return { subject, told: { goal: { ...goal, step: 1, version: 1 }, ...one, season, pipeline } };
    });
    const ofPlan = { achieved: items.at(-1)?.told.achieved ?? 0, potential: accounts.length };
    const rivals = items.flatMap(({ subject: { territoryId }, told }) =>
      territoryId === undefined ? [] : [{ potential: owned.get(territoryId) ?? 0, achieved: told.achieved }],
    );
    const ranks = ranksOf(rivals, ofPlan);
    const ofRep = items.find(({ subject }) => subject.repId !== undefined);
    const served = Object.keys(REPS).filter((id) => REPS[id] === ofRep?.subject.repId);
    const heldByRep = served.map((id) => owned.get(id) ?? 0);
    const repRank = ranksOf([{ achieved: ofRep?.told.achieved ?? 0, potential: total(heldByRep) }], ofPlan);
    expectFigures(answer, {
      ...{ at: AT, dealsWithoutMetric: 0, metricOfDeals: 'revenue', next: null },
      seasons: isLearned ? [{ metric: 'revenue', years: 2, shares }] : [],
      items: items.map(({ subject, told }, at) => ({
        ...told,
        ranking: subject.plan ? null : (ranks[at] ?? repRank[0]),
      })),
    });
  });
});

/** How many accounts of the plan each territory owns now. */
async function countOwned(): Promise<Map<string, number>> {
  const places = accounts.map(({ id }) => ({ account: id }));
  const path = `/v1/plans/${plan.planId}/owners`;
  const { body } = await send<{ owners: { territory: { id: string } | null }[] }>('POST', path, { places });
  const counts = new Map<string, number>();
  for (const { territory } of body.owners) counts.set(territory?.id ?? '', (counts.get(territory?.id ?? '') ?? 0) + 1);
  return counts;
}

test('sums by territory and rep are of who owned the account then', async () => {
  for (const by of ['territory', 'rep']) {
    const { body } = await send<{ items: { group: string | null; metric: string; value: number }[] }>(
      'GET',
      `/v1/plans/${plan.planId}/actuals/sums?groupBy=${by}&metric=revenue&from=2026-05-01&until=2026-09-30`,
    );
    const sums = new Map<string | null, number>();
    for (const row of rows) {
      const day = firstDayOf(row);
      if (row.metric !== 'revenue' || day < '2026-05-01' || day > '2026-09-30') continue;
      const territory = territoryThen(row.account, day);
      const group = (by === 'rep' ? repThen(territory, day) : territory) ?? null;
      sums.set(group, (sums.get(group) ?? 0) + row.value);
    }
    expect(new Map(body.items.map(({ group, value }) => [group, value]))).toEqual(sums);
  }
});

test('goals are in pages, only those whose period has the day, and a season that cannot be learned is refused', async () => {
  const path = `/v1/plans/${plan.planId}/performance`;
  const first = await performance('&limit=4');
  const rest = await performance(`&limit=4&cursor=${first.next}`);
  expect([first.items.length, rest.items.length, rest.next]).toEqual([4, 2, null]);
  expect((await send<Answer>('GET', `${path}?at=2027-01-01`)).body.items).toEqual([]);
  expect(await send('GET', `${path}?at=2026-02-30`)).toMatchObject({ status: 400 });
  expect(await send('GET', `${path}?at=${AT}&potential=nothing`)).toMatchObject({
    status: 400,
    body: { violations: [{ field: 'potential' }] },
  });
  const orders = { metric: 'orders', unit: 'orders', start: '2026-09-01', due: '2026-10-31', subject: { plan: true } };
  await send('POST', `/v1/plans/${plan.planId}/goals`, { ...orders, target: 50 });
  expect(await send('GET', `${path}?at=${AT}&season=learned`)).toMatchObject({
    status: 400,
    body: { violations: [{ field: 'season', detail: expect.stringContaining('orders') }] },
  });
  const both = await performance();
  expect(both).toMatchObject({ metricOfDeals: null, dealsWithoutMetric: deals.length });
  expect(both.items.at(-1)).toMatchObject({ achieved: 40, season: 'linear', pipeline: { deals: 0 } });
});
