import type { ReviewRef, ReviewRunner, StartedReview } from '../application/review-store.ts';

/** Instances of one call. */
const BATCH = 100;

/** Carries out runs of reviews by instances of a Workflow. */
export function reviewRunner(workflow: Workflow<StartedReview>): ReviewRunner {
  return {
    async start(runs) {
      for (let from = 0; from < runs.length; from += BATCH) {
        // `create` throws where the instance exists; a batch skips it.
        await workflow.createBatch(runs.slice(from, from + BATCH).map((run) => ({ id: instanceOf(run), params: run })));
      }
    },
  };
}

/** The id of the instance of a run: one for each of its tries. */
function instanceOf({ planId, wakeMs, tries }: ReviewRef): string {
  return `review-${planId}-${wakeMs}${tries > 1 ? `-${tries}` : ''}`;
}
