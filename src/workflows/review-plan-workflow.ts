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

/** A run that failed so often has failed: what passes by within hours costs nobody a review. */
const MAX_TRIES = 3;

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
        try {
          await step.do(`repair ${at + 1}`, STEP, () => repairReview(ports, ref, at));
        } catch (error) {
          console.error(JSON.stringify({ ...ref, repair: at + 1, error: String(error) }));
          // What is in force was measured all the same: the review tells it without a repair.
          await step.do(`no repair ${at + 1}`, STEP, () => noteNoRepair(ports, ref, at, jobFailure(error).kind));
        }
      }
      await step.do('watch', STEP, () => watchReview(ports, ref));
      await step.do('record', STEP, async () => {
        await recordReview(ports, ref);
      });
    } catch (error) {
      console.error(JSON.stringify({ ...ref, error: String(error) }));
      // The cron starts it again, after an hour.
      if (ref.tries < MAX_TRIES) return;
      await step.do('give up', STEP, async () => {
        await failReview(ports, ref, jobFailure(error).kind, Date.now());
      });
    }
  }
}
