import { waitUntil } from 'cloudflare:workers';
import { MAX_AGE_MS } from '../application/as-of.ts';
import type { RequestCount, RequestMeter } from '../application/ports.ts';
import { RATE_POLICIES, type RatePolicy, type RatePolicyName } from '../domain/rate-policy.ts';
import { type Bucket, takeToken, takeTokens } from '../domain/token-bucket.ts';
import type { RequestCounter } from './request-counter.ts';
import { SharedCalls } from './shared-calls.ts';

/** After so long a Durable Object is told of requests that were counted here. */
const TELL_AFTER_MS = MAX_AGE_MS / 2;
/** Workspaces' policies that an isolate keeps. */
const MAX_HELD = 1_000;

/** What an isolate knows of a workspace's policy. */
interface Known {
  bucket: Bucket | null;
  /** When the Durable Object said so; -Infinity: never. */
  saidMs: number;
  /** Requests that it has not been told of. */
  untold: number;
  isTelling: boolean;
  readonly calls: SharedCalls<null, RequestCount>;
}

/**
 * Counts requests in a Durable Object per workspace, each request once. What it said holds in this isolate for `MAX_AGE_MS`: requests of this time are counted here,
 * and told soon after; what seems to be above the limit is asked for. So a limit may be passed by what other isolates let through in that time.
 * Quotas are multiplied by `scale`. Whatever fails lets requests through.
 */
export function requestMeter(counters: DurableObjectNamespace<RequestCounter>, scale: number): RequestMeter {
  const held = new Map<string, Known>();
  const policies = new Map(
    Object.entries(RATE_POLICIES).map(([name, { quota, windowSeconds }]): [string, RatePolicy] => [
      name,
      { quota: Math.max(1, Math.floor(quota * scale)), windowSeconds },
    ]),
  );

  function knownOf(workspaceId: string, name: RatePolicyName): Known {
    const key = `${workspaceId} ${name}`;
    let known = held.get(key);
    if (known === undefined) {
      const calls = new SharedCalls<null, RequestCount>((items) => count(workspaceId, name, items.length));
      known = { bucket: null, saidMs: -Infinity, untold: 0, isTelling: false, calls };
      held.set(key, known);
      const [oldest] = held.keys();
      if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest);
    }
    return known;
  }

  /** Tells the object of some requests and of those that it has not been told of, and answers what each of the former found. */
  async function count(workspaceId: string, name: RatePolicyName, requests: number): Promise<RequestCount[]> {
    const known = knownOf(workspaceId, name);
    const policy = policies.get(name) as RatePolicy;
    const { untold } = known;
    known.untold = 0;
    const { before, nowMs } = await counters.getByName(workspaceId).take(name, policy, untold + requests);
    const all = takeTokens(before, policy, nowMs, untold + requests);
    // Some were counted here while it answered.
    const since = takeTokens(all.at(-1)?.bucket ?? before, policy, nowMs, known.untold);
    known.bucket = (since.at(-1) ?? all.at(-1))?.bucket ?? before;
    known.saidMs = nowMs;
    return all.slice(untold).map(({ taken }) => ({ ...taken, policy }));
  }

  async function tellSoon(workspaceId: string, name: RatePolicyName, known: Known): Promise<void> {
    try {
      await scheduler.wait(TELL_AFTER_MS);
      if (known.untold > 0) await count(workspaceId, name, 0);
    } catch (error) {
      logUncounted(workspaceId, error);
    } finally {
      known.isTelling = false;
    }
  }

  function takeHere(workspaceId: string, name: RatePolicyName): RequestCount | null {
    const known = knownOf(workspaceId, name);
    const policy = policies.get(name) as RatePolicy;
    const nowMs = Date.now();
    if (nowMs - known.saidMs > MAX_AGE_MS) return null;
    const { bucket, taken } = takeToken(known.bucket, policy, nowMs);
    if (!taken.allowed) return null;
    known.bucket = bucket;
    known.untold++;
    if (!known.isTelling) {
      known.isTelling = true;
      waitUntil(tellSoon(workspaceId, name, known));
    }
    return { ...taken, policy };
  }

  return {
    takeHere,

    async take(workspaceId, name) {
      try {
        return takeHere(workspaceId, name) ?? (await knownOf(workspaceId, name).calls.ask(null));
      } catch (error) {
        logUncounted(workspaceId, error);
        return null;
      }
    },
  };
}

function logUncounted(workspaceId: string, error: unknown): void {
  console.error(JSON.stringify({ workspaceId, error: `requests are not counted: ${error}` }));
}
