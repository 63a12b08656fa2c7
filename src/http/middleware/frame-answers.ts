import { createMiddleware } from 'hono/factory';
import { allowOrigin } from '../allow-origin.ts';
import type { App } from '../app.ts';
import type { HttpEnv } from '../http-env.ts';
import { logRequest } from '../log-request.ts';
import { matchedRoute } from '../matched-route.ts';
import { RouteTable } from '../route-table.ts';
import { tellDeprecation } from '../tell-deprecation.ts';

/** What every answer says, whatever it answers, and its line in the log. One layer for all of it: each costs every request. */
export function frameAnswers(app: App) {
  const routes = new RouteTable(app);
  return createMiddleware<HttpEnv>(async (c, next) => {
    const startedMs = Date.now();
    await next();
    // `c.header` would make the answer anew each time, for answers whose headers are fixed: none of ours are.
    const { headers } = c.res;
    headers.set('X-Request-Id', c.get('requestId'));
    tellDeprecation(routes.find(c), headers);
    allowOrigin(c, headers);
    logRequest({
      requestId: c.get('requestId'),
      method: c.req.method,
      route: matchedRoute(c)?.split(' ')[1] ?? null,
      status: c.res.status,
      ms: Date.now() - startedMs,
      workspaceId: c.get('workspaceId'),
    });
  });
}
