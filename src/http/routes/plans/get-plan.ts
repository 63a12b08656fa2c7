import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { planBody, planParams, planSchema } from './plan-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}',
  operationId: 'getPlan',
  tags: ['Plans'],
  summary: 'A plan',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({}) },
  responses: {
    200: { description: 'The plan.', content: { 'application/json': { schema: planSchema } } },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-acceptable', 'not-found'),
  },
});

/** `GET /v1/plans/{planId}`. */
export function registerGetPlan(app: App): void {
  app.openapi(route, async (c) => {
    const plan = await getPlan(c.var.ports, c.var.workspaceId, c.req.valid('param').planId);
    return c.json(planBody(plan), 200);
  });
}
