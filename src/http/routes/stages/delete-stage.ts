import { createRoute } from '@hono/zod-openapi';
import { deleteStage } from '../../../application/territory-stages.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { stageParams } from './stage-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}/stages/{territoryId}',
  operationId: 'deleteStage',
  tags: ['Goals'],
  security: needsScope('plans:write'),
  summary: 'Take the stage of a territory away',
  description: 'It counts as mature.',
  request: { params: stageParams, query: closedObject({}) },
  responses: {
    204: { description: 'The stage is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found'),
  },
});

/** `DELETE /v1/plans/{planId}/stages/{territoryId}`. */
export function registerDeleteStage(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, territoryId } = c.req.valid('param');
    await deleteStage(c.var.ports, c.var.workspaceId, planId, territoryId);
    return c.body(null, 204);
  });
}
