import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { HttpEnv } from './http-env.ts';

/** Method and path template of the route that answers a request, such as `GET /v1/plans/:planId`; null where nothing lives. */
export function matchedRoute(c: Context<HttpEnv>): string | null {
  let found = known.get(c);
  if (found === undefined) {
    found = findRoute(c);
    known.set(c, found);
  }
  return found;
}

/** Several middlewares ask for it. */
const known = new WeakMap<Context<HttpEnv>, string | null>();

function findRoute(c: Context<HttpEnv>): string | null {
  const route = matchedRoutes(c).findLast(({ method }) => method !== 'ALL');
  return route === undefined ? null : `${route.method} ${route.path}`;
}
