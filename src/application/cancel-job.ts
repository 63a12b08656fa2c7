import { Failure } from '../domain/failure.ts';
import type { Job } from '../domain/job.ts';
import { getJob } from './get-job.ts';
import type { JobRef } from './job-store.ts';
import type { Ports } from './ports.ts';

/**
 * Ends a job at once: the slice under way is the last, and nothing comes of it. Cancelling it again changes nothing.
 *
 * Throws `not-found`; `job-ended` for one that has succeeded or failed.
 */
export async function cancelJob(ports: Ports, ref: JobRef): Promise<Job> {
  await ports.jobs.cancel(ref);
  const job = await getJob(ports, ref);
  if (job.state === 'cancelled') return job;
  throw new Failure('job-ended', `the job has ${job.state} already: there is nothing left to cancel`);
}
