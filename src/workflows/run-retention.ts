import { type Retention, sweepRecord } from '../application/sweep-record.ts';
import type { Env } from '../env.ts';
import { wirePorts } from '../wiring.ts';

const DEFAULT_DAYS = 30;
/** What was used within an hour is not noted as used again: less than a day would delete it meanwhile. */
const LEAST_DAYS = 1;

/** One run of the retention job, as of a moment in milliseconds since 1970. Says in one line of the log what it has deleted. */
export async function runRetention(env: Env, nowMs: number): Promise<void> {
  const report = await sweepRecord(wirePorts(env), retentionOf(env), nowMs);
  const isFailed = Object.keys(report.failed).length > 0;
  console[isFailed ? 'error' : 'log'](JSON.stringify({ retention: report }));
}

/** How long what is over is kept here. */
export function retentionOf({ KEEP_JOBS_DAYS, KEEP_LAYOUTS_DAYS }: Env): Retention {
  return { jobDays: days(KEEP_JOBS_DAYS), layoutDays: days(KEEP_LAYOUTS_DAYS) };
}

function days(given: string | undefined): number {
  const asked = Number(given ?? DEFAULT_DAYS);
  return Number.isFinite(asked) ? Math.max(LEAST_DAYS, asked) : DEFAULT_DAYS;
}
