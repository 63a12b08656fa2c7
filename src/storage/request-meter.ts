import { waitUntil } from 'cloudflare:workers';
import { MAX_AGE_MS } from '../application/as-of.ts';
import type { RequestCount, RequestMeter } from '../application/request-meter.ts';
import { RATE_POLICIES, type RatePolicy, type RatePolicyName } from '../domain/rate-policy.ts';
import { type Bucket, spend, takeToken, takeTokens } from '../domain/token-bucket.ts';
import type { RequestCounter } from './request-counter.ts';
import { SharedCalls } from './shared-calls.ts';

/** After so long a Durable Object is told of requests that were counted here. */
const TELL_AFTER_MS = MAX_AGE_MS / 2;
/** So often one request tells it, while more of them come; after so long it is taken for lost. */
const MOST_TELLINGS = 20;
const LOST_AFTER_MS = 10_000;
/** Workspaces' policies that an isolate keeps. */
const MAX_HELD = 1_000;

/** What an isolate knows of a workspace's policy. */
interface Known {
  /** What was left when the Durable Object was last asked, less what has passed here since: nothing is filled up here. Null: it was never asked. */
  bucket: Bucket | null;
  /** When it was asked, by the clock of this isolate. */
  askedMs: number;
  /** Requests that it has not been told of. */
  untold: number;
  /** Since when somebody is about to tell it; -Infinity: nobody is. */
  tellingMs: number;
  readonly calls: SharedCalls<null, RequestCount>;
}

/**
 * Counts requests in a Durable Object per workspace, each request once. What it said holds in this isolate for `MAX_AGE_MS`: requests of this time are counted here,
 * and told soon after; what seems to be above the limit is asked for. What other isolates let through in that time beyond the limit is owed, and refused later.
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

  /** Of more than are kept, those go whose workspace has sent nothing for longest. */
  function knownOf(workspaceId: string, name: RatePolicyName): Known {
    const key = `${workspaceId} ${name}`;
    const known = held.get(key) ?? newKnown(workspaceId, name);
    held.delete(key);
    held.set(key, known);
    const [oldest] = held.keys();
    if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest);
    return known;
  }

  function newKnown(workspaceId: string, name: RatePolicyName): Known {
    const calls = new SharedCalls<null, RequestCount>((items) => count(known, workspaceId, name, items.length));
    const known: Known = { bucket: null, askedMs: -Infinity, untold: 0, tellingMs: -Infinity, calls };
    return known;
  }

  /** Tells the object of what has passed here, and asks it about some requests: what each of them found. */
  async function count(
    known: Known,
    workspaceId: string,
    name: RatePolicyName,
    asking: number,
  ): Promise<RequestCount[]> {
    const policy = policies.get(name) as RatePolicy;
    const { untold } = known;
    known.untold = 0;
    const askedMs = Date.now();
    try {
      const before = await counters.getByName(workspaceId).take(name, policy, untold, asking);
      const found = takeTokens(before, policy, before.atMs, asking);
      const after = found.at(-1)?.bucket ?? before;
      // Some passed here while it answered.
      known.bucket = spend(after, policy, after.atMs, known.untold);
      known.askedMs = askedMs;
      return found.map(({ taken }) => ({ ...taken, policy }));
    } catch (error) {
      known.untold += untold;
      throw error;
    }
  }

  async function tellSoon(known: Known, workspaceId: string, name: RatePolicyName): Promise<void> {
    try {
      for (let time = 0; time < MOST_TELLINGS; time++) {
        await scheduler.wait(TELL_AFTER_MS);
        if (known.untold === 0) break;
        await count(known, workspaceId, name, 0);
      }
    } catch (error) {
      logUncounted(workspaceId, error);
    } finally {
      known.tellingMs = -Infinity;
    }
  }

  function takeHere(workspaceId: string, name: RatePolicyName): RequestCount | null {
    const known = knownOf(workspaceId, name);
    const nowMs = Date.now();
    if (known.bucket === null || nowMs - known.askedMs > MAX_AGE_MS) return null;
    const policy = policies.get(name) as RatePolicy;
    const { bucket, taken } = takeToken(known.bucket, policy, known.bucket.atMs);
    if (!taken.allowed) return null;
    known.bucket = bucket;
    known.untold++;
    if (nowMs - known.tellingMs > LOST_AFTER_MS) {
      known.tellingMs = nowMs;
      waitUntil(tellSoon(known, workspaceId, name));
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
