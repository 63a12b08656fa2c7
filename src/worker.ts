import type { Env } from './env.ts';
import { createApp } from './http/app.ts';
import { PROBLEM_PAGES } from './problem-pages.ts';
import { wirePorts } from './wiring.ts';
import { runRetention } from './workflows/run-retention.ts';

export { RequestCounter } from './storage/request-counter.ts';
export { SolveLayoutWorkflow } from './workflows/solve-layout-workflow.ts';

const app = createApp({ wire: wirePorts, problemPages: PROBLEM_PAGES });

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  scheduled: (controller, env) => runRetention(env, controller.scheduledTime),
} satisfies ExportedHandler<Env>;
