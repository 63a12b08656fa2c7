import { createScheduledController, introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import type { ReviewStore } from '../../src/application/review-store.ts';
import { measureReview, recordReview } from '../../src/application/run-review.ts';
import worker from '../../src/worker.ts';
import { openWorkspace } from '../open-workspace.ts';
import {
  due,
  events,
  grown,
  ports,
  publishedPlan,
  reviewsOf,
  rows,
  run,
  typesOf,
  workspace,
} from '../reviewed-plan.ts';
import { upload } from '../solve-by-job.ts';
import { webhookOf } from '../webhook-of.ts';

/** A plan with a review due and a territory outside, in a workspace where nothing was made before: layouts are made once in each. */
async function duePlan() {
  const of = await openWorkspace();
  await webhookOf(of, ['layout.created', 'review.due', 'territory.drifted', 'conflict.found', 'goal.at_risk']);
  const { planId } = await publishedPlan(of);
  await upload(of, planId, grown(1.4));
  return { of, planId, ref: await due(planId, undefined, of) };
}

/** What a whole run leaves, but for its moment and its ids. */
async function left(planId: string, of = workspace) {
  const [review, ...others] = await reviewsOf(planId, of);
  expect(others).toEqual([]);
  const created = "SELECT count(*) AS n FROM events WHERE plan_id = ? AND type = 'layout.created'";
  return {
    outcome: review?.outcome,
    lines: review?.lines.length,
    types: await typesOf(planId),
    layouts: await env.DB.prepare(created).bind(planId).first<number>('n'),
    readings: await rows('review_readings', planId),
  };
}

/** Ports of a machine that is lost at a write of a run, counted from 1, before or after it. */
function dyingPorts(at: number, when: string): { readonly by: Ports; readonly isLost: () => boolean } {
  let writes = 0;
  const dying =
    <A extends unknown[], T>(write: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const isLast = ++writes === at;
      if (isLast && when === 'before') throw new Error('the machine is gone');
      const done = await write(...args);
      if (isLast) throw new Error('the machine is gone');
      return done;
    };
  const { putPart, record } = ports.reviews;
  const layouts = new Proxy(ports.layouts, {
    get(target, name) {
      const of = (Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>).bind(target);
      return name === 'save' ? dying(of) : of;
    },
  });
  const reviews: ReviewStore = { ...ports.reviews, putPart: dying(putPart), record: dying(record) };
  return { by: { ...ports, reviews, layouts }, isLost: () => writes >= at };
}

describe('a machine that is lost', () => {
  // The reading, the layout counted again, the repaired one, the repair, what was watched, the record.
  const WRITES = [1, 2, 3, 4, 5, 6];
  let expected: Awaited<ReturnType<typeof left>>;

  beforeAll(async () => {
    const { of, planId, ref } = await duePlan();
    const { by, isLost } = dyingPorts(WRITES.length, 'after');
    await expect(run(ref, Date.now(), by)).rejects.toThrow('the machine is gone');
    expect(isLost()).toBe(true);
    // Lost after the last write, it has left all.
    expected = await left(planId, of);
    expect(expected).toMatchObject({ outcome: 'repair', readings: 1 });
    expect(expected.types).toContain('review.due');
    expect(expected.layouts).toBe(3);
  });

  test.each(WRITES.flatMap((at) => ['before', 'after'].map((when) => ({ at, when }))))(
    '$when write $at of a run leaves one review and each event once, when it is started again',
    async ({ at, when }) => {
      const { of, planId, ref } = await duePlan();
      await expect(run(ref, Date.now(), dyingPorts(at, when).by)).rejects.toThrow('the machine is gone');
      await run(ref);
      expect(await left(planId, of)).toEqual(expected);
      // Another instance of the same run has nothing to do any more.
      expect(await measureReview(ports, ref, Date.now())).toBe(null);
      expect(await recordReview(ports, ref)).toBe(false);
      expect(await left(planId, of)).toEqual(expected);
    },
  );

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

  test('again and again at a repair leaves a review without one', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await using workflows = await introspectWorkflow(env.REVIEWS);
    await workflows.modifyAll(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'repair 1' }, new Error('secret detail of the machine'));
    });
    const { planId } = await publishedPlan();
    await upload(workspace, planId, grown(1.4));
    await due(planId);
    await cron();
    await complete(workflows);
    const [{ reviewId } = { reviewId: '' }] = await reviewsOf(planId);
    expect(await ports.reviews.find(workspace.workspaceId, planId, reviewId)).toMatchObject({
      ...{ outcome: 'outside', failure: null },
      lines: [{ answer: 'outside', repair: null, failure: 'internal' }],
    });
    expect(await typesOf(planId)).toContain('territory.drifted');
    vi.restoreAllMocks();
  });

  test('again and again has the review fail at the third try, and the plan is reviewed at its next time', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await using workflows = await introspectWorkflow(env.REVIEWS);
    await workflows.modifyAll(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'measure' }, new Error('secret detail of the machine'));
    });
    const { planId } = await publishedPlan();
    const { dueMs } = await due(planId);
    for (let tries = 1; tries <= 3; tries++) {
      expect([tries, await reviewsOf(planId)]).toEqual([tries, []]);
      expect((await ports.reviews.schedule(workspace.workspaceId, planId))?.dueMs).toBe(dueMs);
      // An hour later.
      await env.DB.prepare('UPDATE review_settings SET next_ms = 0 WHERE due_ms = ?').bind(dueMs).run();
      await cron();
      await complete(workflows);
    }
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
