import { createRoute, z } from '@hono/zod-openapi';
import { createPlan } from '../../../application/create-plan.ts';
import { parseResolution } from '../../../domain/cell.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { nameSchema } from '../../name-schema.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { planBody, planSchema } from './plan-schema.ts';

const newPlanSchema = closedObject({
  name: nameSchema.openapi({ example: 'US field sales 2027' }),
  metrics: z
    .array(z.string())
    .max(100)
    .default([])
    .openapi({
      description:
        'Metrics beside `accounts`, at most 16. When none are named, the first upload declares its numeric columns.',
      example: ['establishments', 'employees'],
    }),
  finestResolution: z.number().int().min(0).max(15).default(9).openapi({
    description: 'H3 resolution at which accounts are binned; no leaf is finer. 9 is about 0.1 km2.',
  }),
}).openapi('NewPlan');

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
    body: { required: true, content: { 'application/json': { schema: newPlanSchema } } },
  },
  responses: {
    201: {
      description: 'The new plan.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the plan.' } },
      content: { 'application/json': { schema: planSchema } },
    },
    ...problemAnswers(
      'malformed-body',
      'invalid-parameter',
      'unauthorized',
      'not-acceptable',
      'payload-too-large',
      'unsupported-media-type',
    ),
  },
});

/** `POST /v1/plans`. */
export function registerCreatePlan(app: App): void {
  app.openapi(route, async (c) => {
    const { name, metrics, finestResolution } = c.req.valid('json');
    const plan = await createPlan(c.var.ports, c.var.workspaceId, {
      name,
      metrics,
      finestResolution: parseResolution(finestResolution),
    });
    c.header('Location', `/v1/plans/${plan.planId}`);
    return c.json(planBody(plan), 201);
  });
}
