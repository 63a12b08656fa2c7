import type { App } from '../app.ts';
import { registerCancelJob } from './jobs/cancel-job.ts';
import { registerGetJob } from './jobs/get-job.ts';
import { registerListJobs } from './jobs/list-jobs.ts';
import { registerWatchJob } from './jobs/watch-job.ts';

/** Routes of jobs. */
export function registerJobRoutes(app: App): void {
  registerListJobs(app);
  registerGetJob(app);
  registerWatchJob(app);
  registerCancelJob(app);
}
