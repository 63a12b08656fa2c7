import { createRoute } from '@hono/zod-openapi';
import { deleteGoal } from '../../../application/change-goal.ts';
import { getGoal } from '../../../application/get-goal.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { expectMatch } from '../../entity-tag.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { revisedGoalBody } from './answer-goal.ts';
import { goalParams } from './goal-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}/goals/{goalId}',
  operationId: 'deleteGoal',
  tags: ['Goals'],
  security: needsScope('plans:write'),
  summary: 'Delete a goal with its revisions',
  description: 'With `If-Match` only the version that was read. Goals that received from it keep what they have.',
  request: { params: goalParams, query: closedObject({}) },
  responses: {
    204: { description: 'The goal is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'precondition-failed', 'accounts-replaced'),
  },
});

/** `DELETE /v1/plans/{planId}/goals/{goalId}`. */
export function registerDeleteGoal(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, goalId } = c.req.valid('param');
    const { ports, workspaceId } = c.var;
    const read = () => getGoal(ports, workspaceId, planId, goalId);
    const matched = await expectMatch(c, read, (found) => revisedGoalBody(found, planId));
    await deleteGoal(ports, workspaceId, planId, goalId, matched?.goal.version ?? null);
    return c.body(null, 204);
  });
}
