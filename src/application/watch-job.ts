import { isUnderWay, type Job } from '../domain/job.ts';
import { getJob } from './get-job.ts';
import type { JobRef } from './job-store.ts';
import type { Ports } from './ports.ts';

/** How often the record is asked. */
const EVERY_MS = 1_000;
/** How long one watch lasts: a request may ask the record a thousand times. */
const LASTS_MS = 300_000;

/**
 * A job each second, from the one that was read, until it has ended or five minutes are over; what did not change is given again. Ends where the job is
 * deleted meanwhile: throws `not-found`.
 */
export async function* watchJob(ports: Ports, ref: JobRef, first: Job): AsyncGenerator<Job> {
  yield first;
  let job = first;
  for (let waitedMs = 0; isUnderWay(job) && waitedMs < LASTS_MS; waitedMs += EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    job = await getJob(ports, ref);
    yield job;
  }
}
