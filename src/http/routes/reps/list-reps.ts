import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { repBody, repSchema } from './rep-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/reps',
  operationId: 'listReps',
  tags: ['Reps'],
  security: needsScope('plans:read'),
  summary: 'The reps of a plan, by id',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of reps.',
      content: { 'application/json': { schema: pageSchema(repSchema).openapi('RepPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/reps`. */
export function registerListReps(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const page = await ports.reps.list(workspaceId, planId, pageRequest(c, c.req.valid('query')));
    return c.json(linkPage(c, { items: page.items.map(repBody), next: page.next }), 200);
  });
}
