import type { JobRef, JobRunner } from '../application/job-store.ts';

/** Starts jobs as instances of a Workflow, each under the id of its job. */
export function workflowRunner(workflow: Workflow<JobRef>): JobRunner {
  return {
    async start(ref) {
      // `create` throws where the instance exists; a batch skips it.
      await workflow.createBatch([{ id: ref.jobId, params: ref }]);
    },
  };
}
