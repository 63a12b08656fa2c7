import type { RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { RequestCount } from '../application/request-meter.ts';
import { Failure } from '../domain/failure.ts';
import type { RatePolicyName } from '../domain/rate-policy.ts';
import type { HttpEnv } from './http-env.ts';
import { RATE_POLICY_MEMBER } from './rate-limited-as.ts';

type Header = readonly [name: string, value: string];

/** What an answer says of what is left (draft-ietf-httpapi-ratelimit-headers-11). */
export function rateHeaders(
  name: RatePolicyName,
  { policy, remaining, resetSeconds }: RequestCount,
): readonly Header[] {
  return [
    ['RateLimit-Policy', `"${name}";q=${policy.quota};w=${policy.windowSeconds}`],
    ['RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`],
  ];
}

/**
 * Counts a request against the limits of its workspace, and answers the headers that tell what is left; none where counting fails. Throws `too-many-requests` above the limits.
 */
export async function countRequest(c: Context<HttpEnv>, route: RouteConfig | undefined): Promise<readonly Header[]> {
  const name = (route?.[RATE_POLICY_MEMBER] as RatePolicyName | undefined) ?? 'requests';
  const taken = await c.get('ports').meter.take(c.get('workspaceId'), name);
  if (taken === null) return [];
  const { policy, allowed, retryAfterSeconds } = taken;
  const headers = rateHeaders(name, taken);
  if (allowed) return headers;
  for (const [header, value] of headers) c.header(header, value);
  c.header('Retry-After', String(retryAfterSeconds));
  const detail = `more than ${policy.quota} ${name} in ${policy.windowSeconds} seconds: wait ${retryAfterSeconds} s`;
  throw new Failure('too-many-requests', detail);
}
