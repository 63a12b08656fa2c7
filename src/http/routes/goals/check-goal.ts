import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { checkGoalSmart } from '../../../application/check-goal.ts';
import { LETTERS, SMART_LIMITS } from '../../../domain/smart-check.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { goalBody, goalParams, goalSchema } from './goal-schema.ts';

const figure = z.union([z.number(), z.string()]).nullable();

const findingSchema = z
  .object({
    check: z.string().openapi({ description: 'What was looked at.' }),
    holds: z.boolean().nullable().openapi({ description: 'Null: it is not known.' }),
    rule: z.string().openapi({ description: 'What would have to be so.' }),
    value: figure.openapi({ description: 'What was found.' }),
    limit: figure.openapi({ description: 'What it was held against.' }),
    missing: z.string().nullable().openapi({ description: 'What is missing; null where it holds.' }),
  })
  .openapi('SmartFinding', {
    example: {
      ...{
        check: 'history',
        holds: false,
        rule: 'target <= 1.25 * what was achieved over the same days one year before',
      },
      ...{
        value: 120_000,
        limit: 100_000,
        missing: '120000 EUR is more than 1.25 times what was achieved a year before, 80000',
      },
    },
  });

const smartSchema = z
  .object({
    goal: goalSchema,
    on: z.iso.date().openapi({ description: 'The day, in the time zone of the plan.', example: '2027-02-01' }),
    holds: z.boolean().openapi({ description: 'Whether all letters hold.', example: false }),
    letters: z
      .array(
        z.object({
          letter: z.enum(LETTERS).openapi({ example: 'achievable' }),
          holds: z.boolean().openapi({ description: 'Nothing fails, and anything is known.', example: false }),
          missing: z
            .array(z.string())
            .max(10)
            .openapi({ description: 'What fails or is not known.', example: ['the potential is not known'] }),
          findings: z.array(findingSchema).max(10).openapi({ description: 'All that was looked at.' }),
        }),
      )
      .max(5)
      .openapi({ description: 'The five letters in their order.' }),
  })
  .openapi('SmartCheck');

const { ofPotential, ofOwnSum, ofHistory, ofCapacity, leastDays } = SMART_LIMITS;

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/goals/{goalId}/smart',
  operationId: 'checkGoal',
  tags: ['Goals'],
  security: needsScope('plans:read'),
  summary: 'Whether a goal is specific, measurable, achievable, relevant and time-bound',
  description:
    'By what is in force for all accounts, and the accounts as they are now. A letter holds where nothing that was looked at fails, and anything of it is known. ' +
    'Specific: the subject is in what is in force, and the metric is known. Measurable: a target above 0 with a unit, and where it stands can be read. Achievable: ' +
    `the target is at most ${ofPotential} times the potential, ${ofOwnSum} times what accounts have of the metric, and ${ofHistory} times what was achieved over the same ` +
    `days a year before, and the work takes at most ${ofCapacity} times the capacity of who serves it. Relevant: the plan declares the metric or balances it, and the owner ` +
    `serves it. Time-bound: it starts before it is due, is not past, and takes from ${leastDays} days to two years.`,
  middleware: [answerJson(), etag()],
  request: {
    params: goalParams,
    query: closedObject({
      potentialMetric: z.string().min(1).max(100).optional().openapi({
        description:
          'The metric of accounts that is the potential. Left out: that of the plan; without one the potential is not known.',
      }),
    }),
  },
  responses: {
    200: { description: 'The check.', content: { 'application/json': { schema: smartSchema } } },
    ...problemAnswers(...OF_READING, 'precondition-failed', 'accounts-replaced', 'invalid-problem'),
  },
});

/** `GET /v1/plans/{planId}/goals/{goalId}/smart`. */
export function registerCheckGoal(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, goalId } = c.req.valid('param');
    const { potentialMetric = null } = c.req.valid('query');
    const { ports, workspaceId } = c.var;
    const { goal, on, letters } = await checkGoalSmart(ports, workspaceId, planId, goalId, potentialMetric);
    const holds = letters.every((letter) => letter.holds);
    return c.json({ goal: goalBody(goal, planId), on, holds, letters } as never, 200);
  });
}
