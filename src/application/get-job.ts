import { isUnderWay, type Job, jobNotFound } from '../domain/job.ts';
import type { JobRef } from './job-store.ts';
import type { Ports } from './ports.ts';

/** Longer than a slice takes, and than a Workflow waits before it tries one again: who worked on the job may be gone. */
const OVERDUE_MS = 120_000;

/**
 * The job with this id. Throws `not-found`, also for a job of another workspace.
 *
 * A machine may be lost between the recording of a job and its start, and a local one forgets what ran on it: a job that is overdue is started again, and
 * goes on from its last slice. Where somebody works on it all the same nothing is done twice.
 */
export async function getJob(ports: Ports, ref: JobRef): Promise<Job> {
  const job = await ports.jobs.find(ref);
  if (job === null) throw jobNotFound();
  const isOverdue = Date.now() - Date.parse(job.touchedAt) > OVERDUE_MS;
  if (isUnderWay(job) && isOverdue) await ports.jobRunner.start(ref);
  return job;
}
