import { createMiddleware } from 'hono/factory';
import { ANY_ORIGIN, allowsOrigin } from '../../domain/workspace.ts';
import type { HttpEnv } from '../http-env.ts';

/** Headers of an answer that a page of another origin may read. */
const EXPOSED = [
  'Allow',
  'Deprecation',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Sunset',
  'X-Hexalign-Cache',
  'X-Request-Id',
].join(', ');

/**
 * Lets pages read answers, without credentials: those of the origins that the workspace lists, and those of all where no key has said which
 * workspace it is. Not an access control: that is the key.
 */
export const allowOrigins = createMiddleware<HttpEnv>(async (c, next) => {
  await next();
  const { corsOrigins = [ANY_ORIGIN] } = c.var;
  if (corsOrigins.includes(ANY_ORIGIN)) {
    c.header('Access-Control-Allow-Origin', ANY_ORIGIN);
  } else {
    c.header('Vary', 'Origin', { append: true });
    const origin = c.req.header('origin');
    if (origin === undefined || !allowsOrigin(corsOrigins, origin)) return;
    c.header('Access-Control-Allow-Origin', origin);
  }
  c.header('Access-Control-Expose-Headers', EXPOSED);
});
