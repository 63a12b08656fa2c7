import { createRoute, z } from '@hono/zod-openapi';
import { previewSpread, spreadGoals } from '../../../application/spread-goals.ts';
import { MAX_TARGET } from '../../../domain/goal.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { STAGES } from '../../../domain/territory-stage.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { nameSchema } from '../../name-schema.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { requestKeyOf } from '../../request-key-of.ts';
import { managerSchema } from '../hierarchies/hierarchy-schema.ts';
import { EXAMPLE_LAYOUT_ID } from '../layouts/layout-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { GOAL_ID, goalMembers } from './goal-schema.ts';

const MAX_TERRITORIES = 10_000;
const amount = z.number().int().min(0).max(MAX_TARGET);

const bodySchema = closedObject({
  ...goalMembers,
  total: amount.openapi({
    description: 'What the targets sum up to, exactly: a whole multiple of `step`.',
    example: 1_200_000,
  }),
  step: goalMembers.step.default(1),
  note: goalMembers.note.default(''),
  by: nameSchema.max(100).openapi({
    description:
      '`equal`; `potential`; `history`, which is what was achieved over the same days one year before; or a metric of the accounts as they are now, `accounts` and `workload` among them.',
    example: 'accounts',
  }),
  potentialMetric: nameSchema.max(100).nullish().openapi({
    description: 'The metric that `potential` means. Left out: that of the plan, else the metric `potential`.',
    example: null,
  }),
  layoutId: z.string().max(100).nullish().openapi({
    description: 'Whose territories get goals. Left out: of the layout in force for all accounts.',
  }),
  minimum: amount.default(0).openapi({ description: 'Least target, a whole multiple of `step`.', example: 0 }),
  applyRamp: z.boolean().default(true).openapi({
    description:
      'Whether the weight of a territory that is being built up is multiplied with its ramp over the period.',
    example: true,
  }),
  dryRun: z
    .boolean()
    .default(false)
    .openapi({ description: 'Only says what would be: no goal is made.', example: false }),
}).openapi('GoalSpread');

const spreadSchema = z
  .object({
    planId: planParams.shape.planId,
    layoutId: z.string().openapi({ description: 'Whose territories got goals.', example: EXAMPLE_LAYOUT_ID }),
    total: amount.openapi({ description: 'The sum of all targets.', example: 1_200_000 }),
    by: z.string().openapi({ description: 'By what.', example: 'accounts' }),
    dryRun: z.boolean().openapi({ description: 'True: no goal was made.', example: false }),
    shares: z
      .array(
        z.object({
          territoryId: z.string().openapi({ example: 't1' }),
          goalId: z.string().nullable().openapi({ description: 'Null: none was made.', example: GOAL_ID }),
          target: amount.openapi({ description: 'Its share.', example: 105_000 }),
          weight: z.number().openapi({ description: 'What the share follows from, before the ramp.', example: 320 }),
          ramp: z
            .object({ stage: z.enum(STAGES), share: z.number() })
            .nullable()
            .openapi({ description: 'By how much the stage of the territory lowers the weight.', example: null }),
          owner: managerSchema
            .nullable()
            .openapi({ description: 'The rep who serves it.', example: { repId: 'rep-7' } }),
        }),
      )
      .max(MAX_TERRITORIES)
      .openapi({ description: 'In the order of the layout.' }),
    warnings: z
      .array(
        z.object({
          kind: z
            .enum(['no-weights', 'history-unknown', 'without-weight', 'negative-weight', 'raised-to-minimum'])
            .openapi({ example: 'without-weight' }),
          detail: z.string().openapi({ example: 'these have no weight by accounts' }),
          territoryIds: z
            .array(z.string())
            .max(MAX_TERRITORIES)
            .openapi({ example: ['t4'] }),
        }),
      )
      .max(5)
      .openapi({ description: 'What a manager should know.', example: [] }),
  })
  .openapi('SpreadGoals');

const content = { 'application/json': { schema: spreadSchema } };

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/goals/spread',
  operationId: 'spreadGoals',
  tags: ['Goals'],
  security: needsScope('plans:write'),
  summary: 'Spread a total over territories, a goal for each',
  description:
    'Targets are whole steps that sum up to the total exactly: each gets its quota rounded down, and the steps that are left go one each to the largest remainders; ' +
    'of equal ones to the larger weight, then to the id that comes first. With a minimum, those whose quota is below it get just that, and the others share what is ' +
    'left. Where no territory has any weight all count the same, with a warning. All goals are made or none; a request that is repeated with its `Idempotency-Key` ' +
    'makes no others.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: bodySchema,
          example: {
            ...{ metric: 'revenue', total: 1_200_000, unit: 'EUR', step: 1000, by: 'accounts' },
            ...{ start: '2027-01-01', due: '2027-12-31' },
          },
        },
      },
    },
  },
  responses: {
    200: { description: 'What would be: `dryRun`.', content },
    201: {
      description: 'The goals were made.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the goals of the plan.' } },
      content,
    },
    ...problemAnswers(
      ...([
        ...OF_BODY,
        ...OF_READING,
        'nothing-in-force',
        'precondition-failed',
        'accounts-replaced',
        'invalid-problem',
      ] as const),
    ),
  },
});

/** `POST /v1/plans/{planId}/goals/spread`. */
export function registerSpreadGoals(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const { dryRun, layoutId, weightMetric = null, potentialMetric = null, ...given } = c.req.valid('json');
    const { ports, workspaceId, key } = c.var;
    const decider = { workspaceId, planId, keyId: key.keyId };
    const asked = layoutId == null ? null : parseLayoutId(layoutId);
    const intent = { ...given, weightMetric, potentialMetric, layoutId: asked };
    const spread = dryRun
      ? await previewSpread(ports, decider, intent)
      : await spreadGoals(ports, decider, intent, requestKeyOf(c));
    const body = { planId, ...spread, total: given.total, by: given.by, dryRun };
    if (!dryRun) c.header('Location', `/v1/plans/${planId}/goals`);
    return c.json(body as never, dryRun ? 200 : 201);
  });
}
