import type { Context } from 'hono';
import { answerTagged } from './answer-tagged.ts';
import type { HttpEnv } from './http-env.ts';

/** A day, within which a client need not ask again; a layout never changes, but it may be deleted. */
const CACHE_CONTROL = 'private, max-age=86400, immutable';

/** Says so in a route's description, at its 200; the other answers follow it. */
export const IMMUTABLE_HEADERS = { 'Cache-Control': { $ref: '#/components/headers/CacheControlImmutable' } };

/**
 * Answers with something that follows from a layout alone: 304 where the client has it already, else what `produce` gives.
 *
 * Call it only once the layout is known to exist.
 */
export async function answerImmutable<T extends Response>(
  c: Context<HttpEnv>,
  variant: string,
  produce: () => T | Promise<T>,
): Promise<T> {
  const response = await answerTagged(c, variant, produce);
  response.headers.set('Cache-Control', CACHE_CONTROL);
  return response;
}
