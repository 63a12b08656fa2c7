import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getStanding } from '../../../application/get-standing.ts';
import { momentText } from '../../../domain/moment.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { limitsBody, limitsSchema } from './review-settings-schema.ts';
import { lineStandingBody, lineStandingSchema } from './standing-schema.ts';

const standingSchema = z
  .object({
    limits: limitsSchema,
    nextReviewAt: z.iso
      .datetime()
      .nullable()
      .openapi({ description: 'When the next review is due; null: none is.', example: '2027-04-01T07:00:00.000Z' }),
    lines: z
      .array(lineStandingSchema)
      .max(101)
      .openapi({ description: 'What is in force: in the plan as a whole first, then by line.' }),
  })
  .openapi('PlanStanding');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/standing',
  operationId: 'getPlanStanding',
  tags: ['Reviews'],
  security: needsScope('plans:read'),
  summary: "How what is in force in a plan stands by its limits, by today's accounts",
  description:
    "By the limits of the plan's review settings; without any, by those that its layouts were balanced by. Nothing is recorded: the next request counts accounts again, so that a " +
    'change of one account is seen at once. What is outside and was not at the last reading is so since now.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({}) },
  responses: {
    200: { description: 'The standing.', content: { 'application/json': { schema: standingSchema } } },
    ...problemAnswers(...OF_READING, 'precondition-failed', 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/standing`. */
export function registerGetStanding(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const { limits, nextMs, lines } = await getStanding(ports, workspaceId, planId, Date.now());
    const nextReviewAt = nextMs === null ? null : momentText(nextMs);
    return c.json({ limits: limitsBody(limits), nextReviewAt, lines: lines.map(lineStandingBody) }, 200);
  });
}
