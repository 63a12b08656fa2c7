import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getGoal, goalTargetOn } from '../../../application/get-goal.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { goalAnswer, revisedGoalBody } from './answer-goal.ts';
import { atQuery, goalParams } from './goal-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/goals/{goalId}',
  operationId: 'getGoal',
  tags: ['Goals'],
  security: needsScope('plans:read'),
  summary: 'A goal, and what was done to it',
  description:
    'With `at` the target is as of that day, that of the first revision before all others. `revisions` tell what it was and is, and why: two days are told apart by those between them.',
  middleware: [answerJson(), etag()],
  request: { params: goalParams, query: closedObject({ at: atQuery }) },
  responses: {
    200: { description: 'The goal.', ...goalAnswer },
    ...problemAnswers(...OF_READING, 'precondition-failed', 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/goals/{goalId}`. */
export function registerGetGoal(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, goalId } = c.req.valid('param');
    const { at } = c.req.valid('query');
    const { ports, workspaceId } = c.var;
    const body = revisedGoalBody(await getGoal(ports, workspaceId, planId, goalId), planId);
    if (at === undefined) return answerVersion(c, body, 200);
    return answerVersion(c, { ...body, target: await goalTargetOn(ports, workspaceId, planId, goalId, at), at }, 200);
  });
}
