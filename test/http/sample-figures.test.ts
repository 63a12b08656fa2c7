import { beforeAll, describe, expect, test } from 'vitest';
import { differences, expectFigures } from '../expect-figures.ts';
import { breakOffSample, type LoadedSample, loadSample, uploadedRows } from '../loaded-sample.ts';
import { rampOf, type StageRow, sharesOf, smartOf } from './recount-goals.ts';
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
import { profileOf, type Row, territoryAt, total, travelHours, visitsOf } from './recount-profile.ts';
import { qualityOf } from './recount-quality.ts';
import { statementsOf } from './recount-statements.ts';

const TERRITORIES = 6;
const METRICS = ['establishments', 'employees', 'revenue', 'potential'];

/** An account as it was uploaded. */
type MarketRow = Row & { readonly establishments: number; readonly employees: number };

// biome-ignore lint/suspicious/noExplicitAny: answers are held against what is counted here, member by member.
type Answer = any;

let sample: LoadedSample;
let rows: MarketRow[] = [];
let travel: number[] = [];
let homes: (string | null)[] = [];
let ids: string[] = [];
let actuals: ActualRow[] = [];
let deals: DealRow[] = [];
let goalsSent: Answer[] = [];

const lastSent = (name: string): Answer => JSON.parse(sample.sent.get(name)?.at(-1) ?? '');
const plan = () => `/v1/plans/${sample.planId}`;

beforeAll(async () => {
  sample = await loadSample(TERRITORIES);
  const { sent } = sample;
  rows = uploadedRows(sent.get('accounts') ?? [], true).map((row) => ({
    ...{ id: row.id ?? '', lat: Number(row.lat), lng: Number(row.lng), status: row.status as Row['status'] },
    ...{ segment: row.segment ?? '', size: row.size ?? '', repId: row.repId ?? '' },
    productLines: (row.productLines ?? '').split(';').filter(Boolean),
    requiredSkills: (row.requiredSkills ?? '').split(';').filter(Boolean),
    ...{ visitMinutes: Number(row.visitMinutes), visitsPerPeriod: Number(row.visitsPerPeriod) },
    ...{ revenue: Number(row.revenue), potential: Number(row.potential) },
    ...{ establishments: Number(row.establishments), employees: Number(row.employees) },
  }));
  actuals = uploadedRows(sent.get('actuals') ?? []).map(({ account = '', metric = '', period = '', value }) => ({
    ...{ account, metric, period, value: Number(value) },
  }));
  deals = uploadedRows(sent.get('deals') ?? []).map(
    ({ id = '', account = '', stage = '', expectedClose = '', ...row }) => ({
      ...{ id, account, stage, expectedClose, amount: Number(row.amount) },
      probability: row.probability === '' ? null : Number(row.probability),
    }),
  );
  goalsSent = (sent.get('goals') ?? []).map((text) => JSON.parse(text));
  travel = travelHours(rows);
  const { territories } = await sample.get<Answer>(`/v1/layouts/${sample.layoutId}/territories?include=cells`);
  ids = territories.map(({ id }: Answer) => id);
  const cellsOf = new Map<string, string[]>(territories.map(({ id, cells }: Answer) => [id, cells]));
  homes = rows.map((row) => territoryAt(row, cellsOf));
  territoryOf = new Map(rows.map(({ id }, at) => [id, homes[at] ?? null]));
});

let territoryOf: ReadonlyMap<string, string | null> = new Map();
const inTerritory = (id: string) => rows.filter((_, at) => homes[at] === id);
const travelOf = (id: string | null) => total(travel.filter((_, at) => id === null || homes[at] === id));

/** The rep whom the publication names, as uploaded. */
function repOf(territoryId: string): Answer {
  const repId = lastSent('publications').reps[territoryId];
  return lastSent('reps').find(({ id }: Answer) => id === repId) ?? null;
}

/** Rows of a territory by who had the account on the day: before the change its neighbour had what the opened one has now. */
function achievedBy(id: string): ActualRow[] {
  const { historyFrom, changedOn } = sample.business.calendar;
  const { opened, neighbor } = sample.business.special;
  return actuals.filter((row) => {
    const now = territoryOf.get(row.account);
    const day = firstDayOf(row);
    const isBefore = day >= historyFrom && day < changedOn && now === opened.id;
    return (isBefore ? neighbor : now) === id;
  });
}

/** The same day of the year before. */
const yearBefore = (day: string) => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`.replace('-02-29', '-02-28');

/** What a territory achieves from one day to another by where accounts are now; null: the plan. */
function achievedNow(id: string | null, from: string, until: string): number {
  const counted = actuals.filter((row) => {
    const day = firstDayOf(row);
    return day >= from && day <= until && (id === null || territoryOf.get(row.account) === id);
  });
  return total(counted.map(({ value }) => value));
}

/** The spread that was asked for, counted again. */
function spreadAgain() {
  const asked = lastSent('spread');
  const { start, due } = asked as { start: string; due: string };
  const stages = lastSent('stages').stages as StageRow[];
  const claims = ids.map((territoryId) => {
    const stage = stages.find((one) => one.territoryId === territoryId);
    const ramp = stage === undefined ? null : { stage: stage.stage, share: rampOf(stage, { start, due }) };
    return { territoryId, weight: achievedNow(territoryId, yearBefore(start), yearBefore(due)), ramp };
  });
  const weights = claims.map(({ weight, ramp }) => weight * (ramp?.share ?? 1));
  const shares = sharesOf(weights, asked.total, asked.step);
  return claims.map((claim, at) => ({ ...claim, target: shares[at] as number }));
}

/** The goals that were made: of the territories in their order, then of the plan. */
function goalsAgain() {
  const spread = lastSent('spread');
  const { start, due, total: sum, step } = spread;
  const ofPlan = goalsSent[0];
  const counted = { start, due, step, version: 1 };
  return [
    ...spreadAgain().map(({ territoryId, target, weight, ramp }) => ({
      ...{ ...counted, subject: { territoryId }, target },
      origin: { kind: 'spread', by: 'history', total: sum, weight, ramp },
    })),
    { ...counted, subject: { plan: true }, target: ofPlan.target, origin: { kind: 'set' } },
  ];
}

describe('of the sample every figure can be counted again from the uploaded rows:', () => {
  test('it has something of everything', () => {
    expect(rows.length).toBeGreaterThan(700);
    expect(new Set(homes).size).toBe(TERRITORIES);
    for (const id of ids)
      expect(inTerritory(id).filter(({ status }) => status === 'customer').length).toBeGreaterThan(2);
    expect(new Set(actuals.map(({ period }) => period)).size).toBe(32);
    expect(deals.length).toBeGreaterThan(20);
    const closings = new Set(deals.map(({ expectedClose }) => expectedClose));
    expect([sample.today, sample.business.calendar.due].filter((day) => !closings.has(day))).toEqual([]);
    expect(goalsSent).toHaveLength(1);
  });

  test.each(['linear', 'learned'])('performance with a season that is %s', async (season) => {
    const { today } = sample;
    const answer = await sample.get<Answer>(`${plan()}/performance?at=${today}&season=${season}&limit=100`);
    const isLearned = season === 'learned';
    const shares = isLearned ? learnedShares(actuals, today, 1) : LINEAR_SHARES;
    const plain = isLearned ? learnedShares(actuals, today, 0) : LINEAR_SHARES;
    const stages = lastSent('pipeline-stages').stages;
    const items = goalsAgain().map((goal) => {
      const { territoryId } = goal.subject as { territoryId?: string };
      const own = territoryId === undefined ? actuals : achievedBy(territoryId);
      const { target, start, due } = goal;
      const one = measured(own, { target, start, due, at: today, shares, plain, years: isLearned ? 2 : 0 });
      const open = deals.filter((deal) => territoryId === undefined || territoryOf.get(deal.account) === territoryId);
      return { goal, ...one, season, pipeline: pipelineOf(open, stages, { at: today, due, gap: one.gap }) };
    });
    const ofPlan = { achieved: items.at(-1)?.achieved ?? 0, potential: total(rows.map(({ potential }) => potential)) };
    const rivals = ids.map((id, at) => ({
      achieved: items[at]?.achieved ?? 0,
      potential: total(inTerritory(id).map(({ potential }) => potential)),
    }));
    const ranks = ranksOf(rivals, ofPlan);
    expectFigures(answer, {
      ...{ at: today, potential: 'potential', metricOfDeals: 'revenue', dealsWithoutMetric: 0, next: null },
      seasons: isLearned ? [{ metric: 'revenue', years: 2, shares }] : [],
      items: items.map((item, at) => ({ ...item, ranking: ranks[at] ?? null })),
    });
  });

  test('the profile of the plan', async () => {
    expectFigures(await sample.get(`${plan()}/profile`), profileOf(rows, METRICS, travelOf(null)));
  });

  test('the profiles of territories, with what stands out', async () => {
    const served = ids.map((id) => {
      const of = inTerritory(id);
      const capacity: number | null = repOf(id)?.capacityHours ?? null;
      return { rows: of, travel: travelOf(id), hours: visitsOf(of) + travelOf(id), capacity };
    });
    for (const [at, id] of ids.entries()) {
      const { rows: of, travel: ways, capacity } = served[at] as (typeof served)[number];
      expectFigures(await sample.get(`/v1/layouts/${sample.layoutId}/territories/${id}/profile`), {
        ...profileOf(of, METRICS, ways),
        rep: capacity === null ? null : { repId: repOf(id).id, capacityHours: capacity },
        ...statementsOf(served, at),
      });
    }
  });

  test('the quality of the layout', async () => {
    const scored = ids.map((id) => {
      const of = inTerritory(id);
      return { id, rows: of, visits: visitsOf(of), travel: travelOf(id), rep: repOf(id) };
    });
    const weights = { potential: 1, customers: 1, room: 1, service: 1 };
    expectFigures(await sample.get(`/v1/layouts/${sample.layoutId}/quality`), qualityOf(scored, weights));
  });

  test('the spread of the target, and its goals', async () => {
    const { items } = await sample.get<Answer>(`${plan()}/goals?limit=100`);
    expectFigures(items, goalsAgain());
    const asked = lastSent('spread');
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify({ ...asked, dryRun: true });
    const preview = await (await sample.workspace.fetch(`${plan()}/goals/spread`, { ...init, body })).json();
    expectFigures(preview, { total: asked.total, dryRun: true, shares: spreadAgain(), warnings: [] });
  });

  test('the letters of each goal', async () => {
    const { items } = await sample.get<Answer>(`${plan()}/goals?limit=100`);
    const { today } = sample;
    for (const [at, goal] of goalsAgain().entries()) {
      const { goalId } = items[at];
      const { territoryId = null } = goal.subject as { territoryId?: string };
      const of = territoryId === null ? rows : inTerritory(territoryId);
      const { start, due, target } = goal;
      const letters = smartOf({
        ...{ start, due, today, metric: 'revenue', unit: 'USD', target },
        achieved: achievedNow(territoryId, start, today),
        history: achievedNow(territoryId, yearBefore(start), yearBefore(due)),
        potential: total(of.map(({ potential }) => potential)),
        ownSum: total(of.map(({ revenue }) => revenue)),
        hours: visitsOf(of) + travelOf(territoryId),
        capacity: territoryId === null ? null : (repOf(territoryId)?.capacityHours ?? null),
        isOwned: territoryId === null || repOf(territoryId) !== null,
      });
      expectFigures(await sample.get(`${plan()}/goals/${goalId}/smart`), { goal, on: today, letters });
    }
  });
});

describe('a load that breaks off is taken up where it was:', () => {
  const LISTS = ['goals', 'publications', 'deals?limit=1000', 'layouts', 'texts', 'reps', 'publications?state=draft'];
  /** How much there is of everything, and what is in force, by the names that all loads give. */
  const extent = async (planId: string) => {
    const of = async (list: string) =>
      (await sample.get<{ items: Answer[] }>(`/v1/plans/${planId}/${list}`)).items.length;
    const at = `lat=${rows[0]?.lat}&lng=${rows[0]?.lng}&at=${sample.business.calendar.historyFrom}`;
    const { territory, layoutId } = await sample.get<Answer>(`/v1/plans/${planId}/owner?${at}`);
    const inForce = await sample.get<{ items: Answer[] }>(`/v1/plans/${planId}/publications?state=in-force`);
    return [await Promise.all(LISTS.map(of)), territory?.id, layoutId, inForce.items.map((one) => one.layoutId)];
  };
  const POSTS = ['the draft', 'publishing', 'the layout of before', 'its correction', 'that of now', 'the spread'];

  test.each(POSTS)('after %s', async (name) => {
    const { planId, isBroken } = await breakOffSample(TERRITORIES, sample.workspace, POSTS.indexOf(name) + 1);
    expect(isBroken).toBe(true);
    expect(await extent(planId)).toEqual(await extent(sample.planId));
  });
});

test('a figure that nobody has counted is named, and one that is not there', () => {
  expect(differences({ a: 1, b: [{ c: 2 }] }, { a: 1, b: [{ c: 2 }] }, '')).toEqual([]);
  expect(differences({ a: 1, b: [{ c: 2, d: 3 }] }, { a: 1, b: [{ c: 2 }] }, '')).toEqual([
    '/b/0/d: 3 was counted by nobody (undefined)',
  ]);
  expect(differences({ a: 1 }, { a: 1, b: 2 }, '')).toEqual(['/b is not there']);
  expect(differences({ a: 1.000001 }, { a: 1 }, '')).toEqual(['/a: 1.000001, and it is 1']);
  expect(differences({ a: 'pace 0.9' }, { a: { says: ['pace', '0.95'] } }, '')).toEqual(['/a: pace 0.9 says no 0.95']);
  expect(differences({ a: 'of 10.5, or 0.1.' }, { a: { says: ['10.5', '0.1'] } }, '')).toEqual([]);
  expect(differences({ a: 'of 10.51' }, { a: { says: ['10.5'] } }, '')).toHaveLength(1);
  expect(differences({ a: 'of 10.51' }, { a: { says: ['51'] } }, '')).toHaveLength(1);
  expect(differences({ a: 'of 10.51' }, { a: { says: [] } }, '')).toHaveLength(1);
});
