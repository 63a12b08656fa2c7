import { createMiddleware } from 'hono/factory';
import type { HttpEnv } from '../http-env.ts';

/** Headers of an answer that a page of another origin may read. */
const EXPOSED = [
  'Allow',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Hexalign-Cache',
  'X-Request-Id',
].join(', ');

/** Lets pages of other origins read answers, without credentials. Not an access control: that is the key. */
export const allowOrigins = createMiddleware<HttpEnv>(async (c, next) => {
  await next();
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Access-Control-Expose-Headers', EXPOSED);
});
