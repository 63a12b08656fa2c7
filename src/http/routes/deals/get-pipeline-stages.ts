import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { stagesSchema } from './deal-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/pipeline-stages',
  operationId: 'getPipelineStages',
  tags: ['Performance'],
  security: needsScope('plans:read'),
  summary: 'The stages of the pipeline of a plan, in their order',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({}) },
  responses: {
    200: { description: 'The stages.', content: { 'application/json': { schema: stagesSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/pipeline-stages`. */
export function registerGetPipelineStages(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    return answerVersion(c, { stages: await ports.deals.stages(workspaceId, planId) }, 200);
  });
}
