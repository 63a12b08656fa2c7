import { type Job, jobNotFound } from '../domain/job.ts';
import type { JobRef } from './job-store.ts';
import type { Ports } from './ports.ts';
import { restartIfOverdue } from './restart-jobs.ts';

/** The job with this id; one that is overdue is started again. Throws `not-found`, also for a job of another workspace. */
export async function getJob(ports: Ports, ref: JobRef): Promise<Job> {
  const job = await ports.jobs.find(ref);
  if (job === null) throw jobNotFound();
  await restartIfOverdue(ports, ref, job, Date.now());
  return job;
}
