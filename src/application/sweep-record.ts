import { ABANDONED_AFTER_MS } from './account-sets.ts';
import type { Ports } from './ports.ts';
import { restartJobs } from './restart-jobs.ts';
import { runSweeps, type SweepReport } from './sweep.ts';

/** How long what is over is kept. */
export interface Retention {
  /** A job after its end. */
  readonly jobDays: number;
  /** A layout that nothing refers to, after somebody last asked for it. */
  readonly layoutDays: number;
}

/** Calls of one run: D1 and KV each allow a thousand to an invocation. */
export const SWEEP_CALLS = 800;

/** Jobs that one run starts again. */
const RESTARTED_JOBS = 50;

/** Events are kept for so long, delivered or given up. */
const EVENT_DAYS = 30;

/** Readings are kept for two years: trends look back for less, and what reviews found is in them. */
const READING_DAYS = 730;

/** A request or a slice of a job that began before its workspace ended may write for so long. */
const WRITES_AFTER_END_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What came of one run of retention. */
export interface RetentionReport extends SweepReport {
  /** Jobs whose Workflow was gone. */
  readonly restarted: number;
}

/**
 * Deletes what of the record is over, and starts jobs again whose Workflow is gone, as of a moment in milliseconds since 1970.
 *
 * Cost: at most `calls` and 51 more; what is left is for the next run.
 */
export async function sweepRecord(
  ports: Ports,
  { jobDays, layoutDays }: Retention,
  nowMs: number,
  calls: number = SWEEP_CALLS,
): Promise<RetentionReport> {
  const { sweeper } = ports;
  const before = (ms: number) => new Date(nowMs - ms).toISOString();
  const now = before(0);
  const report = await runSweeps(
    {
      answers: sweeper.answers(now),
      jobs: sweeper.jobs(before(jobDays * DAY_MS)),
      events: sweeper.events(before(EVENT_DAYS * DAY_MS)),
      readings: sweeper.readings(nowMs - READING_DAYS * DAY_MS),
      accountSets: sweeper.accountSets(before(ABANDONED_AFTER_MS)),
      layouts: sweeper.layouts(before(layoutDays * DAY_MS), now),
      workspaces: sweeper.workspaces(now, before(WRITES_AFTER_END_MS)),
    },
    calls,
  );
  return { ...report, restarted: await restartJobs(ports, nowMs, RESTARTED_JOBS) };
}
