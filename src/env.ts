import type { LaneRef } from './application/delivery-store.ts';
import type { JobRef } from './application/job-store.ts';
import type { StartedReview } from './application/review-store.ts';
import type { RequestCounter } from './storage/request-counter.ts';

/** What the Worker is bound to: `wrangler.toml` names the bindings, `.dev.vars` or `wrangler secret` holds the secrets. */
export interface Env {
  /** The record: workspaces, plans, accounts, layouts. */
  readonly DB: D1Database;
  /** The cache: immutable values whose key holds a layout id. */
  readonly CACHE: KVNamespace;
  /** What each workspace has left of its limits. */
  readonly COUNTERS: DurableObjectNamespace<RequestCounter>;
  /** Carries out jobs. */
  readonly SOLVES: Workflow<JobRef>;
  /** Sends events to webhooks. */
  readonly DELIVERIES: Workflow<LaneRef>;
  /** Reviews plans when that is due, and reads in between how they stand. */
  readonly REVIEWS: Workflow<StartedReview>;
  /** The map page and what it loads. */
  readonly ASSETS: Fetcher;
  /** Opens `POST /v1/workspaces`, which gives the first key. At least 32 characters. */
  readonly BOOTSTRAP_SECRET?: string;
  /** Every rate limit is multiplied by it; 1 when left out. */
  readonly RATE_LIMIT_SCALE?: string;
  /** Days for which jobs are kept after their end; 30 when left out. */
  readonly KEEP_JOBS_DAYS?: string;
  /** Days for which layouts are kept that nothing refers to; 30 when left out. */
  readonly KEEP_LAYOUTS_DAYS?: string;
  /** `1`: webhooks may name this machine, on any port and without TLS. For developers and tests alone: left out everywhere else. */
  readonly WEBHOOK_LOOPBACK?: string;
  /** Seals the secrets of webhooks in the record; left out, they are kept as they are. At least 32 characters. Whoever changes it rotates all of them. */
  readonly WEBHOOK_SEALING_KEY?: string;
  /** Steps of one slice of a job, where it is not what `application/solve-limits.ts` says. */
  readonly SLICE_STEPS?: string;
}
