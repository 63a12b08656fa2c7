import { beforeAll, expect, test } from 'vitest';
import { openWorkspace } from '../open-workspace.ts';
import { accounts, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { sendWith } from '../publish.ts';
import { name, publish, record } from '../put-in-force.ts';

interface Item {
  readonly id: string;
  readonly by: string;
  readonly lines: readonly (string | null)[];
  readonly since: string | null;
  readonly lastVisit: string | null;
  readonly nextVisit: string | null;
  readonly distanceKm: number | null;
  readonly tour: { readonly day: number; readonly stop: number } | null;
}
interface Page {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly days: readonly { day: number; stops: number; visitMinutes: number; travelMinutes: number }[];
}

const workspace = await openWorkspace();
const send = sendWith(workspace.key);
let plan: OwnedPlan;
const today = new Date().toISOString().slice(0, 10);
const [away, brought, closed, moved] = ['a1', 'a2', 'a3', 'a4'] as const;

beforeAll(async () => {
  plan = await openOwnedPlan(workspace);
  const { planId } = plan;
  const reps = [{ id: 'r1', name: 'Ada <A&B>', home: { lat: 50.5, lng: 16 } }, { id: 'r2' }];
  await send('PUT', `/v1/plans/${planId}/reps`, reps);
  await publish(plan, { layoutId: plan.four, reps: { t1: 'r1', t2: 'r1', t3: 'r2' } });
  const rows = accounts.slice(0, 5).map(({ id, lat, lng }, at) => ({
    ...{ id, lat, lng, name: `=Shop & ${at}`, segment: at === 4 ? 'key' : 'plain' },
    ...{ visitsPerPeriod: at === 3 ? 0 : 4, visitMinutes: 45, lastVisit: at === 2 ? '2026-01-01T09:00:00Z' : '' },
  }));
  await send('PUT', `/v1/plans/${planId}/accounts`, rows);
  await name(plan, [away], { repId: 'r2' });
  await name(plan, [brought, closed], { repId: 'r1' });
});

const path = (repId = 'r1') => `/v1/plans/${plan.planId}/reps/${repId}/accounts`;
const all = async (repId = 'r1', query = '') => {
  const { status, body } = await send<Page>('GET', `${path(repId)}?limit=1000${query}`);
  expect(status).toBe(200);
  return body;
};

/** Ids of the accounts whose owner another route says a rep is. */
async function ownedBy(repId: string): Promise<string[]> {
  const places = accounts.map(({ id }) => ({ account: id }));
  const { body } = await send<{ owners: { rep?: { id: string } | null }[] }>(
    ...(['POST', `/v1/plans/${plan.planId}/owners`, { places }, { 'cache-control': 'no-cache' }] as const),
  );
  return places.filter((_, at) => body.owners[at]?.rep?.id === repId).map(({ account }) => account);
}

test('are those that the rep owns, by territory, name and rule, with reason, next visit and distance', async () => {
  const { items } = await all();
  const ids = items.map(({ id }) => id);
  expect([...ids].sort()).toEqual((await ownedBy('r1')).sort());
  expect(ids).not.toContain(away);
  const of = new Map(items.map((item) => [item.id, item]));
  expect(of.get(brought)).toMatchObject({
    by: 'named-account',
    lines: [null],
    lastVisit: '2026-01-01',
    nextVisit: '2026-01-08',
  });
  expect(of.get(closed)).toMatchObject({ by: 'named-account', nextVisit: null, tour: null });
  expect(items.filter(({ nextVisit }) => nextVisit === today).every(({ lastVisit }) => lastVisit === null)).toBe(true);
  const place = accounts.find(({ id }) => id === brought);
  const [dLat, dLng] = [(place?.lat ?? 0) - 50.5, ((place?.lng ?? 0) - 16) * Math.cos((50.5 * Math.PI) / 180)];
  expect(of.get(brought)?.distanceKm).toBeCloseTo(Math.hypot(dLat, dLng) * 111.195, -1);
  expect((await all('r2')).items.every(({ distanceKm }) => distanceKm === null)).toBe(true);
  await record(plan, (nowMs) => ({
    ...{ kind: 'rules-changed', line: null, fromMs: nowMs, reason: '' },
    rules: [{ ruleId: 'q', name: 'Key', when: { segments: ['key'] }, owner: { repId: 'r1' } }],
  }));
  const after = await all();
  expect(after.items.map(({ id }) => id).sort()).toEqual((await ownedBy('r1')).sort());
  expect(after.items.find(({ id }) => id === moved)).toMatchObject({ by: 'rule' });
});

test('come day by day, stop by stop, over pages, with days that keep to the hours', async () => {
  const { items, days } = await all('r1', '&hoursPerDay=6');
  const tour = items.flatMap(({ tour }) => (tour === null ? [] : [tour]));
  const expected = days.flatMap(({ day, stops }) => Array.from({ length: stops }, (_, at) => ({ day, stop: at + 1 })));
  expect(tour).toEqual(expected);
  expect(days.length).toBeGreaterThan(1);
  for (const { stops, visitMinutes, travelMinutes } of days) {
    if (stops > 1) expect(visitMinutes + travelMinutes).toBeLessThanOrEqual(360.1);
  }
  expect(items.find(({ id }) => id === brought)?.tour?.day).toBe(1);
  const paged: Item[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await send<Page>('GET', `${path()}?limit=40&hoursPerDay=6${cursor}`);
    paged.push(...body.items);
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  expect(paged).toEqual(items);
});

test('come as CSV without formulas, as GPX with a route a day, and as GeoJSON with a line a day', async () => {
  const { items, days } = await all();
  const file = async (format: string) => {
    const answer = await workspace.fetch(`${path()}?format=${format}`);
    expect(answer.status).toBe(200);
    return { text: await answer.text(), type: answer.headers.get('content-type') };
  };
  const csv = (await file('csv')).text.trimEnd().split('\r\n');
  expect(csv).toHaveLength(items.length + 1);
  expect(csv.filter((line) => line.includes("'=Shop"))).toHaveLength(
    items.filter(({ id }) => Number(id.slice(1)) < 5).length,
  );
  const gpx = await file('gpx');
  expect(gpx.type).toBe('application/gpx+xml');
  expect(gpx.text.match(/<wpt lat="-?\d+\.\d{7}" lon="-?\d+\.\d{7}">/g)).toHaveLength(items.length);
  expect(gpx.text.match(/<rte>/g)).toHaveLength(days.length);
  expect(gpx.text.match(/<rtept /g)).toHaveLength(items.filter(({ tour }) => tour !== null).length + 2 * days.length);
  expect(gpx.text).toContain('Accounts of Ada &lt;A&amp;B&gt;');
  const geo = JSON.parse((await file('geojson')).text) as { features: { geometry: { type: string } }[] };
  const types = geo.features.map(({ geometry }) => geometry.type);
  expect(types.filter((type) => type === 'Point')).toHaveLength(items.length);
  expect(types.filter((type) => type === 'LineString')).toHaveLength(days.length);
});

test('are refused for a rep that is not there, for pages of a file, and for a day without hours', async () => {
  expect((await send('GET', path('r9'))).status).toBe(404);
  expect((await send('GET', `${path()}?format=gpx&limit=5`)).body).toMatchObject({ violations: [{ field: 'limit' }] });
  expect((await send('GET', `${path()}?hoursPerDay=0`)).status).toBe(400);
});

test('of a line that is in force are those of its filter alone, beside those of the plan as a whole', async () => {
  const { planId, two } = plan;
  await send('PUT', `/v1/plans/${planId}/lines/keys`, { name: 'Keys', filter: { segments: ['key'] } });
  await send('PUT', `/v1/plans/${planId}/reps`, [{ id: 'r3' }]);
  expect((await all('r3')).items).toEqual([]);
  await publish(plan, { layoutId: two, line: 'keys', reps: { t1: 'r3', t2: 'r3' } });
  expect((await all('r3')).items).toMatchObject([{ id: moved, by: 'geography', lines: ['keys'] }]);
  await name(plan, [moved, away], { repId: 'r3' });
  const { items } = await all('r3');
  expect(items.map(({ id, lines }) => [id, lines]).sort()).toEqual([
    [away, [null]],
    [moved, [null, 'keys']],
  ]);
});
