import type { RatePolicy, RatePolicyName } from '../domain/rate-policy.ts';
import type { Taken } from '../domain/token-bucket.ts';

/** Counts the requests of workspaces against their limits. */
export interface RequestMeter {
  /** Counts a request; null where counting fails, which refuses nobody. */
  take(workspaceId: string, policy: RatePolicyName): Promise<RequestCount | null>;
  /** Counts a request that may pass by what is known here; null, and nothing counted, where that has to be asked for. */
  takeHere(workspaceId: string, policy: RatePolicyName): RequestCount | null;
}

/** What a request found, and by which policy. */
export type RequestCount = Taken & { readonly policy: RatePolicy };
