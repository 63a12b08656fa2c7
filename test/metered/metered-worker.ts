/**
 * The Worker with a counter between it and its database: `GET /metered` answers what each invocation asked since the last time, a request, a
 * job's slice, a review or a tick of the cron, which `POST /cron` is. And beside it the baselines of the benches, in the same process, on the same database.
 */
import type { StartedReview } from '../../src/application/review-store.ts';
import type { Env } from '../../src/env.ts';
import worker from '../../src/worker.ts';
import { ReviewPlanWorkflow as Reviews } from '../../src/workflows/review-plan-workflow.ts';
import { SolveLayoutWorkflow as Solves } from '../../src/workflows/solve-layout-workflow.ts';
import { countedDatabase, type QueryCount } from './counted-database.ts';
import { insertBulk } from './insert-bulk.ts';
import { bin } from './time-binning.ts';

export { DeliverEventsWorkflow, RequestCounter } from '../../src/worker.ts';

let counts: (QueryCount & { readonly of: string })[] = [];

function counted(env: Env, of: string): Env {
  const count = { of, queries: 0, boundBytes: 0 };
  counts.push(count);
  return { ...env, DB: countedDatabase(env.DB, count) };
}

/** A job counts as one invocation: a stricter measure than the platform's, for which each step is one. */
export class SolveLayoutWorkflow extends Solves {
  constructor(context: ExecutionContext, env: Env) {
    super(context, counted(env, 'job'));
  }
}

/** Likewise. */
export class ReviewPlanWorkflow extends Reviews {
  constructor(context: ExecutionContext, env: Env) {
    super(context, counted(env, 'review'));
  }
}

/** A tick of the cron with the quarter hour; calls of the Workflow of reviews count as queries. */
async function tick(env: Env, context: ExecutionContext): Promise<Response> {
  const scheduledTime = Date.now();
  const within = counted(env, 'cron');
  const createBatch = (batch: WorkflowInstanceCreateOptions<StartedReview>[]) => {
    const count = counts.findLast(({ of }) => of === 'cron');
    if (count) count.queries++;
    return env.REVIEWS.createBatch(batch);
  };
  const reviews = { createBatch } as unknown as Env['REVIEWS'];
  const controller = { cron: '*/15 * * * *', scheduledTime, noRetry: () => {} } as ScheduledController;
  const scheduled: (of: ScheduledController, env: Env, context: ExecutionContext) => Promise<void> = worker.scheduled;
  await scheduled(controller, { ...within, REVIEWS: reviews }, context);
  return new Response(null, { status: 204 });
}

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === '/metered') {
      const answer = Response.json(counts);
      // A job goes on when the request that started it is long answered.
      counts = counts.filter(({ of }) => of === 'job');
      return answer;
    }
    if (pathname === '/cron') return tick(env, context);
    if (pathname === '/bulk') return insertBulk(request, env.DB);
    if (pathname === '/bin') return bin(request);
    return worker.fetch(request, counted(env, `${request.method} ${pathname}`), context);
  },
} satisfies ExportedHandler<Env>;
