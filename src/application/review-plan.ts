import { withSince } from '../domain/line-reading.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { answerOf, type LineVerdict, type Review, reviewIdOf } from '../domain/review.ts';
import { driftEvents } from '../domain/review-events.ts';
import { DEFAULT_LIMITS } from '../domain/review-settings.ts';
import { composeReview, verdictOf } from './compose-review.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import { readLines } from './read-lines.ts';
import { repairLine } from './repair-line.ts';

/**
 * Reviews a plan now, by its limits or else by those that its layouts were balanced by; when the next review is due does not change. A request that is repeated with its
 * key finds the review that it has made.
 *
 * Errors: `not-found`, `accounts-replaced`, and those of `repairLayout`.
 */
export async function reviewPlan(
  ports: Ports,
  workspaceId: string,
  planId: string,
  nowMs: number,
  requestKey: string | null,
): Promise<Review> {
  const plan = await getPlan(ports, workspaceId, planId);
  const reviewId = await reviewIdOf(JSON.stringify([planId, 'asked', requestKey ?? randomBase62(22)]));
  const former = requestKey === null ? null : await ports.reviews.find(workspaceId, planId, reviewId);
  if (former !== null) return former;
  const schedule = await ports.reviews.schedule(workspaceId, planId);
  const limits = schedule?.settings.limits ?? DEFAULT_LIMITS;
  const before = await ports.reviews.lastReadings(workspaceId, planId);
  const read = await readLines(ports, workspaceId, plan, limits, nowMs);
  const lines = read.map((reading) => withSince(reading, before.find(({ line }) => line === reading.line) ?? null));
  const verdicts: LineVerdict[] = [];
  for (const reading of lines) {
    const isToMend = answerOf(reading).answer === 'repair';
    const repair = isToMend ? await repairLine(ports, workspaceId, plan, reading, limits) : null;
    verdicts.push(verdictOf(reading, { repair, failure: null }));
  }
  const review = await composeReview(ports, workspaceId, plan, {
    ...{ reviewId, dueMs: null, readMs: nowMs, nextMs: schedule?.dueMs ?? null, limits, lines, verdicts },
  });
  const events = lines.flatMap((reading) => driftEvents(planId, reading));
  const write = { runId: reviewId, wakeMs: null, review, readings: lines, events, marks: null, next: null };
  await ports.reviews.record(workspaceId, planId, write);
  // Where the same request ran twice at once, the first one counts.
  return (await ports.reviews.find(workspaceId, planId, reviewId)) ?? review;
}
