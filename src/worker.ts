import type { Env } from './env.ts';
import { answerFromMemory } from './http/answer-from-memory.ts';
import { createApp } from './http/app.ts';
import { wireOnce } from './http/wire-once.ts';
import { PROBLEM_PAGES } from './problem-pages.ts';
import { wirePorts } from './wiring.ts';
import { runDeliveries } from './workflows/run-deliveries.ts';
import { runRetention } from './workflows/run-retention.ts';
import { runReviews } from './workflows/run-reviews.ts';

export { RequestCounter } from './storage/request-counter.ts';
export { DeliverEventsWorkflow } from './workflows/deliver-events-workflow.ts';
export { ReviewPlanWorkflow } from './workflows/review-plan-workflow.ts';
export { SolveLayoutWorkflow } from './workflows/solve-layout-workflow.ts';

/** As in `wrangler.toml`: has sent what is due, and nothing else. */
const EVERY_MINUTE = '* * * * *';

const wire = wireOnce(wirePorts);
const app = createApp({ wire, problemPages: PROBLEM_PAGES });

export default {
  fetch: (request, env, context) => answerFromMemory(request, wire(env), context) ?? app.fetch(request, env, context),
  scheduled: async ({ cron, scheduledTime }, env) => {
    await runDeliveries(env, scheduledTime);
    // Locally there is one cron, without a name.
    if (cron === EVERY_MINUTE) return;
    await runReviews(env, scheduledTime);
    await runRetention(env, scheduledTime);
  },
} satisfies ExportedHandler<Env>;
