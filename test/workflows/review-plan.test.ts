import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import {
  failReview,
  measureReview,
  recordReview,
  repairReview,
  watchReview,
} from '../../src/application/run-review.ts';
import { name } from '../put-in-force.ts';
import {
  accounts,
  DAY_MS,
  due,
  events,
  grown,
  largest,
  owners,
  ports,
  publishedPlan,
  reading,
  reviewsOf,
  rows,
  run,
  SETTINGS,
  typesOf,
  workspace,
} from '../reviewed-plan.ts';
import { upload } from '../solve-by-job.ts';
import { call } from '../webhook-of.ts';

describe('a run', () => {
  test('records a review with its repair, its events and when the next one is due', async () => {
    const { planId, layoutId } = await publishedPlan();
    await upload(workspace, planId, grown(1.4));
    const ref = await due(planId);
    expect(await run(ref)).toBe(true);
    const [review] = await reviewsOf(planId);
    expect(review).toMatchObject({ dueMs: ref.dueMs, outcome: 'repair', lines: [{ layoutId, answer: 'repair' }] });
    const repaired = review?.lines[0]?.repairedLayoutId ?? '';
    expect((await workspace.fetch(`/v1/layouts/${repaired}`)).status).toBe(200);
    const told = await events(planId);
    const drifted = told.filter(({ type }) => type === 'territory.drifted');
    expect(drifted.map(({ data }) => data.territoryId)).toContain(largest);
    expect(drifted).toHaveLength(review?.lines[0]?.outside ?? 0);
    expect(told.filter(({ type }) => type === 'review.due').map(({ data }) => data)).toMatchObject([
      { planId, reviewId: review?.reviewId, outcome: 'repair', lines: [{ repairedLayoutId: repaired }] },
    ]);
    const schedule = await ports.reviews.schedule(workspace.workspaceId, planId);
    expect(schedule?.dueMs).toBeGreaterThan(Date.now());
    expect(schedule?.dueMs).toBe(review?.nextMs);
    // Nothing but the body of the review is left of its steps.
    expect(await rows('review_parts', planId)).toBe(1);

    // Once for each unbroken run, whatever reviews and readings come.
    expect(await run(await due(planId), Date.now() + DAY_MS)).toBe(true);
    expect((await typesOf(planId)).filter((type) => type === 'territory.drifted')).toHaveLength(drifted.length);
    await upload(workspace, planId, grown(1));
    expect(await run(await reading(planId, Date.now() + 2 * DAY_MS), Date.now() + 2 * DAY_MS)).toBe(true);
    await upload(workspace, planId, grown(1.4));
    expect(await run(await reading(planId, Date.now() + 3 * DAY_MS), Date.now() + 3 * DAY_MS)).toBe(true);
    expect((await typesOf(planId)).filter((type) => type === 'territory.drifted')).toHaveLength(2 * drifted.length);
    expect(await reviewsOf(planId)).toHaveLength(2);
  });

  test('is told by the limits that it was measured by, and what has drifted once, whatever happens meanwhile', async () => {
    const { planId } = await publishedPlan();
    await upload(workspace, planId, grown(1.4));
    const ref = await due(planId);
    const work = await measureReview(ports, ref, Date.now());
    // Others are put, and somebody asks for a review.
    const { limits, ...rhythm } = SETTINGS;
    const others = { ...rhythm, limits: { ...limits, deviation: { revenue: 0.9 } } };
    const put = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(others) };
    const path = `/v1/plans/${planId}`;
    expect((await workspace.fetch(`${path}/review-settings`, put)).status).toBe(200);
    const settled = { settings: SETTINGS, dueMs: ref.wakeMs, wakeMs: ref.wakeMs };
    await ports.reviews.put(workspace.workspaceId, planId, settled, undefined);
    expect((await workspace.fetch(`${path}/reviews`, { method: 'POST' })).status).toBe(201);
    await ports.reviews.put(workspace.workspaceId, planId, { ...settled, settings: others }, undefined);
    for (const at of work?.repairs ?? []) await repairReview(ports, ref, at);
    await watchReview(ports, ref);
    expect(await recordReview(ports, ref)).toBe(true);
    const [made] = await reviewsOf(planId);
    const told = await ports.reviews.find(workspace.workspaceId, planId, made?.reviewId ?? '');
    expect([told?.limits, told?.outcome]).toEqual([SETTINGS.limits, 'repair']);
    const drifted = (await events(planId)).filter(({ type }) => type === 'territory.drifted');
    expect(drifted.length).toBeGreaterThan(0);
    expect(new Set(drifted.map(({ data }) => data.territoryId)).size).toBe(drifted.length);
  });

  test('reads anew where an owner by name, or a rule, that was decided on before begins', async () => {
    const { planId } = await publishedPlan();
    const nowMs = Date.now();
    const ground = async (day: number) =>
      (await ports.reviews.ground(workspace.workspaceId, planId, nowMs + day * DAY_MS)).text;
    const span = { fromMs: nowMs + 2 * DAY_MS, untilMs: nowMs + 4 * DAY_MS };
    await name({ workspace, planId }, [accounts[0]?.id ?? ''], { territoryId: largest ?? '' }, span);
    const texts = await Promise.all([1, 1.5, 3, 5].map(ground));
    expect(texts.map((text) => texts.indexOf(text))).toEqual([0, 0, 2, 3]);
  });

  test('tells how a value goes on, by readings between reviews', async () => {
    const { planId } = await publishedPlan();
    const startMs = Date.now();
    for (let day = 0; day < 6; day++) {
      await upload(workspace, planId, grown(1 + 0.02 * day));
      expect(await run(await reading(planId, startMs + day * DAY_MS), startMs + day * DAY_MS)).toBe(true);
    }
    const held = accounts.reduce((sum, { revenue }, at) => (owners[at] === largest ? sum + revenue : sum), 0);
    const [latest] = (await ports.reviews.readings(workspace.workspaceId, planId, null)).slice(-1);
    expect(latest?.limits[0]?.values).toHaveLength(4);
    const standing = (await (await workspace.fetch(`/v1/plans/${planId}/standing`)).json()) as {
      lines: {
        territories: { territoryId: string; limits: { trend: { perDay: number; readings: number } | null }[] }[];
      }[];
    };
    const of = standing.lines[0]?.territories.find(({ territoryId }) => territoryId === largest);
    // Six readings and now, which is a moment after the first of them with the value of the last.
    expect(of?.limits[0]?.trend?.readings).toBe(7);
    expect(of?.limits[0]?.trend?.perDay).toBeGreaterThan(0);
    expect(of?.limits[0]?.trend?.perDay).toBeLessThan(0.02 * held);
  });

  test('that finds nothing changed is the reading of before, and reads no accounts', async () => {
    const { planId } = await publishedPlan();
    // As if the accounts had been written long ago.
    await env.DB.prepare("UPDATE account_sets SET touched_at = '2026-01-01T00:00:00.000Z'").run();
    const scans = vi.fn(ports.accounts.cellPages);
    const counted: Ports = { ...ports, accounts: { ...ports.accounts, cellPages: scans } };
    const startMs = Date.now();
    const readingAt = async (day: number) => {
      const atMs = startMs + day * DAY_MS;
      expect(await run(await reading(planId, atMs), atMs, counted)).toBe(true);
      return scans.mock.calls.length;
    };
    const first = await readingAt(0);
    expect(first).toBeGreaterThan(0);
    expect(await readingAt(1)).toBe(first);
    const [one, other] = await ports.reviews.readings(workspace.workspaceId, planId, null);
    expect(other).toEqual({ ...one, readMs: startMs + DAY_MS, beforeMs: startMs });
    // A value alone changes nothing that rules look at, and is seen all the same.
    await upload(workspace, planId, grown(1.1));
    expect(await readingAt(2)).toBeGreaterThan(first);
  });

  test('tells conflicts that are new, and no others', async () => {
    const { planId } = await publishedPlan();
    const startMs = Date.now();
    expect(await run(await reading(planId, startMs), startMs)).toBe(true);
    expect(await typesOf(planId)).not.toContain('conflict.found');
    // Far from all territories.
    await upload(workspace, planId, 'id,lat,lng,revenue,visits\nfar,10,10,1,1\n');
    expect(await run(await reading(planId, startMs + DAY_MS), startMs + DAY_MS)).toBe(true);
    const found = (await events(planId)).filter(({ type }) => type === 'conflict.found');
    expect(found).toHaveLength(1);
    const conflicts = found[0]?.data.conflicts as { conflictId: string; kind: string }[];
    expect(conflicts).toHaveLength(found[0]?.data.count as number);
    const [inForce] = (await ports.reviews.lastReadings(workspace.workspaceId, planId)).map((one) => one.layoutId);
    const listed = await workspace.fetch(`/v1/layouts/${inForce}/conflicts?planId=${planId}&limit=1000`);
    const ids = ((await listed.json()) as { items: { conflictId: string }[] }).items.map((one) => one.conflictId);
    for (const { conflictId } of conflicts) expect(ids).toContain(conflictId);
    expect(await run(await reading(planId, startMs + 2 * DAY_MS), startMs + 2 * DAY_MS)).toBe(true);
    expect((await typesOf(planId)).filter((type) => type === 'conflict.found')).toHaveLength(1);
  });

  test('tells a goal that was on track and is not any more', async () => {
    const { planId } = await publishedPlan();
    const startMs = Date.now();
    const year = new Date(startMs).getUTCFullYear();
    const goal = { subject: { plan: true }, metric: 'sales', target: 1_200, unit: 'EUR', step: 1 };
    const path = `/v1/plans/${planId}`;
    await call(workspace, 'POST', `${path}/goals`, { ...goal, start: `${year}-01-01`, due: `${year + 1}-12-31` });
    const actual = (value: number) =>
      call(workspace, 'PUT', `${path}/actuals`, [
        { account: accounts[0]?.id, metric: 'sales', period: `${year}-01`, value },
      ]);
    await actual(1_200);
    expect(await run(await reading(planId, startMs), startMs)).toBe(true);
    expect(await typesOf(planId)).not.toContain('goal.at_risk');
    await actual(1);
    expect(await run(await reading(planId, startMs + DAY_MS), startMs + DAY_MS)).toBe(true);
    expect(await run(await reading(planId, startMs + 2 * DAY_MS), startMs + 2 * DAY_MS)).toBe(true);
    const told = (await events(planId)).filter(({ type }) => type === 'goal.at_risk');
    expect(told.map(({ data }) => data)).toMatchObject([
      { planId, subject: { plan: true }, metric: 'sales', target: 1_200, before: 'on-track', status: 'behind' },
    ]);
  });

  test('that fails says so, and the next one has its time', async () => {
    const { planId } = await publishedPlan();
    const ref = await due(planId);
    expect(await failReview(ports, ref, 'accounts-replaced', Date.now())).toBe(true);
    expect(await reviewsOf(planId)).toMatchObject([{ outcome: 'failed', failure: 'accounts-replaced', lines: [] }]);
    expect(await failReview(ports, ref, 'accounts-replaced', Date.now())).toBe(false);
    expect(await typesOf(planId)).toEqual(['review.due']);
    expect((await ports.reviews.schedule(workspace.workspaceId, planId))?.dueMs).toBeGreaterThan(Date.now());
  });
});
