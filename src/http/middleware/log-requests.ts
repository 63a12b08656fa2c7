import { createMiddleware } from 'hono/factory';
import type { HttpEnv } from '../http-env.ts';
import { matchedRoute } from '../matched-route.ts';

/**
 * Writes one line of JSON for each request, and the request's id into its answer.
 *
 * Nothing personal: the template of the route and not its address, no query, no body, no name. `ms` is the time until the answer begins,
 * as far as the clock tells: it stands still while the Worker computes.
 */
export const logRequests = createMiddleware<HttpEnv>(async (c, next) => {
  const startedMs = Date.now();
  await next();
  const { requestId, workspaceId } = c.var;
  c.header('X-Request-Id', requestId);
  const route = matchedRoute(c)?.split(' ')[1] ?? null;
  const line = {
    requestId,
    method: c.req.method,
    route,
    status: c.res.status,
    ms: Date.now() - startedMs,
    workspaceId,
  };
  console.log(JSON.stringify(line));
});
