import type { Context } from 'hono';
import type { AsOf } from '../application/as-of.ts';

/** As of when a client wants its answer: `Cache-Control: no-cache` (RFC 9111, 5.2.1.4) asks for what is so now. */
export function asOf(c: Context): AsOf {
  return c.req.header('cache-control')?.includes('no-cache') ? 'now' : 'a-moment-ago';
}
