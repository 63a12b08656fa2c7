import type { RequestMeter } from '../application/ports.ts';
import { RATE_POLICIES, type RatePolicy } from '../domain/rate-policy.ts';
import type { RequestCounter } from './request-counter.ts';

/** Counts requests in a Durable Object per workspace: one subrequest each. Quotas are multiplied by `scale`. Whatever fails lets requests through. */
export function requestMeter(counters: DurableObjectNamespace<RequestCounter>, scale: number): RequestMeter {
  return {
    async take(workspaceId, name) {
      const { quota, windowSeconds } = RATE_POLICIES[name];
      const policy: RatePolicy = { quota: Math.max(1, Math.floor(quota * scale)), windowSeconds };
      try {
        const taken = await counters.getByName(workspaceId).take(name, policy);
        return { ...taken, policy };
      } catch (error) {
        console.error(JSON.stringify({ workspaceId, error: `requests are not counted: ${error}` }));
        return null;
      }
    },
  };
}
