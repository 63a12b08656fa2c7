import { createRoute } from '@hono/zod-openapi';
import { changeGoal } from '../../../application/change-goal.ts';
import { getGoal } from '../../../application/get-goal.ts';
import type { GoalChange } from '../../../domain/goal.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion, expectMatch, requireMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { managerOf } from '../hierarchies/hierarchy-schema.ts';
import { goalAnswer, revisedGoalBody } from './answer-goal.ts';
import { goalChangeSchema, goalParams } from './goal-schema.ts';

const route = createRoute({
  method: 'patch',
  path: '/v1/plans/{planId}/goals/{goalId}',
  operationId: 'changeGoal',
  tags: ['Goals'],
  security: needsScope('plans:write'),
  summary: 'Change a goal from today on',
  description:
    'What is left out stays, and what it was is kept as a revision. Subject and metric never change: set another goal. The request must say with `If-Match` which ' +
    'version it was made from, or `*` for whichever it is.',
  middleware: [answerJson(), requireMatch, guardJson()],
  request: {
    params: goalParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: goalChangeSchema,
          example: { target: 130_000, reason: 'A large tender came up' },
        },
      },
    },
  },
  responses: {
    200: { description: 'The goal as it is now.', ...goalAnswer },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed', 'precondition-required', 'accounts-replaced'),
  },
});

/** `PATCH /v1/plans/{planId}/goals/{goalId}`. */
export function registerChangeGoal(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, goalId } = c.req.valid('param');
    const { owner, reason, ...given } = c.req.valid('json');
    const { ports, workspaceId, key } = c.var;
    const read = () => getGoal(ports, workspaceId, planId, goalId);
    const matched = await expectMatch(c, read, (found) => revisedGoalBody(found, planId));
    const members = { ...given, ...(owner !== undefined && { owner: managerOf(owner) }) };
    const change = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as GoalChange;
    const decider = { workspaceId, planId, keyId: key.keyId };
    const changed = await changeGoal(ports, decider, goalId, { change, reason }, matched?.goal.version ?? null);
    return answerVersion(c, revisedGoalBody(changed, planId), 200);
  });
}
