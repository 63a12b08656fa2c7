import { type Job, jobNotFound } from '../domain/job.ts';
import type { JobRef } from './job-store.ts';
import type { Ports } from './ports.ts';

/** A job that is queued for longer than this may never have been started. */
const OVERDUE_MS = 60_000;

/**
 * The job with this id. Throws `not-found`, also for a job of another workspace.
 *
 * A machine may have failed between the recording of a job and its start: one that is overdue is started again, which does nothing where it was.
 */
export async function getJob(ports: Ports, ref: JobRef): Promise<Job> {
  const job = await ports.jobs.find(ref);
  if (job === null) throw jobNotFound();
  const isOverdue = job.state === 'queued' && Date.now() - Date.parse(job.createdAt) > OVERDUE_MS;
  if (isOverdue) await ports.jobRunner.start(ref);
  return job;
}
