import { createRoute, z } from '@hono/zod-openapi';
import { createPlan } from '../../../application/create-plan.ts';
import { DEFAULT_TOLERANCE } from '../../../domain/balance.ts';
import { parseResolution } from '../../../domain/cell.ts';
import { checkMetricNames, plainMetric } from '../../../domain/metric.ts';
import { parseTimeZone } from '../../../domain/moment.ts';
import type { App } from '../../app.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { nameSchema } from '../../name-schema.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, problemAnswers } from '../../problem-answers.ts';
import { givenApproval, givenDefaults, givenTimeZone, planBody, planSchema } from './plan-schema.ts';

const metricSchema = closedObject({
  name: z.string().openapi({ maxLength: 100, description: 'What columns and layouts call it.', example: 'revenue' }),
  unit: nameSchema.max(50).nullish().openapi({ description: 'For whoever reads the values.', example: 'USD' }),
  kind: z.enum(['sum', 'count']).default('sum').openapi({ description: 'Values of `count` are whole numbers.' }),
}).openapi('NewMetric');

/** H3 resolution of cells of about 0.1 km2. */
const FINEST_RESOLUTION = 9;

const newPlanBody = closedObject({
  name: nameSchema.openapi({ description: 'What people call the plan.', example: 'US field sales 2027' }),
  metrics: z
    .array(
      z.union([z.string().openapi({ maxLength: 100 }), metricSchema], {
        error:
          'is no metric; send a name, or {"name": "revenue", "unit": "USD", "kind": "sum"}, where kind is sum or count',
      }),
    )
    .max(100)
    .check(
      blamedBy((metrics) =>
        checkMetricNames(
          metrics.map((metric) => (typeof metric === 'string' ? metric : metric.name)),
          '',
        ),
      ),
    )
    .default([])
    .openapi({
      description:
        'Metrics beside `accounts`, at most 16, as names or with a unit and a kind. When none are named, the first upload declares its ' +
        'numeric columns.',
      example: ['employees', { name: 'revenue', unit: 'USD', kind: 'sum' }],
    }),
  finestResolution: z.number().int().min(0).max(15).optional().openapi({
    description: 'The same as in `defaults`, where it may be left out.',
  }),
  defaults: givenDefaults.optional(),
  timeZone: givenTimeZone.optional(),
  approvalRequired: givenApproval.optional(),
});
const newPlanSchema = newPlanBody
  .refine(isOneResolution, {
    path: ['finestResolution'],
    error: 'says something other than /defaults/finestResolution; send one of the two',
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .openapi('NewPlan');

const EXAMPLE = {
  name: 'US field sales 2027',
  metrics: ['employees', { name: 'revenue', unit: 'USD', kind: 'sum' }],
  defaults: { tolerance: 0.1, finestResolution: 9 },
  timeZone: 'America/New_York',
};

const route = createRoute({
  method: 'post',
  path: '/v1/plans',
  operationId: 'createPlan',
  tags: ['Plans'],
  security: needsScope('plans:write'),
  summary: 'Make a plan',
  middleware: [answerJson(), guardJson()],
  request: {
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: newPlanSchema, example: EXAMPLE } } },
  },
  responses: {
    201: {
      description: 'The new plan.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the plan.' } },
      content: { 'application/json': { schema: planSchema } },
    },
    ...problemAnswers(...OF_BODY, 'invalid-parameter', 'unauthorized', 'not-acceptable'),
  },
});

/** `POST /v1/plans`. */
export function registerCreatePlan(app: App): void {
  app.openapi(route, async (c) => {
    const { name, metrics, finestResolution, defaults, timeZone, approvalRequired } = c.req.valid('json');
    const finest = defaults?.finestResolution ?? finestResolution ?? FINEST_RESOLUTION;
    const plan = await createPlan(c.var.ports, c.var.workspaceId, {
      name,
      metrics: metrics.map((metric) =>
        typeof metric === 'string' ? plainMetric(metric) : { ...metric, unit: metric.unit ?? null },
      ),
      finestResolution: parseResolution(finest),
      tolerance: defaults?.tolerance ?? DEFAULT_TOLERANCE,
      timeZone: parseTimeZone(timeZone ?? 'UTC'),
      approvalRequired: approvalRequired ?? false,
    });
    c.header('Location', `/v1/plans/${plan.planId}`);
    return c.json(planBody(plan), 201);
  });
}

function isOneResolution({ finestResolution, defaults }: z.infer<typeof newPlanBody>): boolean {
  return finestResolution === undefined || finestResolution === (defaults?.finestResolution ?? finestResolution);
}
