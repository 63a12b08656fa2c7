import { createRoute, z } from '@hono/zod-openapi';
import { layoutOfPlan } from '../../../application/list-conflicts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { planParams } from '../plans/plan-schema.ts';
import { answerFix } from './answer-fix.ts';
import { CONFLICT_ID, fixBodySchema, fixReportSchema } from './conflict-schema.ts';

const route = createRoute({
  ...rateLimitedAs('solves'),
  method: 'post',
  path: '/v1/plans/{planId}/conflicts/{conflictId}/fix',
  operationId: 'fixPlanConflict',
  tags: ['Conflicts'],
  security: needsScope('layouts:write'),
  summary: 'Settle a conflict of a plan',
  description:
    'Does what the conflict says as its `fix`, or otherwise by its choices, and looks for the conflict again. A layout that is made is listed in the plan and in force ' +
    'when it is published. What changes accounts needs `plans:write`, too, and what changes owners `layouts:publish`. A conflict that is gone already is left alone.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams.extend({
      conflictId: z.string().openapi({
        param: { name: 'conflictId', in: 'path' },
        description: 'As the list of conflicts gives it.',
        example: CONFLICT_ID,
      }),
    }),
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: fixBodySchema, example: {} } } },
  },
  responses: {
    200: {
      description: 'What was done, and whether the conflict is gone.',
      content: { 'application/json': { schema: fixReportSchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'accounts-replaced',
      'precondition-failed',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/plans/{planId}/conflicts/{conflictId}/fix`. */
export function registerFixPlanConflict(app: App): void {
  app.openapi(route, async (c) => {
    const { line, groupBy, ...choices } = c.req.valid('json');
    const { conflictId, planId } = c.req.valid('param');
    const { layoutId } = await layoutOfPlan(c.var.ports, c.var.workspaceId, planId, line ?? null, '/line');
    return answerFix(c, { planId, layoutId, isOfPlan: true, conflictId, line, groupBy, choices });
  });
}
