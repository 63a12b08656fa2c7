import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { orderedSpan } from '../../day-query.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { actualFilter, actualFilterQuery, actualSchema } from './actual-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/actuals',
  operationId: 'listActuals',
  tags: ['Performance'],
  security: needsScope('plans:read'),
  summary: 'What was achieved with accounts, as it was sent',
  description: 'By account, metric and period.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: orderedSpan(closedObject({ ...pageQuery, ...actualFilterQuery })) },
  responses: {
    200: {
      description: 'A page of actuals.',
      content: { 'application/json': { schema: pageSchema(actualSchema).openapi('ActualPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/actuals`. */
export function registerListActuals(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const query = c.req.valid('query');
    const page = await ports.actuals.list(workspaceId, planId, actualFilter(query), pageRequest(c, query));
    return c.json(linkPage(c, page), 200);
  });
}
