import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { planBody, planSchema } from './plan-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans',
  operationId: 'listPlans',
  tags: ['Plans'],
  security: needsScope('plans:read'),
  summary: 'The plans of the workspace, oldest first',
  middleware: [answerJson(), etag()],
  request: { query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of plans.',
      content: { 'application/json': { schema: pageSchema(planSchema).openapi('PlanPage') } },
    },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-acceptable'),
  },
});

/** `GET /v1/plans`. */
export function registerListPlans(app: App): void {
  app.openapi(route, async (c) => {
    const page = await c.var.ports.plans.list(c.var.workspaceId, pageRequest(c, c.req.valid('query')));
    return c.json(linkPage(c, { items: page.items.map(planBody), next: page.next }), 200);
  });
}
