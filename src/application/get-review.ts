import { Failure } from '../domain/failure.ts';
import type { Review } from '../domain/review.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** A review of a plan. Throws `not-found`. */
export async function getReview(ports: Ports, workspaceId: string, planId: string, reviewId: string): Promise<Review> {
  await getPlan(ports, workspaceId, planId);
  const review = await ports.reviews.find(workspaceId, planId, reviewId);
  if (review !== null) return review;
  throw new Failure('not-found', 'no review of this plan has this id');
}
