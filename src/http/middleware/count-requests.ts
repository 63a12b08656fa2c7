import { createMiddleware } from 'hono/factory';
import { Failure } from '../../domain/failure.ts';
import type { RatePolicyName } from '../../domain/rate-policy.ts';
import type { App } from '../app.ts';
import type { HttpEnv } from '../http-env.ts';
import { RATE_POLICY_MEMBER } from '../rate-limited-as.ts';
import { RouteTable } from '../route-table.ts';

/** Refuses what is above a workspace's limits, and tells every client what is left (draft-ietf-httpapi-ratelimit-headers-11). */
export function countRequests(app: App) {
  const routes = new RouteTable(app);
  return createMiddleware<HttpEnv>(async (c, next) => {
    const name = (routes.find(c)?.[RATE_POLICY_MEMBER] as RatePolicyName | undefined) ?? 'requests';
    const taken = await c.var.ports.meter.take(c.var.workspaceId, name);
    if (taken === null) return next();
    const { policy, allowed, remaining, resetSeconds, retryAfterSeconds } = taken;
    const tell = () => {
      c.header('RateLimit-Policy', `"${name}";q=${policy.quota};w=${policy.windowSeconds}`);
      c.header('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`);
    };
    if (!allowed) {
      tell();
      c.header('Retry-After', String(retryAfterSeconds));
      const detail = `more than ${policy.quota} ${name} in ${policy.windowSeconds} seconds: wait ${retryAfterSeconds} s`;
      throw new Failure('too-many-requests', detail);
    }
    await next();
    tell();
  });
}
