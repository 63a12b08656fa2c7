import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { layoutSummarySchema } from './layout-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/layouts',
  operationId: 'listLayouts',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'The layouts of a plan, the latest first',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of layouts without their territories.',
      content: { 'application/json': { schema: pageSchema(layoutSummarySchema).openapi('LayoutPage') } },
    },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'not-acceptable'),
  },
});

/** `GET /v1/plans/{planId}/layouts`. */
export function registerListLayouts(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const page = await ports.layouts.list(workspaceId, planId, pageRequest(c, c.req.valid('query')));
    return c.json(linkPage(c, page) as never, 200);
  });
}
