import type { Context } from 'hono';
import type { ScheduledReviews } from '../../../application/review-store.ts';
import { Failure } from '../../../domain/failure.ts';
import { expectMatch } from '../../entity-tag.ts';
import type { HttpEnv } from '../../http-env.ts';
import { settingsBody } from './review-settings-schema.ts';

/** The version of the settings that a request with `If-Match` is about, null where it has none. Throws `precondition-failed` where there are no settings, or another version. */
export async function expectSettings(
  c: Context<HttpEnv>,
  find: () => Promise<ScheduledReviews | null>,
): Promise<ScheduledReviews | null> {
  const ifMatch = c.req.header('if-match');
  if (ifMatch === undefined) return null;
  const schedule = await find();
  if (schedule === null) {
    throw new Failure('precondition-failed', 'this plan has no review settings: leave out If-Match to put them');
  }
  return ifMatch.trim() === '*' ? schedule : expectMatch(c, () => schedule, settingsBody);
}
