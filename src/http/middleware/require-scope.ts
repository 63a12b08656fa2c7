import { createMiddleware } from 'hono/factory';
import { Failure } from '../../domain/failure.ts';
import type { Scope } from '../../domain/scope.ts';
import type { App } from '../app.ts';
import type { HttpEnv } from '../http-env.ts';
import { matchedRoute } from '../matched-route.ts';

/** Lets a key through to the routes whose description names one of its scopes. A route that names none stays closed. */
export function requireScope(app: App) {
  let table: ReadonlyMap<string, Scope | null> | undefined;
  return createMiddleware<HttpEnv>(async (c, next) => {
    table ??= scopesByRoute(app);
    const route = matchedRoute(c);
    // Nothing lives here: what follows says so.
    if (route === null) return next();
    const scope = table.get(route);
    if (scope == null) throw new Error(`${route} names no scope`);
    if (!c.var.key.scopes.includes(scope)) {
      c.header('WWW-Authenticate', `Bearer realm="hexalign", error="insufficient_scope", scope="${scope}"`);
      throw new Failure('insufficient-scope', `this needs a key with the scope ${scope}`);
    }
    await next();
  });
}

function scopesByRoute(app: App): ReadonlyMap<string, Scope | null> {
  const table = new Map<string, Scope | null>();
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const { method, path, security } = definition.route;
    table.set(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, scopeOf(security));
  }
  return table;
}

/** The scope that the description of a route names. */
function scopeOf(security: readonly Record<string, string[]>[] | undefined): Scope | null {
  return (security?.[0]?.key?.[0] as Scope | undefined) ?? null;
}
