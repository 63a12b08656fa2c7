import { createScheduledController, introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import type { ReviewStore } from '../../src/application/review-store.ts';
import { measureReview, recordReview } from '../../src/application/run-review.ts';
import worker from '../../src/worker.ts';
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
