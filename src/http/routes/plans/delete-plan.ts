import { createRoute } from '@hono/zod-openapi';
import { deletePlan } from '../../../application/delete-plan.ts';
import { getPlanVersion } from '../../../application/plan-version.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { expectMatch } from '../../entity-tag.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { planWithCountBody } from './get-plan.ts';
import { planParams } from './plan-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}',
  operationId: 'deletePlan',
  tags: ['Plans'],
  security: needsScope('plans:write'),
  summary: 'Delete a plan, its accounts, its reps, its layouts and its jobs',
  request: { params: planParams, query: closedObject({}) },
  responses: {
    204: { description: 'The plan is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'precondition-failed'),
  },
});

/** `DELETE /v1/plans/{planId}`. */
export function registerDeletePlan(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const expected = await expectMatch(c, () => getPlanVersion(ports, workspaceId, planId), planWithCountBody);
    await deletePlan(ports, workspaceId, planId, expected);
    return c.body(null, 204);
  });
}
