import type { RequestMeter } from '../application/ports.ts';
import { RATE_POLICIES, type RatePolicy, type RatePolicyName } from '../domain/rate-policy.ts';
import { type Taken, takeTokens } from '../domain/token-bucket.ts';
import type { RequestCounter } from './request-counter.ts';
import { SharedCalls } from './shared-calls.ts';

/** What a request found, and by which policy. */
type Counted = Taken & { readonly policy: RatePolicy };

/**
 * Counts requests in a Durable Object per workspace: one call for all that arrive while another is under way, each counted. Quotas are multiplied by `scale`.
 * Whatever fails lets requests through.
 */
export function requestMeter(counters: DurableObjectNamespace<RequestCounter>, scale: number): RequestMeter {
  const underWay = new Map<string, SharedCalls<null, Counted>>();

  async function count(workspaceId: string, name: RatePolicyName, requests: number): Promise<Counted[]> {
    const { quota, windowSeconds } = RATE_POLICIES[name];
    const policy: RatePolicy = { quota: Math.max(1, Math.floor(quota * scale)), windowSeconds };
    const { before, nowMs } = await counters.getByName(workspaceId).take(name, policy, requests);
    return takeTokens(before, policy, nowMs, requests).map(({ taken }) => ({ ...taken, policy }));
  }

  return {
    async take(workspaceId, name) {
      const key = `${workspaceId} ${name}`;
      let calls = underWay.get(key);
      if (calls === undefined) {
        calls = new SharedCalls((items) => count(workspaceId, name, items.length));
        underWay.set(key, calls);
      }
      try {
        return await calls.ask(null);
      } catch (error) {
        console.error(JSON.stringify({ workspaceId, error: `requests are not counted: ${error}` }));
        return null;
      } finally {
        if (calls.isIdle) underWay.delete(key);
      }
    },
  };
}
