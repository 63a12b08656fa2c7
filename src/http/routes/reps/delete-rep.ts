import { createRoute } from '@hono/zod-openapi';
import { deleteRep } from '../../../application/delete-rep.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { repParams } from './rep-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}/reps/{repId}',
  operationId: 'deleteRep',
  tags: ['Reps'],
  security: needsScope('plans:write'),
  summary: 'Delete a rep of a plan',
  description: 'Accounts that name the rep keep its id.',
  request: { params: repParams, query: closedObject({}) },
  responses: {
    204: { description: 'The rep is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found'),
  },
});

/** `DELETE /v1/plans/{planId}/reps/{repId}`. */
export function registerDeleteRep(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, repId } = c.req.valid('param');
    await deleteRep(c.var.ports, c.var.workspaceId, planId, repId);
    return c.body(null, 204);
  });
}
