import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getRep } from '../../../application/get-rep.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { repBody, repParams, repSchema } from './rep-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/reps/{repId}',
  operationId: 'getRep',
  tags: ['Reps'],
  security: needsScope('plans:read'),
  summary: 'A rep of a plan',
  middleware: [answerJson(), etag()],
  request: { params: repParams, query: closedObject({}) },
  responses: {
    200: { description: 'The rep.', content: { 'application/json': { schema: repSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/reps/{repId}`. */
export function registerGetRep(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, repId } = c.req.valid('param');
    return c.json(repBody(await getRep(c.var.ports, c.var.workspaceId, planId, repId)), 200);
  });
}
