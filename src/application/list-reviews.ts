import type { ReviewSummary } from '../domain/review.ts';
import { getPlan } from './get-plan.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** Reviews of a plan, the latest first. Throws `not-found`. */
export async function listReviews(
  ports: Ports,
  workspaceId: string,
  planId: string,
  page: PageRequest,
): Promise<Page<ReviewSummary>> {
  await getPlan(ports, workspaceId, planId);
  return ports.reviews.list(workspaceId, planId, page);
}
