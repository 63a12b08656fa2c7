/** A limit that some requests of a workspace count against. */
export interface RatePolicy {
  readonly quota: number;
  readonly windowSeconds: number;
}

/** How many requests a workspace may send, by what they cost; each request counts against one of these. */
export const RATE_POLICIES = {
  /** All that is under no other. */
  requests: { quota: 600, windowSeconds: 60 },
  /** Files of accounts, kept. */
  uploads: { quota: 60, windowSeconds: 60 },
  /** Whatever runs the optimizer. */
  solves: { quota: 30, windowSeconds: 60 },
  /** A map asks for dozens of tiles at once. */
  tiles: { quota: 3000, windowSeconds: 60 },
} as const satisfies Record<string, RatePolicy>;

export type RatePolicyName = keyof typeof RATE_POLICIES;
