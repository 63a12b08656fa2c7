import type { Context } from 'hono';
import type { HttpEnv } from './http-env.ts';

/** A day, within which a client need not ask again; a layout never changes, but it may be deleted. */
const CACHE_CONTROL = 'private, max-age=86400, immutable';

/** Part of every tag: a new way of writing an answer must not be taken for the old one. */
const EDITION = 1;

/**
 * Answers with something that follows from a layout alone: 304 where the client has it already, else what `produce` gives.
 *
 * Call it only once the layout is known to exist.
 */
export async function answerImmutable(
  c: Context<HttpEnv>,
  variant: string,
  produce: () => Response | Promise<Response>,
): Promise<Response> {
  const tag = `"${variant}-${EDITION}"`;
  const held = c.req.header('if-none-match');
  const matches = held?.split(',').some((entry) => entry.trim() === '*' || entry.trim().replace(/^W\//, '') === tag);
  const response = matches ? new Response(null, { status: 304 }) : await produce();
  response.headers.set('ETag', tag);
  response.headers.set('Cache-Control', CACHE_CONTROL);
  response.headers.append('Vary', 'Accept, Authorization');
  return response;
}
