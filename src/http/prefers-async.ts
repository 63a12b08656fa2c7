import type { Context } from 'hono';
import type { HttpEnv } from './http-env.ts';

/** Whether a client would rather be answered at once and ask again for the result (RFC 7240, 4.1). */
export function prefersAsync(c: Context<HttpEnv>): boolean {
  const unquoted = (c.req.header('prefer') ?? '').replaceAll(/"(\\.|[^"\\])*"/g, '""');
  return unquoted.split(',').some((preference) => /^\s*respond-async\s*(;|$)/i.test(preference));
}
