import { beforeAll, describe, expect, test } from 'vitest';
import { openWorkspace } from '../open-workspace.ts';
import { accounts, askOwner, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { sendWith } from '../publish.ts';
import { correct, name, publish } from '../put-in-force.ts';

const workspace = await openWorkspace();
const send = sendWith(workspace.key);

/** Nothing was in force before. */
const FIRST = '2024-07-10';
/** Until then the layout of two territories was in force, since then the one of four is. */
const SWITCH = '2026-06-15';
const NAMED_FROM = '2026-08-10';
const AT = '2026-10-20';
const REPS: Readonly<Record<string, string>> = { t1: 'r1', t2: 'r2', t3: 'r1' };
const STAGES = [
  { name: 'qualified', probability: 0.1 },
  { name: 'proposal', probability: 0.4 },
];

interface Row {
  readonly account: string;
  readonly metric: string;
  readonly period: string;
  readonly value: number;
}

interface Deal {
  readonly id: string;
  readonly account: string;
  readonly stage: string;
  readonly amount: number;
  readonly expectedClose: string;
  readonly probability?: number;
}

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
const rows: Row[] = [];
const deals: Deal[] = [];
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
  const period = { metric: 'revenue', unit: 'EUR', start: '2026-01-01', due: '2026-12-31' };
  for (const [subject, target] of [
    ...['t1', 't2', 't3', 't4'].map((territoryId) => [{ territoryId }, 9_000] as const),
    [{ repId: 'r1' }, 12_000],
    [{ plan: true }, 30_000],
  ] as const) {
    const { status, body } = await send('POST', `${path}/goals`, { ...period, subject, target });
    expect([status, status === 201 ? '' : body]).toEqual([201, '']);
  }
});

async function performance(query = ''): Promise<Answer> {
  const { status, body } = await send<Answer>('GET', `/v1/plans/${plan.planId}/performance?at=${AT}${query}`);
  expect([status, status === 200 ? '' : body]).toEqual([200, '']);
  return body;
}

const firstDay = ({ period }: Row) => (period.length === 7 ? `${period}-01` : period);

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

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Weights of the days of 2026, one by one. */
function dayWeights(shares: readonly number[]): Map<string, number> {
  const weights = new Map<string, number>();
  DAYS.forEach((days, month) => {
    for (let day = 1; day <= days; day++) {
      const text = `2026-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      weights.set(text, (shares[month] as number) / days);
    }
  });
  return weights;
}

function recomputedShares(linearYears = 1): number[] {
  // Full years up to the last full month, September 2026.
  const sums = new Map<string, number>();
  for (const row of rows) {
    if (row.metric !== 'revenue' || firstDay(row) > AT) continue;
    const month = row.period.slice(0, 7);
    sums.set(month, (sums.get(month) ?? 0) + row.value);
  }
  // The season has no month below 0.
  for (const [month, sum] of sums) sums.set(month, Math.max(0, sum));
  const years = [
    [
      '2025-10',
      '2025-11',
      '2025-12',
      ...['01', '02', '03', '04', '05', '06', '07', '08', '09'].map((m) => `2026-${m}`),
    ],
    [
      '2024-10',
      '2024-11',
      '2024-12',
      ...['01', '02', '03', '04', '05', '06', '07', '08', '09'].map((m) => `2025-${m}`),
    ],
  ];
  return DAYS.map((days, at) => {
    const month = String(at + 1).padStart(2, '0');
    let shares = 0;
    for (const year of years) {
      let total = 0;
      for (const one of year) total += sums.get(one) ?? 0;
      shares += (sums.get(year.find((one) => one.endsWith(`-${month}`)) ?? '') ?? 0) / total;
    }
    return (shares + (linearYears * days) / 365) / (2 + linearYears);
  });
}

describe.each(['linear', 'learned'])('with a season that is %s', (season) => {
  test('every figure can be computed again from the rows that were sent', async () => {
    const answer = await performance(`&season=${season}`);
    const shares = season === 'linear' ? DAYS.map((days) => days / 365) : recomputedShares();
    if (season === 'learned') {
      expect(answer.seasons).toMatchObject([{ metric: 'revenue', years: 2 }]);
      for (const at of shares.keys()) expect(answer.seasons[0]?.shares[at]).toBeCloseTo(shares[at] as number, 10);
    } else expect(answer.seasons).toEqual([]);
    const weights = dayWeights(shares);
    let [done, rest] = [0, 0];
    for (const [day, weight] of weights) {
      if (day <= AT) done += weight;
      else rest += weight;
    }
    expect(answer.items).toHaveLength(6);
    let ofPlan = 0;
    for (const row of rows) {
      if (row.metric === 'revenue' && firstDay(row) >= '2026-01-01' && firstDay(row) <= AT) ofPlan += row.value;
    }
    const indexes: number[] = [];
    for (const item of answer.items) {
      const { subject, target } = item.goal;
      let achieved = 0;
      const months = new Map<string, number>();
      for (const row of rows) {
        const day = firstDay(row);
        if (row.metric !== 'revenue' || day > AT || !isOf(subject, row.account, day)) continue;
        if (day >= '2026-01-01') achieved += row.value;
        const month = row.period.slice(0, 7);
        if (month >= '2024-10' && month <= '2026-09') months.set(month, (months.get(month) ?? 0) + row.value);
      }
      const expected = (target * done) / (done + rest);
      expect(item.achieved).toBeCloseTo(achieved, 6);
      expect(item.attainment).toBeCloseTo(achieved / target, 9);
      expect(item.elapsed).toBeCloseTo(done / (done + rest), 9);
      expect(item.expected).toBeCloseTo(expected, 6);
      expect(item.pace).toBeCloseTo(achieved / expected, 9);
      expect(item.gap).toBeCloseTo(target - achieved, 6);
      const pace = achieved / expected;
      expect(item.status).toBe(pace >= 0.95 ? 'on-track' : pace >= 0.8 ? 'at-risk' : 'behind');

      const forecast = item.forecast as Record<string, number | null>;
      expect(forecast.value).toBeCloseTo(achieved + (achieved / done) * rest, 6);
      // Months from the first with anything on, 24 at most.
      const named = [...months.keys()].sort();
      const known: string[] = [];
      for (const year of [2024, 2025, 2026]) {
        for (let at = 1; at <= 12; at++) {
          const month = `${year}-${String(at).padStart(2, '0')}`;
          if (month >= (named[0] ?? '9') && month <= '2026-09') known.push(month);
        }
      }
      expect(forecast.months).toBe(known.length);
      if (known.length < 6) expect(forecast).toMatchObject({ low: null, high: null, spread: null });
      else {
        const weightOf = (month: string) => shares[Number(month.slice(5)) - 1] as number;
        let [sum, weight] = [0, 0];
        for (const month of known) {
          sum += months.get(month) ?? 0;
          weight += weightOf(month);
        }
        const ratios = known.map((month) => (months.get(month) ?? 0) / weightOf(month) / (sum / weight));
        const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length;
        const spread = Math.sqrt(ratios.reduce((a, b) => a + (b - mean) ** 2, 0) / (ratios.length - 1));
        expect(forecast.spread).toBeCloseTo(spread, 9);
        let [squaresDone, squaresRest] = [0, 0];
        for (const [day, one] of weights) {
          const square = one * (shares[Number(day.slice(5, 7)) - 1] as number);
          if (day <= AT) squaresDone += square;
          else squaresRest += square;
        }
        const t = { 5: 1.476, 23: 1.319 }[known.length - 1];
        const scatter =
          (t ?? Number.NaN) *
          (season === 'learned' ? Math.sqrt(11 / 5) : 1) *
          spread *
          Math.abs(achieved / done) *
          Math.sqrt(squaresRest + (rest / done) ** 2 * squaresDone);
        // What the forecast would be with shares that were not moved toward linear.
        let elsewhere = 0;
        if (season === 'learned') {
          let [over, left] = [0, 0];
          for (const [day, one] of dayWeights(recomputedShares(0))) {
            if (day <= AT) over += one;
            else left += one;
          }
          elsewhere = Math.abs((achieved / over) * left - (achieved / done) * rest);
        }
        const half = scatter + elsewhere;
        if (t !== undefined) expect(forecast.high).toBeCloseTo((forecast.value ?? 0) + half, 5);
        expect((forecast.high ?? 0) + (forecast.low ?? 0)).toBeCloseTo(2 * (forecast.value ?? 0), 6);
      }

      let [count, amount, weighted, overdue] = [0, 0, 0, 0];
      for (const deal of deals) {
        const owner = now.get(deal.account);
        const isOwn =
          subject.plan ||
          (subject.repId === undefined ? owner === subject.territoryId : REPS[owner ?? ''] === subject.repId);
        if (!isOwn) continue;
        if (deal.expectedClose < AT) overdue++;
        else {
          count++;
          amount += deal.amount;
          const chance = STAGES.find((stage) => stage.name === deal.stage)?.probability ?? 0;
          weighted += deal.amount * (deal.probability ?? chance);
        }
      }
      const pipeline = item.pipeline as Record<string, unknown> & { weighted: number };
      expect(pipeline).toMatchObject({ deals: count, amount, overdue: { deals: overdue } });
      expect(pipeline.weighted).toBeCloseTo(weighted, 6);
      if (target > achieved) expect(pipeline.cover).toBeCloseTo(weighted / (target - achieved), 9);
      else expect(pipeline.cover).toBeNull();

      if (subject.territoryId !== undefined) {
        const ranking = item.ranking as { potential: number; index: number };
        // Accounts count as potential here; who is named for one has it.
        const potential = await ownedNow(subject.territoryId);
        expect(ranking.potential).toBe(potential);
        expect(ranking.index).toBeCloseTo(achieved / potential / (ofPlan / accounts.length), 9);
        indexes.push(ranking.index);
      } else if (subject.plan) expect(item.ranking).toBeNull();
    }
    const ranks = answer.items.flatMap(({ goal, ranking }) =>
      goal.subject.territoryId === undefined ? [] : [(ranking as { rank: number }).rank],
    );
    expect(ranks).toEqual(indexes.map((index) => 1 + indexes.filter((other) => other > index).length));
  });
});

const counted = new Map<string, number>();
/** Accounts of the plan that a territory owns now. */
async function ownedNow(territory: string): Promise<number> {
  if (counted.size === 0) {
    const places = accounts.map(({ id }) => ({ account: id }));
    const { body } = await send<{ owners: { territory: { id: string } | null }[] }>(
      'POST',
      `/v1/plans/${plan.planId}/owners`,
      { places },
    );
    for (const { territory: owner } of body.owners)
      counted.set(owner?.id ?? '', (counted.get(owner?.id ?? '') ?? 0) + 1);
  }
  return counted.get(territory) ?? 0;
}

test('sums by territory and rep are of who owned the account then', async () => {
  for (const by of ['territory', 'rep']) {
    const { body } = await send<{ items: { group: string | null; metric: string; value: number }[] }>(
      'GET',
      `/v1/plans/${plan.planId}/actuals/sums?groupBy=${by}&metric=revenue&from=2026-05-01&until=2026-09-30`,
    );
    const sums = new Map<string | null, number>();
    for (const row of rows) {
      const day = firstDay(row);
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
