import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, type WorkflowStepConfig } from 'cloudflare:workers';
import type { JobRef } from '../application/job-store.ts';
import { runSlice } from '../application/run-slice.ts';
import { jobFailure } from '../domain/job.ts';
import type { Env } from '../env.ts';
import { wirePorts } from '../wiring.ts';

/** What passes by passes within minutes: an isolate that shared its memory, a restart, a database that is moved. */
const STEP = {
  retries: { limit: 4, delay: '5 seconds', backoff: 'exponential' },
  timeout: '10 minutes',
} as const satisfies WorkflowStepConfig;

/** Carries out a job: each step is a slice of its search. What a step leaves is in the record, and of a step's result only whether there is more to do. */
export class SolveLayoutWorkflow extends WorkflowEntrypoint<Env, JobRef> {
  override async run(event: Readonly<WorkflowEvent<JobRef>>, step: WorkflowStep): Promise<void> {
    const ref = event.payload;
    const ports = wirePorts(this.env);
    try {
      for (let slices = 0; ; slices++) {
        const outcome = await step.do(`slice ${slices + 1}`, STEP, async ({ attempt }) => {
          try {
            return await runSlice(ports, ref, slices);
          } catch (error) {
            console.error(JSON.stringify({ ...ref, slice: slices + 1, attempt, error: String(error) }));
            if (attempt <= STEP.retries.limit) throw error;
            await ports.jobs.fail(ref, jobFailure(error));
            return 'ended' as const;
          }
        });
        if (outcome === 'ended') return;
      }
    } catch (error) {
      // A step that was ended from outside, again and again, had no time to say so itself.
      await step.do('give up', STEP, async () => {
        await ports.jobs.fail(ref, jobFailure(error));
      });
    }
  }
}
