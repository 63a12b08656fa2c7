import { DurableObject } from 'cloudflare:workers';
import type { RatePolicy } from '../domain/rate-policy.ts';
import { type Bucket, takeTokens } from '../domain/token-bucket.ts';

/** Counts the requests of one workspace. There is one such object for it in the world, so its numbers are exact. */
export class RequestCounter extends DurableObject {
  /** Takes some requests from what a policy has left; answers what was left before them, and when: what each of them found follows from it. */
  take(name: string, policy: RatePolicy, count: number): { readonly before: Bucket | null; readonly nowMs: number } {
    const { kv } = this.ctx.storage;
    const before = kv.get<Bucket>(name) ?? null;
    const nowMs = Date.now();
    const [last] = takeTokens(before, policy, nowMs, count).slice(-1);
    if (last !== undefined) kv.put(name, last.bucket);
    return { before, nowMs };
  }

  /** Keeps nothing of the workspace any more. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
