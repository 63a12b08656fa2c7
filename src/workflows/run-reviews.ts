import { startReviews } from '../application/start-reviews.ts';
import type { Env } from '../env.ts';
import { wirePorts } from '../wiring.ts';

/** One run of the cron that has plans reviewed whose time has come, as of a moment in milliseconds since 1970. */
export async function runReviews(env: Env, nowMs: number): Promise<void> {
  try {
    const started = await startReviews(wirePorts(env), nowMs);
    if (started > 0) console.log(JSON.stringify({ reviews: { started } }));
  } catch (error) {
    console.error(JSON.stringify({ reviews: String(error) }));
  }
}
