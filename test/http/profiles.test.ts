import { cellToParent, latLngToCell } from 'h3-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectFigures } from '../expect-figures.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { makeRows, profileOf, type Row, territoryAt, total, travelHours, visitsOf } from './recount-profile.ts';
import { qualityOf, statusesOf } from './recount-quality.ts';
import { statementsOf } from './recount-statements.ts';

const workspace = await openWorkspace();
const rows = makeRows(400, 11);
const travel = travelHours(rows);
const REPS: readonly { id: string; capacityHours?: number; skills: string[] }[] = [
  { id: 'rep-1', capacityHours: 150, skills: ['gas'] },
  { id: 'rep-2', capacityHours: 900, skills: ['gas', 'cooling'] },
  { id: 'rep-3', skills: ['gas', 'cooling'] },
];
const ids = ['t1', 't2', 't3', 't4', 't5', 't6'];
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

const METRICS = ['revenue', 'potential'];
const travelOf = (of: readonly Row[]) => total(travel.filter((_, at) => of.includes(rows[at] as Row)));
const hoursOf = (of: readonly Row[]) => visitsOf(of) + travelOf(of);
const repOf = (id: string) => REPS.find((one) => one.id === servedBy[id]) ?? null;

describe('a profile can be counted again from the uploaded rows', () => {
  test('of the plan, with its territories in force', async () => {
    const answer = await get(`/v1/plans/${planId}/profile`);
    expectFigures(answer, profileOf(rows, METRICS, travelOf(rows)));
    expect(answer.territories).toHaveLength(6);
    expect(answer.territories.map(({ territoryId, repId }: Answer) => [territoryId, repId])).toContainEqual([
      't2',
      'rep-2',
    ]);
    expect(answer.territories.filter(({ repId }: Answer) => repId === null)).toHaveLength(3);
  });

  test.each(ids)('of territory %s, with what stands out', async (id) => {
    const of = inTerritory(id);
    expect(of.length).toBeGreaterThan(5);
    const answer = await get(`/v1/layouts/${layoutId}/territories/${id}/profile`);
    const served = ids.map((one) => ({
      ...{ rows: inTerritory(one), hours: hoursOf(inTerritory(one)), travel: travelOf(inTerritory(one)) },
      capacity: repOf(one)?.capacityHours ?? null,
    }));
    const rep = repOf(id);
    expectFigures(answer, {
      ...profileOf(of, METRICS, travelOf(of)),
      ...statementsOf(served, ids.indexOf(id)),
      rep: rep && { repId: rep.id, capacityHours: rep.capacityHours ?? null },
    });
    expect(answer).toMatchObject({ planId, line: null, servedBy: { by: 'publication' } });
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

describe('the quality of territories', () => {
  test('can be counted again from the uploaded rows, with its reasons and what would raise it', async () => {
    const answer = await get(`/v1/layouts/${layoutId}/quality`);
    expect(answer).toMatchObject({ planId, servedBy: { by: 'publication' } });
    const scored = ids.map((id) => {
      const of = inTerritory(id);
      return { id, rows: of, visits: visitsOf(of), travel: travelOf(of), rep: repOf(id) };
    });
    expectFigures(answer, qualityOf(scored, WEIGHTS));
    expect(answer.territories[3].raise).toMatchObject({ part: 'service', from: null, partBecomes: 100 });
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
    const counted = seen.map(({ hex }) => {
      const held = expected.get(hex) ?? [];
      const { accounts, penetration, metrics } = profileOf(held, METRICS, 0);
      const sums = Object.fromEntries(METRICS.map((metric) => [metric, metrics[metric]?.total]));
      return {
        ...{ hex, accounts, statuses: statusesOf(held), sums },
        ...{ penetration: penetration.potential > 0 ? penetration.penetration : null, room: penetration.room },
        ...{ visitHours: visitsOf(held), travelHours: travelOf(held) },
      };
    });
    expectFigures(seen, counted);
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
