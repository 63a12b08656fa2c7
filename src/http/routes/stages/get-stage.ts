import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getStage } from '../../../application/territory-stages.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { stageBody, stageParams, stageSchema } from './stage-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/stages/{territoryId}',
  operationId: 'getStage',
  tags: ['Goals'],
  security: needsScope('plans:read'),
  summary: 'How far a territory is built up',
  middleware: [answerJson(), etag()],
  request: { params: stageParams, query: closedObject({}) },
  responses: {
    200: { description: 'The stage.', content: { 'application/json': { schema: stageSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/stages/{territoryId}`. */
export function registerGetStage(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, territoryId } = c.req.valid('param');
    const { stage, isNew } = await getStage(c.var.ports, c.var.workspaceId, planId, territoryId);
    return c.json(stageBody(stage, isNew), 200);
  });
}
