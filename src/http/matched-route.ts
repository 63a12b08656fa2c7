import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { HttpEnv } from './http-env.ts';

/** Method and path template of the route that answers a request, such as `GET /v1/plans/:planId`; null where nothing lives. */
export function matchedRoute(c: Context<HttpEnv>): string | null {
  const route = matchedRoutes(c).findLast(({ method }) => method !== 'ALL');
  return route === undefined ? null : `${route.method} ${route.path}`;
}
