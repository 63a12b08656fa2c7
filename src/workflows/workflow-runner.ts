import type { JobRef, JobRunner } from '../application/job-store.ts';

/** A job is started at most once in such a while. */
const ONCE_IN_MS = 120_000;

/** Starts jobs as instances of a Workflow, whose ids hold that of the job. */
export function workflowRunner(workflow: Workflow<JobRef>): JobRunner {
  return {
    async start(ref) {
      const id = `${ref.jobId}-${Math.floor(Date.now() / ONCE_IN_MS)}`;
      // `create` throws where the instance exists; a batch skips it.
      await workflow.createBatch([{ id, params: ref }]);
    },
  };
}
