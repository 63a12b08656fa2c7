/**
 * The Worker with a counter between it and its database: `GET /metered` answers what each invocation asked since the last time, a request or a
 * job's slice. And beside it the baselines of the benches, in the same process, on the same database.
 */
import type { Env } from '../../src/env.ts';
import worker from '../../src/worker.ts';
import { SolveLayoutWorkflow as Solves } from '../../src/workflows/solve-layout-workflow.ts';
import { countedDatabase, type QueryCount } from './counted-database.ts';
import { insertBulk } from './insert-bulk.ts';
import { bin } from './time-binning.ts';

export { DeliverEventsWorkflow, RequestCounter, ReviewPlanWorkflow } from '../../src/worker.ts';

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

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === '/metered') {
      const answer = Response.json(counts);
      // A job goes on when the request that started it is long answered.
      counts = counts.filter(({ of }) => of === 'job');
      return answer;
    }
    if (pathname === '/bulk') return insertBulk(request, env.DB);
    if (pathname === '/bin') return bin(request);
    return worker.fetch(request, counted(env, `${request.method} ${pathname}`), context);
  },
} satisfies ExportedHandler<Env>;
