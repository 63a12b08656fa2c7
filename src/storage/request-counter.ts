import { DurableObject } from 'cloudflare:workers';
import type { RatePolicy } from '../domain/rate-policy.ts';
import { type Bucket, type Taken, takeToken } from '../domain/token-bucket.ts';

/** Counts the requests of one workspace. There is one such object for it in the world, so its numbers are exact. */
export class RequestCounter extends DurableObject {
  /** Takes a request from what a policy has left. */
  take(name: string, policy: RatePolicy): Taken {
    const { kv } = this.ctx.storage;
    const { bucket, taken } = takeToken(kv.get<Bucket>(name) ?? null, policy, Date.now());
    kv.put(name, bucket);
    return taken;
  }

  /** Keeps nothing of the workspace any more. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
