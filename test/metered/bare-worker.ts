/**
 * The Worker, and beside it in the same isolate what it is measured against: `GET /bare`, a hono application that answers constant JSON and does nothing
 * else. `POST /publish` puts a layout in force.
 */
import { Hono } from 'hono';
import { decide } from '../../src/application/decide.ts';
import type { LayoutId } from '../../src/domain/layout.ts';
import { randomBase62 } from '../../src/domain/random-base62.ts';
import type { Env } from '../../src/env.ts';
import { wirePorts } from '../../src/wiring.ts';
import worker from '../../src/worker.ts';

export { DeliverEventsWorkflow, RequestCounter, ReviewPlanWorkflow, SolveLayoutWorkflow } from '../../src/worker.ts';

/** About as long as an owner. */
const ANSWER = {
  ...{ planId: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m', line: null, at: '2027-03-01T09:00:00.000Z' },
  ...{ asKnownAt: '2027-03-01T09:00:00.000Z', by: 'geography', rule: null },
  ...{ territory: { id: 't7', name: 'Territory 7' }, rep: { id: 'rep-7', name: 'Kim Park' } },
  ...{
    layoutId: 'lay_7b2c3g6vhzq4n5wqk2m6t3x4y5z7a2b3c4d5e6f7g2h3i4j5k6l7',
    publicationId: 'pub_2Yq8HkLr0sVbN3xTzWcJ5m',
  },
  ...{ cell: '842a107ffffffff', account: null, since: '2027-01-01T00:00:00.000Z', until: null, nextChange: null },
  ...{ passedOver: [], logSeq: 17 },
};

const bare = new Hono().get('/bare', (c) => c.json(ANSWER));

async function publish(request: Request, env: Env): Promise<Response> {
  const { workspaceId, planId, layoutId, reps } = (await request.json()) as Record<string, string> & {
    reps: Record<string, string>;
  };
  const ports = wirePorts(env);
  const publicationId = `pub_${randomBase62(22)}`;
  const decider = { workspaceId: workspaceId ?? '', planId: planId ?? '', keyId: 'key_bench' };
  const content = { line: null, layoutId: layoutId as LayoutId, assignmentId: null, reps, note: '' };
  await decide(ports, decider, () => ({ kind: 'publication-drafted', publicationId, ...content }));
  await decide(ports, decider, (_, nowMs) => ({
    ...{ kind: 'publication-published', publicationId, fromMs: nowMs },
    ...{ fromLayoutId: null, toLayoutId: layoutId as LayoutId },
  }));
  return Response.json({ publicationId });
}

export default {
  fetch(request, env, context) {
    if (request.url.endsWith('/bare')) return bare.fetch(request, env, context);
    if (request.url.endsWith('/publish')) return publish(request, env);
    return worker.fetch(request, env, context);
  },
} satisfies ExportedHandler<Env>;
