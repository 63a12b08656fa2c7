import { DurableObject } from 'cloudflare:workers';
import type { RatePolicy } from '../domain/rate-policy.ts';
import { type Bucket, spend, takeTokens } from '../domain/token-bucket.ts';

/** Counts the requests of one workspace. There is one such object for it in the world: every request is counted here, if a little late. */
export class RequestCounter extends DurableObject {
  /**
   * Takes from what a policy has left first what has passed already, if need be below nothing, then some requests that ask; answers what was left before
   * the latter: what each of them found follows from it.
   */
  take(name: string, policy: RatePolicy, passed: number, asking: number): Bucket {
    const { kv } = this.ctx.storage;
    const kept = kv.get<Bucket>(name) ?? null;
    const before = spend(kept, policy, Date.now(), passed);
    // Who is only told was asked before: what is not kept any more was forgotten, and stays so.
    if (kept !== null || asking > 0)
      kv.put(name, takeTokens(before, policy, before.atMs, asking).at(-1)?.bucket ?? before);
    return before;
  }

  /** Keeps nothing of the workspace any more. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
