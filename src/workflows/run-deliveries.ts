import { startDeliveries } from '../application/start-deliveries.ts';
import type { Env } from '../env.ts';
import { wirePorts } from '../wiring.ts';

/** One run of the cron that has sent what is due, as of a moment in milliseconds since 1970. */
export async function runDeliveries(env: Env, nowMs: number): Promise<void> {
  try {
    await startDeliveries(wirePorts(env), nowMs);
  } catch (error) {
    console.error(JSON.stringify({ deliveries: String(error) }));
  }
}
