import type { RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Failure } from '../domain/failure.ts';
import type { Scope } from '../domain/scope.ts';
import type { HttpEnv } from './http-env.ts';
import { matchedRoute } from './matched-route.ts';

/** The scope that the description of a route names. */
function scopeOf(route: RouteConfig | undefined): Scope | undefined {
  return route?.security?.[0]?.key?.[0] as Scope | undefined;
}

/** Whether a route changes nothing. */
export function readsOnly(route: RouteConfig | undefined): boolean {
  return scopeOf(route)?.endsWith(':read') ?? false;
}

/** What keeps a key from a route: null for the routes whose description names one of its scopes. A route that names none stays closed. */
export function requireScope(c: Context<HttpEnv>, route: RouteConfig | undefined): Error | null {
  const scope = scopeOf(route);
  if (scope === undefined) {
    // Where nothing lives what follows says so.
    return matchedRoute(c) === null ? null : new Error(`${matchedRoute(c)} names no scope`);
  }
  if (c.get('key').scopes.includes(scope)) return null;
  c.header('WWW-Authenticate', `Bearer realm="hexalign", error="insufficient_scope", scope="${scope}"`);
  return new Failure('insufficient-scope', `this needs a key with the scope ${scope}`);
}
