import { createRoute } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { stagesSchema } from './deal-schema.ts';

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/pipeline-stages',
  operationId: 'putPipelineStages',
  tags: ['Performance'],
  security: needsScope('plans:write'),
  summary: 'Replace the stages of the pipeline of a plan',
  description:
    'Stages of open deals, with the chance that a deal at each is won. They take the place of all there were.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: stagesSchema } } },
  },
  responses: {
    200: { description: 'The stages as they are now.', content: { 'application/json': { schema: stagesSchema } } },
    ...problemAnswers(...OF_BODY, ...OF_READING),
  },
});

/** `PUT /v1/plans/{planId}/pipeline-stages`. */
export function registerPutPipelineStages(app: App): void {
  app.openapi(route, async (c) => {
    const { stages } = c.req.valid('json');
    await c.var.ports.deals.putStages(c.var.workspaceId, c.req.valid('param').planId, stages);
    return c.json({ stages }, 200);
  });
}
