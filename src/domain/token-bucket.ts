import type { RatePolicy } from './rate-policy.ts';

/** How much of a policy is left, as of a moment. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** What a request found: whether it may pass, and what is left after it. */
export interface Taken {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Seconds until the whole quota is there again. */
  readonly resetSeconds: number;
  /** Seconds until a refused request may pass; 0 for one that was let through. */
  readonly retryAfterSeconds: number;
}

/** Takes one token from a bucket that fills evenly, a quota in a window; null is a full one. */
export function takeToken(
  before: Bucket | null,
  policy: RatePolicy,
  nowMs: number,
): { readonly bucket: Bucket; readonly taken: Taken } {
  const { quota, windowSeconds } = policy;
  const perMs = quota / windowSeconds / 1000;
  const { tokens: held, atMs } = refill(before, policy, nowMs);
  const allowed = held >= 1;
  const tokens = allowed ? held - 1 : held;
  const secondsTo = (wanted: number) => Math.ceil((wanted - tokens) / perMs / 1000);
  return {
    bucket: { tokens, atMs },
    taken: {
      allowed,
      remaining: Math.max(0, Math.floor(tokens)),
      resetSeconds: secondsTo(quota),
      retryAfterSeconds: allowed ? 0 : secondsTo(1),
    },
  };
}

/** A bucket after some requests that nobody asked it about before they passed: what was not there is owed. */
export function spend(before: Bucket | null, policy: RatePolicy, nowMs: number, count: number): Bucket {
  const { tokens, atMs } = refill(before, policy, nowMs);
  return { tokens: tokens - count, atMs };
}

/** A clock that goes back fills nothing. */
function refill(before: Bucket | null, { quota, windowSeconds }: RatePolicy, nowMs: number): Bucket {
  if (before === null) return { tokens: quota, atMs: nowMs };
  const sinceMs = Math.max(0, nowMs - before.atMs);
  const tokens = Math.min(quota, before.tokens + (sinceMs * quota) / windowSeconds / 1000);
  return { tokens, atMs: Math.max(nowMs, before.atMs) };
}

/** The same for some requests at one moment, one after the other. */
export function takeTokens(
  before: Bucket | null,
  policy: RatePolicy,
  nowMs: number,
  count: number,
): ReturnType<typeof takeToken>[] {
  let bucket = before;
  return Array.from({ length: count }, () => {
    const one = takeToken(bucket, policy, nowMs);
    bucket = one.bucket;
    return one;
  });
}
