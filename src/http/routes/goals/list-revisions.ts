import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listGoalRevisions } from '../../../application/get-goal.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { goalParams } from './goal-schema.ts';
import { revisionBody, revisionSchema } from './revision-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/goals/{goalId}/revisions',
  operationId: 'listGoalRevisions',
  tags: ['Goals'],
  security: needsScope('plans:read'),
  summary: 'All that was done to a goal, the first first',
  middleware: [answerJson(), etag()],
  request: { params: goalParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of revisions.',
      content: { 'application/json': { schema: pageSchema(revisionSchema).openapi('GoalRevisionPage') } },
    },
    ...problemAnswers(...OF_READING, 'precondition-failed', 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/goals/{goalId}/revisions`. */
export function registerListGoalRevisions(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, goalId } = c.req.valid('param');
    const page = pageRequest(c, c.req.valid('query'));
    const { items, next } = await listGoalRevisions(c.var.ports, c.var.workspaceId, planId, goalId, page);
    return c.json(linkPage(c, { items: items.map(revisionBody), next }), 200);
  });
}
