import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getQuality } from '../../../application/get-quality.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { QUALITY_PARTS } from '../../../domain/quality-weights.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { planParams, weightsSchema } from '../plans/plan-schema.ts';
import { assignmentQuery, planIdQuery, repBody, statusesSchema, workloadSchema } from './profile-schema.ts';
import { servedByBody, servedBySchema, servingRepSchema } from './serving-schema.ts';

const score = z.number().nullable().openapi({ description: 'From 0 to 100; null: not known.', example: 61.5 });
const weights = z.object(
  Object.fromEntries(QUALITY_PARTS.map((part) => [part, z.number()])) as Record<
    (typeof QUALITY_PARTS)[number],
    z.ZodNumber
  >,
);

const partSchema = z
  .object({
    score,
    reason: z.string().nullable().openapi({ description: 'Why it is null, or 0 whatever the rest.', example: null }),
    inputs: z
      .record(z.string(), z.number().nullable())
      .openapi({ description: 'All that it follows from.', example: { potential: 410000, layoutMean: 380000 } }),
  })
  .openapi('QualityPart');

const spread = z
  .object({
    territories: z.number().int().openapi({ description: 'Of which it is known.', example: 12 }),
    min: z.number().nullable(),
    mean: z.number().nullable(),
    max: z.number().nullable(),
    standardDeviation: z
      .number()
      .nullable()
      .openapi({ description: 'The root of the mean square of what each is off the mean.' }),
    gini: z.number().nullable().openapi({ description: '0: all are alike. As in profiles. Null where the sum is 0.' }),
  })
  .openapi('Spread', {
    description: 'How territories differ.',
    example: { territories: 12, min: 31.2, mean: 51.4, max: 70.3, standardDeviation: 9.8, gini: 0.11 },
  });

const territorySchema = z
  .object({
    territoryId: z.string().openapi({ description: 'Its id.', example: 't1' }),
    name: z.string().openapi({ description: 'Its name.', example: 'Territory 1' }),
    accounts: z.number().int().openapi({ description: 'How many accounts it holds.', example: 640 }),
    statuses: statusesSchema,
    rep: servingRepSchema,
    workload: workloadSchema,
    score,
    weights: weights.openapi({
      description:
        'What counted: the weights of the parts that are known, divided by their sum. All 0 where nothing is known.',
      example: { potential: 0.25, customers: 0.25, room: 0.25, service: 0.25 },
    }),
    parts: z
      .object({ potential: partSchema, customers: partSchema, room: partSchema, service: partSchema })
      .openapi({ description: 'The parts of the score.' }),
    raise: z
      .object({
        part: z.enum(QUALITY_PARTS).openapi({ description: 'The part that would gain.', example: 'room' }),
        input: z.string().openapi({ description: 'The input that would change.', example: 'roomToWin' }),
        from: z.number().nullable().openapi({ description: 'As it is; null where there is none.', example: 90000 }),
        to: z.number().openapi({ description: 'As it would be.', example: 170000 }),
        partBecomes: z.number().openapi({ description: 'The part then.', example: 63.1 }),
        scoreBecomes: z.number().openapi({ description: 'The score then.', example: 65.2 }),
        gain: z.number().openapi({ description: 'By how much the score would rise.', example: 3.7 }),
      })
      .nullable()
      .openapi({ description: 'The one change that would raise the score most; null where none would.' }),
  })
  .openapi('TerritoryQuality');

const schema = z
  .object({
    layoutId: layoutParams.shape.layoutId,
    planId: planParams.shape.planId,
    line: z
      .string()
      .nullable()
      .openapi({ description: 'The line that the layout is of; null: all accounts.', example: null }),
    valueMetric: z.string().nullable().openapi({ description: 'As the plan says.', example: 'revenue' }),
    potentialMetric: z.string().nullable().openapi({ description: 'As the plan says.', example: 'potential' }),
    weights: weightsSchema,
    servedBy: servedBySchema,
    outside: z
      .number()
      .int()
      .openapi({ description: 'Accounts at places that no territory holds: they count nowhere.', example: 0 }),
    spread: z
      .object({ score: spread, workloadHours: spread })
      .openapi({ description: 'How alike the territories are.' }),
    territories: z
      .array(territorySchema)
      .max(1000)
      .openapi({ description: 'All of them, in the order of the layout.' }),
  })
  .openapi('LayoutQuality');

const DESCRIPTION = [
  'A score from 0 to 100 for each territory, by the accounts of the plan, or of the line that the layout is of, as they are now. It is the mean of four parts, each from 0 to 100, weighed with the ' +
    "plan's weights (`PATCH /v1/plans/{planId}`), which are divided by their sum. A part that cannot be known is null and does not count: the weights of the others are divided by theirs. Everything " +
    'that a part follows from is in its `inputs`.',
  'Three parts are measured against the layout: `100 x / (x + m)`, where m is the mean of x over its territories (`layoutMean`), and 50 where all are 0. So 50 is average, 0 nothing, and twice the average ' +
    '66.7; more never lowers it, and the unit does not matter.',
  [
    '- `potential`: x is the sum of the potential metric. Null where the plan names none.',
    '- `customers`: x is the sum of the value metric over accounts that buy now (`currentValue`); where the plan names no value metric, their count (`currentCustomers`). An account buys now if it is a customer, or if nobody says what it is and its value is above 0.',
    '- `room`: x is the sum over all other accounts of potential less value, of each at least 0 (`roomToWin`); where the plan names no potential metric, their count (`accountsToWin`).',
    "- `service`: `100 min(1, capacityHours / hoursNeeded) (1 - accountsLackingSkills / accounts)`, where hours needed are those of visits and travel, and accounts lack skills that need one which the rep does not have. Without hours, or without accounts, that factor is 1. 0 where the territory is vacant; null where the rep's capacity is not known.",
  ].join('\n'),
  '`raise` is the change of one input that would raise the score most, of these: x to the largest of the layout, with the others as they are; the capacity to the hours needed; skills for all accounts; ' +
    'a rep who can serve all, where it is vacant. Of equal gains the first part.',
].join('\n\n');

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/quality',
  operationId: 'getLayoutQuality',
  tags: ['Profiles'],
  security: needsScope('plans:read'),
  summary: 'How good each territory is, why, and how alike they are',
  description: DESCRIPTION,
  middleware: [answerJson(), etag()],
  request: { params: layoutParams, query: closedObject({ planId: planIdQuery, assignment: assignmentQuery }) },
  responses: {
    200: { description: 'The scores.', content: { 'application/json': { schema } } },
    ...problemAnswers(...OF_READING, 'accounts-replaced', 'invalid-problem', 'plan-required'),
  },
});

/** `GET /v1/layouts/{layoutId}/quality`. */
export function registerGetLayoutQuality(app: App): void {
  app.openapi(route, async (c) => {
    const { layoutId } = c.req.valid('param');
    const { planId = null, assignment = null } = c.req.valid('query');
    const question = { layoutId: parseLayoutId(layoutId), planId, assignmentId: assignment };
    const { ground, territories, spread, outside } = await getQuality(c.var.ports, c.var.workspaceId, question);
    const { plan } = ground;
    const body = {
      ...{ layoutId, planId: plan.planId, line: ground.lineId },
      ...{ valueMetric: plan.valueMetric, potentialMetric: plan.potentialMetric, weights: plan.quality.weights },
      ...{ servedBy: servedByBody(ground.serving.source), outside, spread },
      territories: territories.map(({ facts, quality }) => {
        const { id, name, accounts, statuses, workload } = facts;
        const { score, weights, parts, raise } = quality;
        return {
          territoryId: id,
          name,
          accounts,
          statuses,
          rep: repBody(facts),
          workload,
          score,
          weights,
          parts,
          raise,
        };
      }),
    };
    return c.json(body as never, 200);
  });
}
