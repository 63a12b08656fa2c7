import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, type WorkflowStepConfig } from 'cloudflare:workers';
import type { StartedReview } from '../application/review-store.ts';
import {
  failReview,
  measureReview,
  noteNoRepair,
  recordReview,
  repairReview,
  watchReview,
} from '../application/run-review.ts';
import { jobFailure } from '../domain/job.ts';
import type { Env } from '../env.ts';
import { wirePorts } from '../wiring.ts';

/** What passes by passes within minutes: accounts that are replaced, a restart, a database that is moved. */
const STEP = {
  retries: { limit: 4, delay: '10 seconds', backoff: 'exponential' },
  timeout: '10 minutes',
} as const satisfies WorkflowStepConfig;

/**
 * Carries out a run of a plan: a review that is due, or a reading between two. Each step leaves what it found in the record, where nothing counts before the last one,
 * and may be repeated.
 */
export class ReviewPlanWorkflow extends WorkflowEntrypoint<Env, StartedReview> {
  override async run(event: Readonly<WorkflowEvent<StartedReview>>, step: WorkflowStep): Promise<void> {
    const { waitMs, ...ref } = event.payload;
    if (waitMs > 0) await step.sleep('wait', waitMs);
    const ports = wirePorts(this.env);
    try {
      const work = await step.do('measure', STEP, () => measureReview(ports, ref, Date.now()));
      if (work === null) return;
      for (const at of work.repairs) {
        await step.do(`repair ${at + 1}`, STEP, async ({ attempt }) => {
          try {
            await repairReview(ports, ref, at);
          } catch (error) {
            console.error(JSON.stringify({ ...ref, repair: at + 1, attempt, error: String(error) }));
            // What is in force was measured all the same: the review tells it without a repair.
            if (attempt <= STEP.retries.limit) throw error;
            await noteNoRepair(ports, ref, at, jobFailure(error).kind);
          }
        });
      }
      await step.do('watch', STEP, () => watchReview(ports, ref));
      await step.do('record', STEP, async () => {
        await recordReview(ports, ref);
      });
    } catch (error) {
      console.error(JSON.stringify({ ...ref, error: String(error) }));
      await step.do('give up', STEP, async () => {
        await failReview(ports, ref, jobFailure(error).kind, Date.now());
      });
    }
  }
}
