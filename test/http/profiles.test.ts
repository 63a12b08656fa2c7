import { cellToParent, latLngToCell } from 'h3-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { giniByPairs, makeRows, quantileOf, type Row, territoryAt, total, travelHours } from './recount-profile.ts';

const workspace = await openWorkspace();
const rows = makeRows(400, 11);
const travel = travelHours(rows);
const REPS = [
  { id: 'rep-1', capacityHours: 150, skills: ['gas'] },
  { id: 'rep-2', capacityHours: 900, skills: ['gas', 'cooling'] },
  { id: 'rep-3', skills: ['gas', 'cooling'] },
];
const WEIGHTS = { potential: 2, customers: 1, room: 1, service: 4 };

let planId = '';
let layoutId = '';
let territoryOfRow: (string | null)[] = [];
let servedBy: Record<string, string> = {};

// biome-ignore lint/suspicious/noExplicitAny: answers are held against what is counted here, member by member.
type Answer = any;

async function send(method: string, path: string, body: unknown): Promise<Answer> {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await workspace.fetch(path, init);
  const read = await answer.json();
  expect([path, answer.status < 300, read]).toEqual([path, true, read]);
  return read;
}

async function get(path: string): Promise<Answer> {
  const answer = await workspace.fetch(path);
  const read = await answer.json();
  expect([path, answer.status, read]).toEqual([path, 200, read]);
  return read;
}

beforeAll(async () => {
  planId = await createPlan(workspace, {
    metrics: [
      { name: 'revenue', unit: 'USD', kind: 'sum' },
      { name: 'potential', unit: 'USD', kind: 'sum' },
    ],
  });
  await send('PUT', `/v1/plans/${planId}/accounts`, rows);
  await send('PUT', `/v1/plans/${planId}/reps`, REPS);
  const quality = { weights: WEIGHTS };
  await send('PATCH', `/v1/plans/${planId}`, { valueMetric: 'revenue', potentialMetric: 'potential', quality });
  const asked = { territories: 6, effort: 'fast', balance: { accounts: 1 } };
  layoutId = (await send('POST', `/v1/plans/${planId}/layouts`, asked)).layoutId;
  const { territories } = await get(`/v1/layouts/${layoutId}/territories?include=cells`);
  const cellsOf = new Map<string, string[]>(territories.map(({ id, cells }: Answer) => [id, cells]));
  territoryOfRow = rows.map((row) => territoryAt(row, cellsOf));
  servedBy = { t1: 'rep-1', t2: 'rep-2', t3: 'rep-3' };
  const made = await send('POST', `/v1/plans/${planId}/publications`, { layoutId, reps: servedBy });
  await send('POST', `/v1/publications/${made.publicationId}/publish`, {});
});

const inTerritory = (id: string) => rows.filter((_, at) => territoryOfRow[at] === id);

function expectProfile(answer: Answer, of: readonly Row[]): void {
  expect(answer.accounts).toBe(of.length);
  for (const metric of ['revenue', 'potential'] as const) {
    const values = of.map((row) => row[metric]);
    const ten = [...values].sort((a, b) => b - a).slice(0, 10);
    const told = answer.metrics[metric];
    expect(told.total).toBeCloseTo(total(values), 6);
    expect([told.min, told.max]).toEqual([Math.min(...values), Math.max(...values)]);
    expect(told.lowerQuartile).toBeCloseTo(quantileOf(values, 0.25), 6);
    expect(told.median).toBeCloseTo(quantileOf(values, 0.5), 6);
    expect(told.upperQuartile).toBeCloseTo(quantileOf(values, 0.75), 6);
    expect(told.gini).toBeCloseTo(giniByPairs(values), 9);
    expect(told.largest.accounts).toBe(ten.length);
    expect(told.largest.share).toBeCloseTo(total(ten) / total(values), 9);
  }
  const groups = {
    byStatus: (row: Row) => [row.status || 'unknown'],
    bySegment: (row: Row) => [row.segment || null],
    bySize: (row: Row) => [row.size || null],
    byProductLine: (row: Row) => (row.productLines.length === 0 ? [null] : row.productLines),
  };
  for (const [name, labelsOf] of Object.entries(groups)) {
    expect(answer[name].others).toBe(null);
    for (const { label, accounts, sums } of answer[name].groups) {
      const held = of.filter((row) => labelsOf(row).includes(label));
      expect([name, label, accounts]).toEqual([name, label, held.length]);
      if (held.length > 0) expect(sums.revenue).toBeCloseTo(total(held.map(({ revenue }) => revenue)), 6);
      if (held.length > 0) expect(sums.potential).toBeCloseTo(total(held.map(({ potential }) => potential)), 6);
    }
    const labels = new Set(of.flatMap(labelsOf));
    if (name !== 'byStatus') expect(new Set(answer[name].groups.map(({ label }: Answer) => label))).toEqual(labels);
  }
  const [value, potential] = [total(of.map((row) => row.revenue)), total(of.map((row) => row.potential))];
  expect(answer.penetration.penetration).toBeCloseTo(value / potential, 9);
  expect(answer.penetration.room).toBeCloseTo(potential - value, 6);
  const visits = total(of.map((row) => (row.visitsPerPeriod * row.visitMinutes) / 60));
  const ways = total(rows.map((row, at) => (of.includes(row) ? (travel[at] as number) : 0)));
  expect(answer.workload.visits).toBeCloseTo(visits, 6);
  expect(answer.workload.travel).toBeCloseTo(ways, 6);
  expect(answer.workload.hours).toBeCloseTo(visits + ways, 6);
}

describe('a profile can be counted again from the uploaded rows', () => {
  test('of the plan, with its territories in force', async () => {
    const answer = await get(`/v1/plans/${planId}/profile`);
    expectProfile(answer, rows);
    expect(answer.territories).toHaveLength(6);
    expect(answer.territories.map(({ territoryId, repId }: Answer) => [territoryId, repId])).toContainEqual([
      't2',
      'rep-2',
    ]);
    expect(answer.territories.filter(({ repId }: Answer) => repId === null)).toHaveLength(3);
  });

  test.each(['t1', 't2', 't3', 't4', 't5', 't6'])('of territory %s', async (id) => {
    const of = inTerritory(id);
    expect(of.length).toBeGreaterThan(5);
    const answer = await get(`/v1/layouts/${layoutId}/territories/${id}/profile`);
    expectProfile(answer, of);
    expect(answer).toMatchObject({ planId, line: null, servedBy: { by: 'publication' } });
    expect(answer.rep?.repId).toBe(servedBy[id]);
  });

  test('of a line, also where a layout is of it', async () => {
    await send('PUT', `/v1/plans/${planId}/lines/hotels`, { name: 'Hotels', filter: { segments: ['hotels'] } });
    const hotels = rows.filter(({ segment }) => segment === 'hotels');
    const answer = await get(`/v1/plans/${planId}/profile?line=hotels`);
    expect([answer.accounts, answer.territories]).toEqual([hotels.length, []]);
    const asked = { territories: 2, effort: 'fast', balance: { accounts: 1 }, line: 'hotels' };
    const { layoutId: ofLine } = await send('POST', `/v1/plans/${planId}/layouts`, asked);
    const quality = await get(`/v1/layouts/${ofLine}/quality`);
    expect(quality.line).toBe('hotels');
    expect(total(quality.territories.map(({ accounts }: Answer) => accounts))).toBe(hotels.length);
    const first = await get(`/v1/layouts/${ofLine}/territories/t1/profile`);
    expect([first.line, first.accounts]).toEqual(['hotels', quality.territories[0].accounts]);
  });
});

describe('statements', () => {
  /** Figures of each territory by rule, with plain loops. */
  const figures: Record<string, (of: readonly Row[], id: string) => number | null> = {
    'potential-per-hour-high': (of) => total(of.map(({ potential }) => potential)) / hoursOf(of),
    'penetration-low': (of) => total(of.map(({ revenue }) => revenue)) / total(of.map(({ potential }) => potential)),
    'travel-high': (of) => total(rows.map((row, at) => (of.includes(row) ? (travel[at] as number) : 0))) / hoursOf(of),
    'room-high': (of) => total(of.map(({ potential, revenue }) => potential - revenue)),
    'dormant-share': (of) => of.filter(({ status }) => status === 'dormant').length / of.length,
    'dormant-potential': (of) =>
      total(of.filter(({ status }) => status === 'dormant').map(({ potential }) => potential)),
    'value-without-rep': (of) =>
      total(of.filter(({ repId }) => repId === '').map(({ revenue }) => revenue)) /
      total(of.map(({ revenue }) => revenue)),
    concentration: (of) =>
      total(
        of
          .map(({ revenue }) => revenue)
          .sort((a, b) => b - a)
          .slice(0, 10),
      ) / total(of.map(({ revenue }) => revenue)),
    'prospects-nearby': (of) => {
      const cellOf = (row: Row) => cellToParent(latLngToCell(row.lat, row.lng, 9), 7);
      const buying = new Set(
        of.filter(({ status, revenue }) => status === 'customer' || (status === '' && revenue > 0)).map(cellOf),
      );
      const near = of.filter((row) => row.status === 'prospect' && buying.has(cellOf(row)));
      return total(near.map(({ potential }) => potential));
    },
  };
  const ids = ['t1', 't2', 't3', 't4', 't5', 't6'];

  test('are told of those in the outer quarters, with their figures, and of no others', async () => {
    const answers = await Promise.all(ids.map((id) => get(`/v1/layouts/${layoutId}/territories/${id}/profile`)));
    for (const [rule, figureOf] of Object.entries(figures)) {
      const all = ids.map((id) => figureOf(inTerritory(id), id) ?? 0);
      const isTop = !rule.endsWith('-low');
      const [bound, median] = [quantileOf(all, isTop ? 0.75 : 0.25), quantileOf(all, 0.5)];
      ids.forEach((id, at) => {
        const { strengths, weaknesses, opportunities, threats } = answers[at];
        const told = [...strengths, ...weaknesses, ...opportunities, ...threats].find((one) => one.rule === rule);
        const figure = all[at] as number;
        const holds = isTop ? figure >= bound - 1e-9 && figure > median : figure <= bound + 1e-9 && figure < median;
        expect([rule, id, told !== undefined]).toEqual([rule, id, holds]);
        if (told === undefined) return;
        expect(told.figure).toBeCloseTo(figure, 6);
        expect(told.median).toBeCloseTo(median, 6);
        expect(told.territories).toBe(6);
        const share = [
          'dormant-share',
          'penetration-low',
          'travel-high',
          'value-without-rep',
          'concentration',
        ].includes(rule);
        expect(told.sentence).toContain(String(Number((share ? figure * 100 : figure).toPrecision(4))));
      });
    }
  });

  test('of workload against capacity, where the rep has one', async () => {
    const load = hoursOf(inTerritory('t1')) / 150;
    const answer = await get(`/v1/layouts/${layoutId}/territories/t1/profile`);
    const found = [...answer.weaknesses, ...answer.opportunities].filter(({ rule }) =>
      ['overload', 'spare-capacity'].includes(rule),
    );
    const expected = load > 1 ? ['overload'] : load < 0.8 ? ['spare-capacity'] : [];
    expect(found.map(({ rule }) => rule)).toEqual(expected);
    for (const one of found) expect(one.figure).toBeCloseTo(load, 9);
  });
});

function hoursOf(of: readonly Row[]): number {
  return total(
    rows.map((row, at) =>
      of.includes(row) ? (row.visitsPerPeriod * row.visitMinutes) / 60 + (travel[at] as number) : 0,
    ),
  );
}

describe('the quality of territories', () => {
  const ids = ['t1', 't2', 't3', 't4', 't5', 't6'];
  const buys = ({ status, revenue }: Row) => status === 'customer' || (status === '' && revenue > 0);
  const measures = {
    potential: (of: readonly Row[]) => total(of.map(({ potential }) => potential)),
    customers: (of: readonly Row[]) => total(of.filter(buys).map(({ revenue }) => revenue)),
    room: (of: readonly Row[]) =>
      total(of.filter((row) => !buys(row)).map(({ potential, revenue }) => Math.max(0, potential - revenue))),
  };

  test('can be counted again from the uploaded rows, with its reasons and what would raise it', async () => {
    const answer = await get(`/v1/layouts/${layoutId}/quality`);
    expect(answer).toMatchObject({ planId, weights: WEIGHTS, outside: 0, servedBy: { by: 'publication' } });
    const scores: number[] = [];
    ids.forEach((id, at) => {
      const of = inTerritory(id);
      const told = answer.territories[at];
      expect([told.territoryId, told.accounts]).toEqual([id, of.length]);
      const parts: Record<string, number | null> = {};
      for (const [part, measure] of Object.entries(measures)) {
        const mean = total(ids.map((other) => measure(inTerritory(other)))) / 6;
        parts[part] = (100 * measure(of)) / (measure(of) + mean);
      }
      const rep = REPS.find((one) => one.id === servedBy[id]);
      const lacking = of.filter((row) => row.requiredSkills.some((skill) => !rep?.skills.includes(skill))).length;
      const served = Math.min(1, (rep?.capacityHours ?? 0) / hoursOf(of)) * (1 - lacking / of.length);
      parts.service = rep === undefined ? 0 : rep.capacityHours === undefined ? null : 100 * served;
      let [sum, weight] = [0, 0];
      for (const [part, score] of Object.entries(parts)) {
        if (score === null) expect(told.parts[part].score).toBe(null);
        else expect(told.parts[part].score).toBeCloseTo(score, 6);
        if (score === null) continue;
        sum += score * WEIGHTS[part as keyof typeof WEIGHTS];
        weight += WEIGHTS[part as keyof typeof WEIGHTS];
      }
      expect(told.score).toBeCloseTo(sum / weight, 6);
      scores.push(sum / weight);
      const { raise } = told;
      if (raise === null) {
        // Nothing is left to raise: it has the most of everything, and nobody knows of a better service.
        for (const measure of Object.values(measures)) {
          expect(measure(of)).toBeCloseTo(Math.max(...ids.map((other) => measure(inTerritory(other)))), 6);
        }
        expect([null, 100]).toContain(told.parts.service.score);
        return;
      }
      expect(raise.scoreBecomes).toBeCloseTo(
        told.score +
          ((raise.partBecomes - (told.parts[raise.part].score ?? 0)) * WEIGHTS[raise.part as 'room']) / weight,
        6,
      );
      expect(raise.gain).toBeGreaterThan(0);
    });
    expect(answer.territories[3].parts.service).toMatchObject({ score: 0, reason: 'the territory is vacant' });
    expect(answer.territories[3].raise).toMatchObject({ part: 'service', from: null, partBecomes: 100 });
    expect(answer.territories[2].parts.service.reason).toContain('rep-3');
    const mean = total(scores) / 6;
    expect(answer.spread.score.mean).toBeCloseTo(mean, 6);
    expect(answer.spread.score.min).toBeCloseTo(Math.min(...scores), 6);
    expect(answer.spread.score.max).toBeCloseTo(Math.max(...scores), 6);
    expect(answer.spread.score.gini).toBeCloseTo(giniByPairs(scores), 9);
    expect(answer.spread.score.standardDeviation).toBeCloseTo(
      Math.sqrt(total(scores.map((score) => (score - mean) ** 2)) / 6),
      6,
    );
    expect(answer.spread.workloadHours.gini).toBeCloseTo(giniByPairs(ids.map((id) => hoursOf(inTerritory(id)))), 9);
  });

  test('follows an assignment that is asked for, and no other layout’s', async () => {
    const { assignmentId, pairs } = await send('POST', `/v1/layouts/${layoutId}/assignments`, {});
    const answer = await get(`/v1/layouts/${layoutId}/quality?assignment=${assignmentId}`);
    expect(answer.servedBy).toEqual({ by: 'assignment', assignmentId });
    const repOf = (territory: Answer) => territory.rep?.repId ?? null;
    expect(answer.territories.map(repOf)).toEqual(pairs.map((pair: Answer) => pair.repId));
    const other = await send('POST', `/v1/plans/${planId}/layouts`, { territories: 2, effort: 'fast' });
    const refused = await workspace.fetch(`/v1/layouts/${other.layoutId}/quality?assignment=${assignmentId}`);
    expect([refused.status, await refused.json()]).toMatchObject([400, { violations: [{ field: 'assignment' }] }]);
  });
});

describe('cells of a heat layer', () => {
  test.each([
    ['the plan', () => `/v1/plans/${planId}/profile/cells`, () => rows],
    ['a territory', () => `/v1/layouts/${layoutId}/territories/t2/profile/cells`, () => inTerritory('t2')],
  ])('of %s hold what its accounts come to, page by page', async (_, path, rowsOf) => {
    const of = rowsOf();
    const seen: Answer[] = [];
    for (let cursor = ''; ; ) {
      const page = await get(`${path()}?resolution=6&limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items);
      if (page.next === null) break;
      cursor = page.next;
    }
    const expected = new Map<string, Row[]>();
    for (const row of of) {
      const cell = latLngToCell(row.lat, row.lng, 9);
      const parent = cellToParent(cell, 6);
      expected.set(parent, [...(expected.get(parent) ?? []), row]);
    }
    expect(seen.map(({ hex }) => hex)).toEqual([...expected.keys()].sort());
    for (const { hex, accounts, statuses, sums, room, visitHours, travelHours: ways } of seen) {
      const held = expected.get(hex) ?? [];
      expect(accounts).toBe(held.length);
      expect(statuses.prospect).toBe(held.filter(({ status }) => status === 'prospect').length);
      expect(statuses.unknown).toBe(held.filter(({ status }) => status === '').length);
      expect(sums.revenue).toBeCloseTo(total(held.map(({ revenue }) => revenue)), 6);
      expect(room).toBeCloseTo(total(held.map(({ potential, revenue }) => potential - revenue)), 6);
      expect(visitHours + ways).toBeCloseTo(hoursOf(held), 6);
    }
  });

  test('are GeoJSON by Accept or format', async () => {
    const path = `/v1/plans/${planId}/profile/cells?resolution=4`;
    const { items } = await get(path);
    const byFormat = await workspace.fetch(`${path}&format=geojson`);
    const byAccept = await workspace.fetch(path, { headers: { accept: 'application/geo+json' } });
    expect(byFormat.headers.get('content-type')).toContain('application/geo+json');
    const read = (await byFormat.json()) as Answer;
    expect(await byAccept.json()).toEqual(read);
    expect(read.features.map(({ id }: Answer) => id)).toEqual(items.map(({ hex }: Answer) => hex));
    expect(read.features[0].properties).toMatchObject({ accounts: items[0].accounts, revenue: items[0].sums.revenue });
  });
});

test('a territory that the layout does not have is not found', async () => {
  const answer = await workspace.fetch(`/v1/layouts/${layoutId}/territories/t99/profile`);
  expect([answer.status, await answer.json()]).toMatchObject([404, { type: '/problems/not-found' }]);
});
