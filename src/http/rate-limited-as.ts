import type { RatePolicyName } from '../domain/rate-policy.ts';

/** The member of a route's description that names its policy. */
export const RATE_POLICY_MEMBER = 'x-rate-limit-policy';

/** Spread into a route: it counts against this policy, and the description says so. Without it a route counts against `requests`. */
export function rateLimitedAs(name: Exclude<RatePolicyName, 'requests'>) {
  return { [RATE_POLICY_MEMBER]: name } as const;
}
