import { isUnderWay, type Job } from '../domain/job.ts';
import type { JobRef } from './job-store.ts';
import type { Ports } from './ports.ts';

/** Longer than a slice takes, and than a Workflow waits before it tries one again: who worked on the job may be gone. */
const OVERDUE_MS = 120_000;

/**
 * Starts a job again that nobody has worked on for long: it goes on from its last slice.
 *
 * A machine may be lost between the recording of a job and its start, and a local one forgets what ran on it. Where somebody works on the job all the
 * same nothing is done twice.
 */
export async function restartIfOverdue(ports: Ports, ref: JobRef, job: Job, nowMs: number): Promise<boolean> {
  const isOverdue = nowMs - Date.parse(job.touchedAt) > OVERDUE_MS;
  if (!isUnderWay(job) || !isOverdue) return false;
  await ports.jobRunner.start(ref);
  return true;
}

/** Starts the jobs again that are overdue the longest, at most `limit`. Answers how many. */
export async function restartJobs(ports: Ports, nowMs: number, limit: number): Promise<number> {
  const overdue = await ports.jobs.listUntouched(new Date(nowMs - OVERDUE_MS).toISOString(), limit);
  return restartOverdue(ports, overdue, nowMs);
}

/** Starts those of some jobs again that are overdue. One that cannot be started is told to the log, and keeps none of the others back. Answers how many. */
export async function restartOverdue(
  ports: Ports,
  jobs: readonly { readonly workspaceId: string; readonly job: Job }[],
  nowMs: number,
): Promise<number> {
  let restarted = 0;
  for (const { workspaceId, job } of jobs) {
    try {
      if (await restartIfOverdue(ports, { workspaceId, jobId: job.jobId }, job, nowMs)) restarted++;
    } catch (error) {
      console.error(JSON.stringify({ workspaceId, jobId: job.jobId, error: `not started again: ${error}` }));
    }
  }
  return restarted;
}
