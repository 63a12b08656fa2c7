import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listAssignments } from '../../../application/list-assignments.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { assignmentSummarySchema } from './assignment-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/assignments',
  operationId: 'listAssignments',
  tags: ['Assignments'],
  security: needsScope('plans:read'),
  summary: 'The assignments of a plan, the latest first',
  middleware: [answerJson(), etag()],
  request: {
    params: planParams,
    query: closedObject({
      ...pageQuery,
      layoutId: layoutParams.shape.layoutId.optional().openapi({
        param: { name: 'layoutId', in: 'query' },
        description: 'Only assignments of this layout.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'A page of assignments without their pairs.',
      content: { 'application/json': { schema: pageSchema(assignmentSummarySchema).openapi('AssignmentPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/assignments`. */
export function registerListAssignments(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { layoutId: given, ...query } = c.req.valid('query');
    const layoutId = given === undefined ? null : parseLayoutId(given);
    const filter = { planId: c.req.valid('param').planId, layoutId };
    const page = await listAssignments(ports, workspaceId, filter, pageRequest(c, query));
    return c.json(linkPage(c, page) as never, 200);
  });
}
