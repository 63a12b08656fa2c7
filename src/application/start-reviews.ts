import type { Ports } from './ports.ts';

/** Runs that one tick of the cron starts: what is left is for the next. */
export const RUNS_PER_TICK = 500;

/** Runs that begin at once, and how much later the next do: some tens of queries each, all of one database, would wait for each other. */
const [RUNS_AT_ONCE, APART_MS] = [100, 60_000];

/** Starts the runs of plans whose time has come, the oldest first. Answers how many. Cost: one query, and a call for each hundred. */
export async function startReviews(
  { reviews, reviewRunner }: Pick<Ports, 'reviews' | 'reviewRunner'>,
  nowMs: number,
  limit: number = RUNS_PER_TICK,
): Promise<number> {
  const runs = await reviews.takeDue(nowMs, limit);
  const waves = runs.map((run, at) => ({ ...run, waitMs: Math.floor(at / RUNS_AT_ONCE) * APART_MS }));
  if (waves.length > 0) await reviewRunner.start(waves);
  return runs.length;
}
