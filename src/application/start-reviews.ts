import type { Ports } from './ports.ts';

/** Runs that one tick of the cron starts: what is left is for the next. */
export const RUNS_PER_TICK = 500;

/** Starts the runs of plans whose time has come, the oldest first. Answers how many. Cost: one query, and a call for each hundred. */
export async function startReviews(
  { reviews, reviewRunner }: Pick<Ports, 'reviews' | 'reviewRunner'>,
  nowMs: number,
  limit: number = RUNS_PER_TICK,
): Promise<number> {
  const runs = await reviews.takeDue(nowMs, limit);
  if (runs.length > 0) await reviewRunner.start(runs);
  return runs.length;
}
