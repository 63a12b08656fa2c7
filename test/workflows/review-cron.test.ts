import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import type { ReviewRef, StartedReview } from '../../src/application/review-store.ts';
import { startReviews } from '../../src/application/start-reviews.ts';
import { sweepRecord } from '../../src/application/sweep-record.ts';
import { wirePorts } from '../../src/wiring.ts';
import { countedDatabase } from '../metered/counted-database.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import {
  DAY_MS,
  due,
  grown,
  ports,
  publishedPlan,
  reviewsOf,
  rows,
  run,
  SETTINGS,
  workspace,
} from '../reviewed-plan.ts';
import { upload } from '../solve-by-job.ts';
import { webhookOf } from '../webhook-of.ts';

describe('the cron', () => {
  test('starts what is due once, some at a time, and again only where nothing came of it for an hour', async () => {
    const started: ReviewRef[][] = [];
    const idle = {
      reviews: ports.reviews,
      reviewRunner: { start: async (runs: readonly ReviewRef[]) => void started.push([...runs]) },
    };
    const planIds = await Promise.all(Array.from({ length: 5 }, () => createPlan(workspace)));
    const nowMs = Date.now();
    for (const [at, planId] of planIds.entries()) await due(planId, nowMs - 10_000 + at);
    const of = () => started.splice(0).flatMap((runs) => runs.filter(({ planId }) => planIds.includes(planId)));
    await startReviews(idle, nowMs, 3);
    expect(of().map(({ planId, tries }) => [planId, tries])).toEqual(planIds.slice(0, 3).map((id) => [id, 1]));
    await startReviews(idle, nowMs, 3);
    expect(of().map(({ planId }) => planId)).toEqual(planIds.slice(3));
    await startReviews(idle, nowMs + 1_800_000, 3);
    expect(of()).toEqual([]);
    await startReviews(idle, nowMs + 3_700_000, 5);
    expect(of().map(({ tries }) => tries)).toEqual([2, 2, 2, 2, 2]);
    for (const planId of planIds) await ports.reviews.delete(workspace.workspaceId, planId, undefined);
  });

  test('has them begin a hundred at a time, a minute apart', async () => {
    const ref = { workspaceId: '', planId: '', wakeMs: 0, dueMs: 0, tries: 1 };
    const started: StartedReview[] = [];
    const takeDue = async (_: number, limit: number) => Array.from({ length: limit }, () => ref);
    const reviewRunner = { start: async (runs: readonly StartedReview[]) => void started.push(...runs) };
    await startReviews({ reviews: { ...ports.reviews, takeDue }, reviewRunner }, Date.now());
    const waits = Map.groupBy(started, ({ waitMs }) => waitMs);
    expect([...waits].map(([waitMs, runs]) => [waitMs, runs.length])).toEqual(
      [0, 1, 2, 3, 4].map((minute) => [minute * 60_000, 100]),
    );
  });

  test('asks little of the database, and so does each run', async () => {
    const { planId } = await publishedPlan();
    await upload(workspace, planId, grown(1.4));
    await due(planId);
    const tick = { queries: 0, boundBytes: 0 };
    const started: ReviewRef[] = [];
    const metered = wirePorts({ ...env, DB: countedDatabase(env.DB, tick) });
    await startReviews({ ...metered, reviewRunner: { start: async (runs) => void started.push(...runs) } }, Date.now());
    expect(tick.queries).toBe(1);
    const ref = started.find((one) => one.planId === planId);
    if (ref === undefined) throw new Error('it was not started');
    const count = { queries: 0, boundBytes: 0 };
    expect(await run(ref, Date.now(), wirePorts({ ...env, DB: countedDatabase(env.DB, count) }))).toBe(true);
    console.log(JSON.stringify({ 'a tick': tick, 'a review with a repair': count }));
    expect(count.queries).toBeLessThan(200);
  });
});

test('readings of two years ago are deleted, and layouts that a review names stay', async () => {
  const { planId } = await publishedPlan();
  await upload(workspace, planId, grown(1.4));
  await run(await due(planId));
  const [review] = await reviewsOf(planId);
  const { countedLayoutId, repairedLayoutId } = review?.lines[0] ?? {};
  await env.DB.prepare('DELETE FROM plan_layouts WHERE plan_id = ?').bind(planId).run();
  const idle: Ports = { ...ports, jobRunner: { start: async () => {} } };
  const sweep = (days: number) => sweepRecord(idle, { jobDays: 30, layoutDays: 30 }, Date.now() + days * DAY_MS);
  await sweep(729);
  expect(await rows('review_readings', planId)).toBe(1);
  for (const id of [countedLayoutId, repairedLayoutId]) {
    expect((await workspace.fetch(`/v1/layouts/${id}`)).status).toBe(200);
  }
  expect((await sweep(731)).removed.readings).toBeGreaterThan(0);
  expect(await rows('review_readings', planId)).toBe(0);
  // With the plan all goes.
  const sql = 'SELECT count(*) AS n FROM review_layouts WHERE review_id = ?';
  const named = () =>
    env.DB.prepare(sql)
      .bind(review?.reviewId ?? '')
      .first<number>('n');
  expect(await named()).toBe(3);
  expect((await workspace.fetch(`/v1/plans/${planId}`, { method: 'DELETE' })).status).toBe(204);
  expect(await named()).toBe(0);
});

test('events of runs arrive as they are described', async () => {
  const own = await openWorkspace();
  const { planId } = await publishedPlan(own);
  const webhook = await webhookOf(own, ['review.due', 'territory.drifted']);
  await upload(own, planId, grown(1.4));
  const dueMs = Date.now() - 1_000;
  await ports.reviews.put(own.workspaceId, planId, { settings: SETTINGS, dueMs, wakeMs: dueMs }, undefined);
  await run({ workspaceId: own.workspaceId, planId, wakeMs: dueMs, dueMs, tries: 1 });
  const [review] = (await ports.reviews.list(own.workspaceId, planId, { cursor: null, limit: 1 })).items;
  const told = await webhook.events(1 + (review?.lines[0]?.outside ?? 0));
  expect(told[0]).toMatchObject({ type: 'review.due', data: { reviewId: review?.reviewId, outcome: 'repair' } });
});
