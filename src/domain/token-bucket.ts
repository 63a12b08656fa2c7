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

/** Takes one token from a bucket that fills evenly, a quota in a window; null is a full one. A clock that goes back fills nothing. */
export function takeToken(
  before: Bucket | null,
  { quota, windowSeconds }: RatePolicy,
  nowMs: number,
): { readonly bucket: Bucket; readonly taken: Taken } {
  const perMs = quota / windowSeconds / 1000;
  const sinceMs = Math.max(0, nowMs - (before?.atMs ?? nowMs));
  const held = Math.min(quota, (before?.tokens ?? quota) + sinceMs * perMs);
  const allowed = held >= 1;
  const tokens = allowed ? held - 1 : held;
  const secondsTo = (wanted: number) => Math.ceil((wanted - tokens) / perMs / 1000);
  return {
    bucket: { tokens, atMs: Math.max(nowMs, before?.atMs ?? nowMs) },
    taken: {
      allowed,
      remaining: Math.floor(tokens),
      resetSeconds: secondsTo(quota),
      retryAfterSeconds: allowed ? 0 : secondsTo(1),
    },
  };
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
