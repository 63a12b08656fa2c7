import { Failure } from '../domain/failure.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import type { ScheduledReviews } from './review-store.ts';

/** When a plan is reviewed, and by which limits. Throws `not-found`, also where nobody has said. */
export async function getReviewSettings(ports: Ports, workspaceId: string, planId: string): Promise<ScheduledReviews> {
  await getPlan(ports, workspaceId, planId);
  const schedule = await ports.reviews.schedule(workspaceId, planId);
  if (schedule !== null) return schedule;
  throw new Failure('not-found', 'no reviews of this plan are scheduled: put its settings');
}
