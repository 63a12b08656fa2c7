import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlanVersion, type PlanVersion } from '../../../application/plan-version.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planBody, planParams, planSchema } from './plan-schema.ts';

/** A plan on the wire with the number of its accounts. */
export const planWithCountSchema = planSchema
  .extend({ accounts: z.number().int().openapi({ description: 'Accounts in the plan now.', example: 32391 }) })
  .openapi('PlanWithCount');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}',
  operationId: 'getPlan',
  tags: ['Plans'],
  security: needsScope('plans:read'),
  summary: 'A plan and the number of its accounts',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({}) },
  responses: {
    200: { description: 'The plan.', content: { 'application/json': { schema: planWithCountSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}`. */
export function registerGetPlan(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const body = planWithCountBody(await getPlanVersion(c.var.ports, c.var.workspaceId, planId));
    return answerVersion(c, body, 200);
  });
}

/** A plan and the number of its accounts, as JSON holds them. */
export function planWithCountBody({ plan, accounts }: PlanVersion) {
  return { ...planBody(plan), accounts };
}
