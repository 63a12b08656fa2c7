import type { Context } from 'hono';
import type { AsOf } from '../application/as-of.ts';

/** As of when a client wants its answer: `Cache-Control: no-cache`, or `max-age=0` (RFC 9111, 5.2.1), asks for what is so now. */
export function asOf(c: Context): AsOf {
  return /(^|[\s,])(no-cache|max-age=0)\b/i.test(c.req.header('cache-control') ?? '') ? 'now' : 'a-moment-ago';
}
