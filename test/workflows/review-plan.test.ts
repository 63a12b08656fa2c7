import { createScheduledController, introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import type { ReviewRef, ReviewStore, StartedReview } from '../../src/application/review-store.ts';
import {
  failReview,
  measureReview,
  recordReview,
  repairReview,
  watchReview,
} from '../../src/application/run-review.ts';
import { startReviews } from '../../src/application/start-reviews.ts';
import { sweepRecord } from '../../src/application/sweep-record.ts';
import type { ReviewSettings } from '../../src/domain/review-settings.ts';
import { wirePorts } from '../../src/wiring.ts';
import worker from '../../src/worker.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { countedDatabase } from '../metered/counted-database.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { publish } from '../put-in-force.ts';
import { post, upload } from '../solve-by-job.ts';
import { call, webhookOf } from '../webhook-of.ts';

const DAY_MS = 86_400_000;
const LIMIT = 0.2;
const ports = wirePorts(env);
const accounts = scatterAccounts({ count: 90, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 });
const workspace = await openWorkspace();
let owners: string[] = [];
/** The territory that holds most: of more it is outside. */
let largest = '';

beforeAll(async () => {
  // Events are only kept where somebody wants them.
  const types = ['review.due', 'territory.drifted', 'conflict.found', 'goal.at_risk'];
  await webhookOf(workspace, types);
  const { layoutId } = await publishedPlan();
  const places = accounts.map(({ lat, lng }) => ({ lat, lng }));
  const { answer } = await post<{ owners: { territoryId: string }[] }>(workspace, `/v1/layouts/${layoutId}/owner`, {
    places,
  });
  owners = answer.owners.map(({ territoryId }) => territoryId);
  const sums = Map.groupBy(accounts.keys(), (at) => owners[at] ?? '');
  const held = [...sums].map(
    ([id, of]) => [id, of.reduce((sum, at) => sum + (accounts[at]?.revenue ?? 0), 0)] as const,
  );
  [largest] = held.sort(([, one], [, other]) => other - one)[0] ?? [''];
});

/** A plan of four territories in force, and nothing outside. */
async function publishedPlan(of: OpenedWorkspace = workspace) {
  const planId = await createPlan(of);
  await upload(of, planId, toCsv(accounts));
  const asked = { territories: 4, balance: { revenue: LIMIT }, effort: 'normal' };
  const { answer } = await post<{ layoutId: string }>(of, `/v1/plans/${planId}/layouts`, asked);
  await publish({ workspace: of, planId }, { layoutId: answer.layoutId });
  return { planId, layoutId: answer.layoutId };
}

const grown = (by: number) =>
  toCsv(accounts.map((one, at) => (owners[at] === largest ? { ...one, revenue: one.revenue * by } : one)));

const SETTINGS: ReviewSettings = {
  limits: {
    ...{ deviation: null, deviationFrom: 'mean', workload: null },
    ...{ drift: { accounts: null, value: null }, quality: null },
  },
  ...{ rhythm: 'monthly', firstDay: '2026-01-01' },
};

/** Has a review be due since a moment ago. */
async function due(planId: string, dueMs = Date.now() - 1_000): Promise<ReviewRef> {
  await ports.reviews.put(workspace.workspaceId, planId, { settings: SETTINGS, dueMs, wakeMs: dueMs }, undefined);
  return { workspaceId: workspace.workspaceId, planId, wakeMs: dueMs, dueMs, tries: 1 };
}

/** Has a reading be due. */
async function reading(planId: string, wakeMs: number): Promise<ReviewRef> {
  const dueMs = wakeMs + 30 * DAY_MS;
  await ports.reviews.put(workspace.workspaceId, planId, { settings: SETTINGS, dueMs, wakeMs }, undefined);
  return { workspaceId: workspace.workspaceId, planId, wakeMs, dueMs: null, tries: 1 };
}

/** All steps of a run, one after the other. */
async function run(ref: ReviewRef, nowMs = Date.now(), by: Ports = ports): Promise<boolean> {
  const work = await measureReview(by, ref, nowMs);
  for (const at of work?.repairs ?? []) await repairReview(by, ref, at);
  await watchReview(by, ref);
  return recordReview(by, ref);
}

interface EventRow {
  readonly type: string;
  readonly fact: string;
  readonly data: Record<string, unknown>;
}

async function events(planId: string): Promise<EventRow[]> {
  const { results } = await env.DB.prepare(
    "SELECT type, fact, data FROM events WHERE plan_id = ? AND type NOT IN ('layout.created', 'publication.in_force') ORDER BY event_number",
  )
    .bind(planId)
    .all<{ type: string; fact: string; data: string }>();
  return results.map(({ data, ...row }) => ({ ...row, data: JSON.parse(data) as EventRow['data'] }));
}

const typesOf = async (planId: string) => (await events(planId)).map(({ type }) => type);
const reviewsOf = async (planId: string) =>
  (await ports.reviews.list(workspace.workspaceId, planId, { cursor: null, limit: 100 })).items;

async function rows(table: string, planId: string): Promise<number> {
  const sql = `SELECT count(*) AS n FROM ${table} JOIN plans USING (plan_number) WHERE plan_id = ?`;
  return (await env.DB.prepare(sql).bind(planId).first<number>('n')) ?? -1;
}

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
    expect(other).toEqual({ ...one, readMs: startMs + DAY_MS });
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

describe('a machine that is lost', () => {
  /** What a whole run leaves, but for its moment and its ids. */
  async function left(planId: string) {
    const [review, ...others] = await reviewsOf(planId);
    expect(others).toEqual([]);
    const types = await typesOf(planId);
    return {
      outcome: review?.outcome,
      lines: review?.lines.length,
      types,
      readings: await rows('review_readings', planId),
    };
  }

  test('after any write of a run leaves one review and each event once, when it is started again', async () => {
    const { planId: whole } = await publishedPlan();
    await upload(workspace, whole, grown(1.4));
    await run(await due(whole));
    const expected = await left(whole);
    expect(expected).toMatchObject({ outcome: 'repair', readings: 1 });

    const { planId } = await publishedPlan();
    await upload(workspace, planId, grown(1.4));
    const ref = await due(planId);
    let lost = 0;
    for (let writes = 1; ; writes++) {
      let left = writes;
      // Ends right after a write was done, or just before it.
      const dying =
        <A extends unknown[], T>(write: (...args: A) => Promise<T>, isBefore: boolean) =>
        async (...args: A): Promise<T> => {
          left--;
          if (left === 0 && isBefore) throw new Error('the machine is gone');
          const done = await write(...args);
          if (left === 0) throw new Error('the machine is gone');
          return done;
        };
      const isBefore = writes % 2 === 0;
      const reviews: ReviewStore = {
        ...ports.reviews,
        putPart: dying(ports.reviews.putPart, isBefore),
        record: dying(ports.reviews.record, isBefore),
      };
      const layouts = new Proxy(ports.layouts, {
        get(target, name) {
          const of = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
          return name === 'save' ? dying(of.bind(target), isBefore) : of.bind(target);
        },
      });
      const outcome = await run(ref, Date.now(), { ...ports, reviews, layouts }).catch((error: Error) => error.message);
      if (outcome !== 'the machine is gone') break;
      lost++;
    }
    expect(lost).toBeGreaterThan(3);
    await run(ref);
    expect(await left(planId)).toEqual(expected);
    // Another instance of the same run has nothing to do any more.
    expect(await measureReview(ports, ref, Date.now())).toBe(null);
    expect(await recordReview(ports, ref)).toBe(false);
    expect(await left(planId)).toEqual(expected);
  });

  test.each(['measure', 'repair 1', 'watch', 'record'])('in the step %s has it repeated', async (name) => {
    await using workflows = await introspectWorkflow(env.REVIEWS);
    await workflows.modifyAll(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name }, new Error('the machine is gone'), 2);
    });
    const { planId } = await publishedPlan();
    await upload(workspace, planId, grown(1.4));
    await due(planId);
    await cron();
    await complete(workflows);
    const { outcome, types } = await left(planId);
    expect([outcome, types.filter((type) => type === 'review.due')]).toEqual(['repair', ['review.due']]);
    expect(new Set((await events(planId)).map(({ fact }) => fact)).size).toBe(types.length);
  });

  test('again and again has the review fail, and the plan is reviewed at its next time', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await using workflows = await introspectWorkflow(env.REVIEWS);
    await workflows.modifyAll(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'measure' }, new Error('secret detail of the machine'));
    });
    const { planId } = await publishedPlan();
    await due(planId);
    await cron();
    await complete(workflows);
    expect(await reviewsOf(planId)).toMatchObject([{ outcome: 'failed', failure: 'internal' }]);
    expect((await ports.reviews.schedule(workspace.workspaceId, planId))?.dueMs).toBeGreaterThan(Date.now());
    vi.restoreAllMocks();
  });
});

type Introspected = Awaited<ReturnType<typeof introspectWorkflow>>;

async function complete(workflows: Introspected): Promise<void> {
  for (const instance of await workflows.get()) await instance.waitForStatus('complete');
}

/** A tick of the cron that has reviews made. */
async function cron(): Promise<void> {
  await worker.scheduled(createScheduledController({ cron: '*/15 * * * *', scheduledTime: Date.now() }), env);
}

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
    for (const planId of planIds) await ports.reviews.delete(workspace.workspaceId, planId, null);
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
