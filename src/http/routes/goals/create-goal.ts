import { createRoute } from '@hono/zod-openapi';
import { createGoal } from '../../../application/create-goal.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { requestKeyOf } from '../../request-key-of.ts';
import { managerOf } from '../hierarchies/hierarchy-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { goalAnswer, revisedGoalBody } from './answer-goal.ts';
import { newGoalSchema, subjectOf } from './goal-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/goals',
  operationId: 'createGoal',
  tags: ['Goals'],
  security: needsScope('plans:write'),
  summary: 'Set a goal for a territory, a rep, a node of a hierarchy or the plan',
  description:
    'The metric may be any name that actuals have. Whether the goal makes sense its SMART check says: a subject that is not there yet is no error. Goals of ' +
    'territories follow accounts that change hands in mid-period, pro rata by days left and value: what one gives another gets. They follow what a publication, ' +
    'an owner by name, rules, or an upload that says that accounts are elsewhere moves from then on, and what is put right for the days that it was so; what is said of ' +
    'single lines moves nothing, nor do accounts that come or go. The values are those of the accounts when it is done. The goal is meant for the territories as they are now. A plan has at most 20,000 goals. A ' +
    'request that is repeated with its `Idempotency-Key` makes no second goal.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: newGoalSchema,
          example: {
            ...{ subject: { territoryId: 't1' }, metric: 'revenue', target: 120_000, unit: 'EUR', step: 1000 },
            ...{ start: '2027-01-01', due: '2027-12-31', owner: { repId: 'rep-7' }, note: 'Agreed in the kick-off' },
          },
        },
      },
    },
  },
  responses: {
    201: {
      description: 'The goal.',
      ...goalAnswer,
      headers: {
        ...goalAnswer.headers,
        Location: { schema: { type: 'string' }, description: 'Address of the goal.' },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed', 'accounts-replaced'),
  },
});

/** `POST /v1/plans/{planId}/goals`. */
export function registerCreateGoal(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const { subject, owner, weightMetric = null, ...given } = c.req.valid('json');
    const { ports, workspaceId, key } = c.var;
    const named = subjectOf(subject);
    if (named === null) throw new Error('a subject that is none was let through');
    const intent = { ...given, subject: named, weightMetric, owner: managerOf(owner) };
    const made = await createGoal(ports, { workspaceId, planId, keyId: key.keyId }, intent, requestKeyOf(c));
    c.header('Location', `/v1/plans/${planId}/goals/${made.goal.goalId}`);
    return answerVersion(c, revisedGoalBody(made, planId), 201);
  });
}
