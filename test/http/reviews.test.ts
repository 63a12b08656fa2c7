import { beforeAll, describe, expect, test } from 'vitest';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { publish } from '../put-in-force.ts';
import { post, upload } from '../solve-by-job.ts';

interface Standing {
  readonly nextReviewAt: string | null;
  readonly limits: object;
  readonly lines: readonly LineAnswer[];
}

interface LineAnswer {
  readonly layoutId: string;
  readonly outside: number;
  readonly outsideAccounts: number;
  readonly territories: readonly {
    readonly territoryId: string;
    readonly accounts: number;
    readonly limits: readonly LimitAnswer[];
  }[];
}

interface LimitAnswer {
  readonly kind: string;
  readonly metric: string | null;
  readonly value: number | null;
  readonly least: number | null;
  readonly most: number | null;
  readonly excess: number;
  readonly since: string | null;
  readonly trend: object | null;
  readonly atNextReview: object | null;
}

interface ReviewAnswer extends Standing {
  readonly reviewId: string;
  readonly outcome: string;
  readonly at: string;
  readonly dueAt: string | null;
  readonly lines: readonly (LineAnswer & {
    readonly answer: string;
    readonly rebalance: object | null;
    readonly repair: null | {
      readonly countedLayoutId: string;
      readonly repairedLayoutId: string | null;
      readonly isInside: boolean;
      readonly moves: readonly { readonly reason: string }[];
    };
  })[];
}

const LIMIT = 0.2;
const workspace = await openWorkspace();
const accounts = scatterAccounts({ count: 300, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 });
let planId = '';
let layoutId = '';
let owners: string[] = [];

const get = async <T>(path: string, status = 200): Promise<T> => {
  const answer = await workspace.fetch(`/v1/plans/${planId}${path}`);
  expect([path, answer.status]).toEqual([path, status]);
  return answer.json();
};
const put = (path: string, body: object, headers: Record<string, string> = {}) =>
  workspace.fetch(`/v1/plans/${planId}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const review = (headers: Record<string, string> = {}) =>
  workspace.fetch(`/v1/plans/${planId}/reviews`, { method: 'POST', headers });
const revenueOf = (line: LineAnswer | undefined, territoryId: string) =>
  line?.territories.find((one) => one.territoryId === territoryId)?.limits.find(({ kind }) => kind === 'deviation');
const held = (of: typeof accounts, territoryId: string) =>
  of.reduce((sum, { revenue }, at) => (owners[at] === territoryId ? sum + revenue : sum), 0);

beforeAll(async () => {
  planId = await createPlan(workspace, { timeZone: 'America/New_York' });
  await upload(workspace, planId, toCsv(accounts));
  const asked = { territories: 6, balance: { revenue: LIMIT }, effort: 'normal' };
  const solved = await post<{ layoutId: string; feasible: boolean }>(workspace, `/v1/plans/${planId}/layouts`, asked);
  expect(solved.answer.feasible).toBe(true);
  layoutId = solved.answer.layoutId;
  const places = accounts.map(({ lat, lng }) => ({ lat, lng }));
  const { answer } = await post<{ owners: ({ territoryId: string } | null)[] }>(
    workspace,
    `/v1/layouts/${layoutId}/owner`,
    { places },
  );
  owners = answer.owners.map((owner) => owner?.territoryId ?? '');
});

describe('a plan without anything in force', () => {
  test('stands by nothing, and a review says so', async () => {
    expect(await get('/standing')).toMatchObject({ lines: [], nextReviewAt: null });
    const answer = await review();
    expect([answer.status, await answer.json()]).toMatchObject([201, { outcome: 'nothing-in-force', lines: [] }]);
  });
});

describe('review settings', () => {
  test('are not there until they are put, and then tell when the next review is due in the zone of the plan', async () => {
    await get('/review-settings', 404);
    const settings = { rhythm: 'quarterly', firstDay: '2027-01-31', limits: { workload: 1.1 } };
    const made = await put('/review-settings', settings);
    expect([made.status, made.headers.get('location')]).toEqual([201, `/v1/plans/${planId}/review-settings`]);
    const body = await get<Standing>('/review-settings');
    expect(body).toEqual({
      ...{ rhythm: 'quarterly', firstDay: '2027-01-31', nextReviewAt: '2027-01-31T05:00:00.000Z' },
      limits: {
        ...{ deviation: null, deviationFrom: 'mean', workload: 1.1 },
        ...{ drift: { accounts: null, value: null }, quality: null },
      },
    });
    expect(await made.json()).toEqual(body);
  });

  test('are replaced only in the version that was read, and end where they are deleted', async () => {
    const settings = { rhythm: 'monthly', firstDay: '2027-01-31' };
    expect((await put('/review-settings', settings, { 'if-match': '"other"' })).status).toBe(412);
    const tag = (await workspace.fetch(`/v1/plans/${planId}/review-settings`)).headers.get('etag') ?? '';
    expect((await put('/review-settings', settings, { 'if-match': tag })).status).toBe(200);
    expect((await put('/review-settings', settings, { 'if-match': tag })).status).toBe(412);
    const remove = () => workspace.fetch(`/v1/plans/${planId}/review-settings`, { method: 'DELETE' });
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
    expect((await put('/review-settings', settings, { 'if-match': '*' })).status).toBe(412);
  });

  test('name all that is wrong with them', async () => {
    const unknown = { rhythm: 'monthly', firstDay: '2027-01-31', limits: { deviation: { sales: 0.1, profit: 0.2 } } };
    const answer = await put('/review-settings', unknown);
    const { violations } = (await answer.json()) as { violations: { field: string; value: string }[] };
    expect([answer.status, violations.map(({ value }) => value)]).toEqual([400, ['sales', 'profit']]);
    const body = { rhythm: 'daily', firstDay: '2027-02-30', limits: { quality: 101 } };
    const wrong = (await (await put('/review-settings', body)).json()) as { violations: { field: string }[] };
    expect(wrong.violations.map(({ field }) => field).sort()).toEqual(['/firstDay', '/limits/quality', '/rhythm']);
  });
});

describe('the standing of what is in force', () => {
  test('adds up to the accounts of now, and tells a change of one at once', async () => {
    await publish({ workspace, planId }, { layoutId });
    const body = await get<Standing>('/standing');
    const [line] = body.lines;
    expect(line).toMatchObject({ layoutId, outside: 0, outsideAccounts: 0 });
    const target = accounts.reduce((sum, { revenue }) => sum + revenue, 0) / 6;
    for (const { territoryId, accounts: count, limits } of line?.territories ?? []) {
      expect(count).toBe(owners.filter((owner) => owner === territoryId).length);
      expect(limits).toHaveLength(1);
      expect(limits[0]?.value).toBeCloseTo(held(accounts, territoryId), 6);
      expect(limits[0]).toMatchObject({ kind: 'deviation', metric: 'revenue', excess: 0, since: null, trend: null });
      expect(limits[0]?.most).toBeCloseTo(target * (1 + LIMIT), 6);
      expect(limits[0]?.least).toBeCloseTo(target * (1 - LIMIT), 6);
    }

    const [one] = accounts;
    const [from = ''] = owners;
    const elsewhere = owners.findIndex((owner) => owner !== from);
    const bigger = { ...accounts[0], revenue: (one?.revenue ?? 0) + 1_000 };
    await upload(workspace, planId, toCsv([bigger as (typeof accounts)[number]]));
    const grown = (await get<Standing>('/standing')).lines[0];
    expect(revenueOf(grown, from)?.value).toBeCloseTo(held(accounts, from) + 1_000, 6);

    const { lat = 0, lng = 0 } = accounts[elsewhere] ?? {};
    await upload(workspace, planId, toCsv([{ ...(one as (typeof accounts)[number]), lat, lng }]));
    const moved = (await get<Standing>('/standing')).lines[0];
    expect(revenueOf(moved, from)?.value).toBeCloseTo(held(accounts, from) - (one?.revenue ?? 0), 6);
    expect(revenueOf(moved, owners[elsewhere] ?? '')?.value).toBeCloseTo(
      held(accounts, owners[elsewhere] ?? '') + (one?.revenue ?? 0),
      6,
    );
    await upload(workspace, planId, toCsv([one as (typeof accounts)[number]]));
  });

  test('tells workload, drift and quality where they are limited', async () => {
    const limits = { drift: { accounts: 0.1, value: 0.3 }, quality: 100, workload: 0.5 };
    await put('/review-settings', { rhythm: 'yearly', firstDay: '2027-01-01', limits });
    const t1 = accounts.filter((_, at) => owners[at] === 't1');
    const doubled = t1.map((account) => ({ ...account, revenue: account.revenue * 2 }));
    await upload(workspace, planId, toCsv(doubled));
    const body = await get<Standing>('/standing');
    const [line] = body.lines;
    const of = (territoryId: string, kind: string, metric: string | null = null) =>
      line?.territories
        .find((one) => one.territoryId === territoryId)
        ?.limits.find((one) => one.kind === kind && one.metric === metric);
    expect(of('t1', 'drift', 'revenue')).toMatchObject({ value: 1, most: 0.3, excess: 0.7 });
    expect(of('t2', 'drift', 'revenue')).toMatchObject({ value: 0, excess: 0, since: null });
    expect(of('t1', 'drift', 'accounts')).toMatchObject({ value: 0, excess: 0 });
    // Nobody serves a territory.
    expect(of('t1', 'workload')).toMatchObject({ value: null, excess: 0 });
    expect(of('t1', 'quality')).toMatchObject({ least: 100, most: null });
    expect(body.nextReviewAt).toBe('2027-01-01T05:00:00.000Z');
    await upload(workspace, planId, toCsv(t1));
    await workspace.fetch(`/v1/plans/${planId}/review-settings`, { method: 'DELETE' });
  });
});

describe('a review that is asked for', () => {
  test('finds nothing to do where all is inside', async () => {
    const answer = await review();
    const body = (await answer.json()) as ReviewAnswer;
    expect([answer.status, body]).toMatchObject([
      201,
      { outcome: 'inside', dueAt: null, lines: [{ answer: 'inside', repair: null, rebalance: null, outside: 0 }] },
    ]);
    expect(answer.headers.get('location')).toBe(`/v1/plans/${planId}/reviews/${body.reviewId}`);
    expect(await get(`/reviews/${body.reviewId}`)).toEqual(body);
  });

  test('attaches the smallest repair, is made once by a key, and tells since when it is outside', async () => {
    const grown = accounts.map((one, at) => (owners[at] === 't1' ? { ...one, revenue: one.revenue * 1.5 } : one));
    await upload(workspace, planId, toCsv(grown));
    const first = (await (await review({ 'idempotency-key': 'one' })).json()) as ReviewAnswer;
    expect(first.outcome).toBe('repair');
    const [line] = first.lines;
    expect(line?.answer).toBe('repair');
    const outside = line?.territories.filter(({ limits }) => limits.some(({ excess }) => excess !== 0)) ?? [];
    expect(outside).toHaveLength(line?.outside ?? 0);
    expect(outside.length).toBeGreaterThan(0);
    for (const { limits } of outside) expect(limits[0]).toMatchObject({ since: first.at });
    expect(line?.repair?.isInside).toBe(true);
    for (const { reason } of line?.repair?.moves ?? []) expect(reason).not.toBe('');
    const repaired = line?.repair?.repairedLayoutId ?? '';
    const list = await get<{ items: { layoutId: string; name: string | null }[] }>('/layouts');
    expect(list.items.find((one) => one.layoutId === repaired)?.name).toContain('Repair of the review of');

    const again = (await (await review({ 'idempotency-key': 'one' })).json()) as ReviewAnswer;
    expect(again).toEqual(first);
    const later = (await (await review()).json()) as ReviewAnswer;
    expect(later.reviewId).not.toBe(first.reviewId);
    expect(revenueOf(later.lines[0], outside[0]?.territoryId ?? '')?.since).toBe(first.at);

    const page = await get<{ items: ReviewAnswer[]; next: string }>('/reviews?limit=1');
    expect(page.items).toMatchObject([{ reviewId: later.reviewId, lines: [{ repairedLayoutId: repaired }] }]);
    const next = await get<{ items: ReviewAnswer[] }>(`/reviews?cursor=${page.next}`);
    expect(next.items.map(({ reviewId }) => reviewId)[0]).toBe(first.reviewId);

    // Published it is what is in force, and nothing is left to do.
    await publish({ workspace, planId }, { layoutId: repaired });
    expect((await get<Standing>('/standing')).lines[0]).toMatchObject({ layoutId: repaired, outside: 0 });
  });
});
