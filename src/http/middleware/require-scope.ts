import { createMiddleware } from 'hono/factory';
import { Failure } from '../../domain/failure.ts';
import type { Scope } from '../../domain/scope.ts';
import type { App } from '../app.ts';
import type { HttpEnv } from '../http-env.ts';
import { matchedRoute } from '../matched-route.ts';
import { RouteTable } from '../route-table.ts';

/** Lets a key through to the routes whose description names one of its scopes. A route that names none stays closed. */
export function requireScope(app: App) {
  const routes = new RouteTable(app);
  return createMiddleware<HttpEnv>(async (c, next) => {
    const route = matchedRoute(c);
    // Nothing lives here: what follows says so.
    if (route === null) return next();
    const scope = routes.find(c)?.security?.[0]?.key?.[0] as Scope | undefined;
    if (scope === undefined) throw new Error(`${route} names no scope`);
    if (!c.var.key.scopes.includes(scope)) {
      c.header('WWW-Authenticate', `Bearer realm="hexalign", error="insufficient_scope", scope="${scope}"`);
      throw new Failure('insufficient-scope', `this needs a key with the scope ${scope}`);
    }
    await next();
  });
}
