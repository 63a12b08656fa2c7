import { Failure, type Violation } from '../domain/failure.ts';
import { ACCOUNTS_METRIC, WORKLOAD_METRIC } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import { nextReviewMs, type ReviewSettings } from '../domain/review-settings.ts';
import { shorten } from '../domain/shorten.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import type { ScheduledReviews } from './review-store.ts';

/**
 * Says when a plan is reviewed, and by which limits. A first reading is taken soon, so that it is known since when what is outside then.
 *
 * Errors: `not-found`; `invalid-parameter` for a limit of a metric that the plan does not have; `precondition-failed` where the settings are not as `expected` any
 * more (undefined: whatever they are).
 */
export async function putReviewSettings(
  ports: Ports,
  workspaceId: string,
  planId: string,
  settings: ReviewSettings,
  expected: ReviewSettings | undefined,
): Promise<{ readonly schedule: ScheduledReviews; readonly created: boolean }> {
  const plan = await getPlan(ports, workspaceId, planId);
  const [first, ...rest] = findUnknown(plan, settings);
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
  const before = await ports.reviews.schedule(workspaceId, planId);
  const nowMs = Date.now();
  const isSameRhythm = before?.settings.rhythm === settings.rhythm && before.settings.firstDay === settings.firstDay;
  // A review that is due and was not made yet stays due.
  const dueMs = before !== null && isSameRhythm ? before.dueMs : nextReviewMs(settings, plan.timeZone, nowMs);
  const schedule = { settings, dueMs, wakeMs: Math.min(dueMs, before?.wakeMs ?? nowMs) };
  if (await ports.reviews.put(workspaceId, planId, schedule, expected)) return { schedule, created: before === null };
  throw new Failure(
    'precondition-failed',
    'others have put settings since you read them: read them again and decide anew',
  );
}

function findUnknown({ metrics }: Plan, { limits }: ReviewSettings): Violation[] {
  const known = [ACCOUNTS_METRIC, ...metrics, WORKLOAD_METRIC];
  return Object.keys(limits.deviation ?? {}).flatMap((metric) =>
    known.includes(metric)
      ? []
      : {
          field: '/limits/deviation',
          value: shorten(metric),
          detail: 'is no metric of this plan',
          remedy: `name one of ${known.join(', ')}`,
        },
  );
}
