import { Failure } from '../domain/failure.ts';
import type { ReviewSettings } from '../domain/review-settings.ts';
import { getReviewSettings } from './get-review-settings.ts';
import type { Ports } from './ports.ts';

/** Ends the reviews of a plan; those that were made stay. Throws `not-found`, and `precondition-failed` where the settings are not as `expected` (undefined: whatever they are) any more. */
export async function deleteReviewSettings(
  ports: Ports,
  workspaceId: string,
  planId: string,
  expected: ReviewSettings | undefined,
): Promise<void> {
  await getReviewSettings(ports, workspaceId, planId);
  if (await ports.reviews.delete(workspaceId, planId, expected)) return;
  throw new Failure(
    'precondition-failed',
    'others have put settings since you read them: read them again and decide anew',
  );
}
