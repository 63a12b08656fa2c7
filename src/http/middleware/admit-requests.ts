import { createMiddleware } from 'hono/factory';
import type { App } from '../app.ts';
import { asOf } from '../as-of.ts';
import { countRequest } from '../count-request.ts';
import type { HttpEnv } from '../http-env.ts';
import { openKey } from '../open-key.ts';
import { readsOnly, requireScope } from '../require-scope.ts';
import { RouteTable } from '../route-table.ts';

/** Lets through requests with a key, within the limits of its workspace, to what its scopes name; in one layer: each costs every request. */
export function admitRequests(app: App) {
  const routes = new RouteTable(app);
  return createMiddleware<HttpEnv>(async (c, next) => {
    const route = routes.find(c);
    const isRead = readsOnly(route);
    // For what changes nothing it counts what a key opened a moment ago.
    await openKey(c, isRead ? asOf(c) : 'now');
    const rates = await countRequest(c, route);
    const refusal = requireScope(c, route);
    if (refusal !== null) {
      for (const [name, value] of rates) c.header(name, value);
      throw refusal;
    }
    await next();
    // Also after a failure: some of it may be written.
    if (!isRead) c.get('ports').noteWrite(c.get('workspaceId'));
    const { headers } = c.res;
    for (const [name, value] of rates) headers.set(name, value);
  });
}
