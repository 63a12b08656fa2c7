import { createRoute } from '@hono/zod-openapi';
import { deleteLine } from '../../../application/delete-line.ts';
import { findLine } from '../../../application/get-line.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { expectLine } from './expect-line.ts';
import { lineParams } from './line-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}/lines/{lineId}',
  operationId: 'deleteLine',
  tags: ['Lines'],
  security: needsScope('plans:write'),
  summary: 'Delete a line of a plan',
  description:
    'Its accounts stay, and so do layouts that were made of it, which go on naming it. They can be rebalanced once a line with this id is put again.',
  request: { params: lineParams, query: closedObject({}) },
  responses: {
    204: { description: 'The line is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'precondition-failed'),
  },
});

/** `DELETE /v1/plans/{planId}/lines/{lineId}`. */
export function registerDeleteLine(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, lineId } = c.req.valid('param');
    const { ports, workspaceId } = c.var;
    const expected = await expectLine(c, () => findLine(ports, workspaceId, planId, lineId));
    await deleteLine(ports, workspaceId, planId, lineId, expected);
    return c.body(null, 204);
  });
}
