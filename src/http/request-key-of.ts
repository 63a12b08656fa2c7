import type { Context } from 'hono';
import { parseIdempotencyKey } from '../domain/idempotency-key.ts';

/** The `Idempotency-Key` of a request, or null. Throws `invalid-parameter` for what is none. */
export function requestKeyOf(c: Context): string | null {
  const header = c.req.header('idempotency-key');
  return header === undefined ? null : parseIdempotencyKey(header);
}
