import { createRoute, z } from '@hono/zod-openapi';
import { repairLayout } from '../../../application/repair-layout.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { givenRemarks } from './layout-entry-schema.ts';
import { layoutParams } from './layout-schema.ts';
import { repairBody, repairSchema } from './repair-schema.ts';

const bodySchema = closedObject({
  planId: z.string().max(100).optional().openapi({
    description: 'Whose accounts are counted. Needed when not exactly one plan lists the layout.',
  }),
  limits: z
    .record(z.string().min(1).max(200), z.number().gt(0).max(1))
    .refine((limits) => Object.keys(limits).length > 0, { error: 'names no metric; leave it out or name one' })
    .optional()
    .openapi({
      description: 'Most deviation from the target by metric, as a fraction. Left out: as the layout was balanced.',
      example: { establishments: 0.1 },
    }),
  ...givenRemarks,
}).openapi('NewRepair');

const route = createRoute({
  method: 'post',
  path: '/v1/layouts/{layoutId}/repairs',
  operationId: 'repairLayout',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'The smallest repair of a layout that its accounts have outgrown',
  description:
    "Counts today's accounts inside the borders of the layout; each territory's target is an equal share of them. What is outside of its limits is brought inside by the moves " +
    'that take the fewest accounts with them, then those of least value (the first balanced metric). No territory that is inside a limit is outside of it afterwards, and none ' +
    'falls into more pieces. `atLeast` is a proven bound: where it equals `accounts`, no repair moves fewer; of large plans the repair is the least that a bounded search finds. ' +
    'Up to twelve breaches are mended at once, more one by one: then a rebalance may move less. What cannot be mended stays, no farther outside, and `isInside` is false. The answer has both layouts, which are in the list of the plan: the counted one, and the repaired one, ready to be published.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: layoutParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema, example: {} } } },
  },
  responses: {
    200: {
      description: 'What has drifted, and the repair. Nothing to do is an answer, too.',
      content: { 'application/json': { schema: repairSchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'plan-required',
      'accounts-replaced',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/layouts/{layoutId}/repairs`. */
export function registerRepairLayout(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const { planId, limits, name, note, labels } = c.req.valid('json');
    const repair = await repairLayout(ports, workspaceId, layoutId, {
      planId: planId ?? null,
      limits: limits ?? null,
      remarks: { name, note, labels },
    });
    return c.json(repairBody(layoutId, repair), 200);
  });
}
