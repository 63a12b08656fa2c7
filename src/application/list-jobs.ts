import type { Job } from '../domain/job.ts';
import type { JobFilter } from './job-store.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';
import { restartOverdue } from './restart-jobs.ts';

/** A page of a workspace's jobs, the latest first; those that are overdue are started again. */
export async function listJobs(
  ports: Ports,
  workspaceId: string,
  filter: JobFilter,
  page: PageRequest,
): Promise<Page<Job>> {
  const jobs = await ports.jobs.list(workspaceId, filter, page);
  await restartOverdue(
    ports,
    jobs.items.map((job) => ({ workspaceId, job })),
    Date.now(),
  );
  return jobs;
}
