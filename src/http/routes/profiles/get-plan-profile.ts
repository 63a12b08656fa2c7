import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlanProfile } from '../../../application/get-profile.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { lineQuery } from '../lines/line-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { HOW_DISTRIBUTED, profileBody, profileMembers } from './profile-schema.ts';

const schema = z
  .object({
    planId: planParams.shape.planId,
    line: z.string().nullable().openapi({ description: 'The line whose accounts count; null: all.', example: null }),
    ...profileMembers,
    territories: z
      .array(
        z.object({
          line: z.string().nullable().openapi({ description: 'The line in which it is in force.', example: null }),
          publicationId: z.string(),
          layoutId: z.string(),
          territoryId: z.string(),
          name: z.string(),
          repId: z.string().nullable().openapi({ description: 'As the publication says; null: vacant.' }),
        }),
      )
      .openapi({
        description: 'Territories that are in force now, of the line or of all lines.',
        example: [],
      }),
  })
  .openapi('PlanProfile');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/profile',
  operationId: 'getPlanProfile',
  tags: ['Profiles'],
  security: needsScope('plans:read'),
  summary: 'Who the customers of a plan are, and what they come to',
  description: `Counts and sums over the accounts as they are now, and the territories in force. ${HOW_DISTRIBUTED}`,
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({ line: lineQuery }) },
  responses: {
    200: { description: 'The profile.', content: { 'application/json': { schema } } },
    ...problemAnswers(...OF_READING, 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/profile`. */
export function registerGetPlanProfile(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const { line = null } = c.req.valid('query');
    const found = await getPlanProfile(c.var.ports, c.var.workspaceId, planId, line);
    const { profile, penetration, workload, territories } = found;
    const body = { planId, line, ...profileBody(profile), penetration, workload, territories: [...territories] };
    return c.json(body as never, 200);
  });
}
