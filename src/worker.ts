import type { Env } from './env.ts';
import { answerFromMemory } from './http/answer-from-memory.ts';
import { createApp } from './http/app.ts';
import { wireOnce } from './http/wire-once.ts';
import { PROBLEM_PAGES } from './problem-pages.ts';
import { wirePorts } from './wiring.ts';
import { runRetention } from './workflows/run-retention.ts';

export { RequestCounter } from './storage/request-counter.ts';
export { SolveLayoutWorkflow } from './workflows/solve-layout-workflow.ts';

const wire = wireOnce(wirePorts);
const app = createApp({ wire, problemPages: PROBLEM_PAGES });

export default {
  fetch: (request, env, context) => answerFromMemory(request, wire(env), context) ?? app.fetch(request, env, context),
  scheduled: (controller, env) => runRetention(env, controller.scheduledTime),
} satisfies ExportedHandler<Env>;
