import type { Context } from 'hono';
import type { HttpEnv } from './http-env.ts';
import { matchedRoute } from './matched-route.ts';

/**
 * Writes one line of JSON for a request that was answered.
 *
 * Nothing personal: the template of the route and not its address, no query, no body, no name. `ms` is the time until the answer begins,
 * as far as the clock tells: it stands still while the Worker computes.
 */
export function logRequest(c: Context<HttpEnv>, startedMs: number): void {
  const line = {
    requestId: c.get('requestId'),
    method: c.req.method,
    route: matchedRoute(c)?.split(' ')[1] ?? null,
    status: c.res.status,
    ms: Date.now() - startedMs,
    workspaceId: c.get('workspaceId'),
  };
  console.log(JSON.stringify(line));
}
