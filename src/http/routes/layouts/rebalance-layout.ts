import { createRoute, z } from '@hono/zod-openapi';
import { type RebalancedLayout, rebalanceLayout } from '../../../application/rebalance-layout.ts';
import { submitRebalance } from '../../../application/submit-rebalance.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { answerEvents } from '../../answer-events.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { prefersAsync } from '../../prefers-async.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { acceptedAnswer, answerJob } from '../jobs/answer-job.ts';
import { eventStreamContent } from './event-stream-content.ts';
import { givenRemarks } from './layout-entry-schema.ts';
import { givenBalance, jsonBalance, layoutMembers } from './layout-options.ts';
import { layoutParams, layoutSchema, MADE_HEADERS, moveSchema } from './layout-schema.ts';
import { moveBody } from './move-body.ts';

const bodySchema = closedObject({
  planId: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'Whose accounts count. Needed when not exactly one plan lists the layout.' }),
  budget: closedObject({
    metric: z.string().max(100).optional().openapi({ description: 'The first balanced metric when left out.' }),
    share: z.number().min(0).max(1).optional().openapi({ description: 'Most of it that may move.', example: 0.02 }),
  })
    .optional()
    .openapi({ description: '5 % of the first balanced metric when left out.' }),
  balance: jsonBalance.optional().openapi({ description: 'Tolerances; those of the layout when left out.' }),
  seed: layoutMembers.seed,
  effort: layoutMembers.effort,
  ...givenRemarks,
  territories: z
    .array(z.string().max(200))
    .min(1)
    .max(10_000)
    .optional()
    .openapi({
      description:
        'Ids of territories to rebalance alone, among each other. The others keep their cells, sums and measures; the budget is a share of what these hold.',
      example: ['t1', 't2'],
    }),
}).openapi('NewRebalance');

const rebalancedSchema = layoutSchema
  .extend({
    moves: z.array(moveSchema).openapi({ description: 'Every cell with accounts that changes its territory.' }),
  })
  .openapi('RebalancedLayout');

const route = createRoute({
  method: 'post',
  path: '/v1/layouts/{layoutId}/rebalance',
  operationId: 'rebalanceLayout',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Make a new layout from this one with limited moves',
  description:
    'Starts from this layout, with the accounts of its plan as they are now, and moves at most a share of a metric. Ids and names of ' +
    'territories survive; borders of another layout that it followed are not followed any more. A job gives the layout, and in `moves` the address of what moved. With `Accept: text/event-stream` the answer tells its progress as `createLayout` does.',
  middleware: [answerJson('text/event-stream'), guardJson()],
  request: {
    params: layoutParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: bodySchema,
          example: { budget: { metric: 'revenue', share: 0.1 }, seed: 1, effort: 'fast' },
        },
      },
    },
  },
  responses: {
    200: {
      description: 'The same problem was solved before: the recorded layout. Also every event stream.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: rebalancedSchema }, ...eventStreamContent },
    },
    201: {
      description: 'The new layout and its moves.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: rebalancedSchema } },
    },
    ...acceptedAnswer,
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'plan-required',
      'accounts-replaced',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
      'too-many-jobs',
    ),
  },
});

/** `POST /v1/layouts/{layoutId}/rebalance`. */
export function registerRebalanceLayout(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), ['application/json', 'text/event-stream']);
    const { ports, workspaceId } = c.var;
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const { planId, budget, balance, seed, effort, territories, name, note, labels } = c.req.valid('json');
    const remarks = { name, note, labels };
    const request = {
      planId: planId ?? null,
      budget: { metric: budget?.metric ?? null, share: budget?.share ?? null },
      balance: balance === undefined ? null : givenBalance(balance),
      seed: seed ?? 1,
      effort: effort ?? 'normal',
      territories: territories ?? null,
    } as const;
    if (mediaType === 'text/event-stream') {
      return answerEvents(c, async (watch) =>
        rebalancedBody(await rebalanceLayout(ports, workspaceId, layoutId, request, watch, remarks)),
      ) as never;
    }
    if (prefersAsync(c))
      return answerJob(c, await submitRebalance(ports, workspaceId, layoutId, request, remarks)) as never;
    const rebalanced = await rebalanceLayout(ports, workspaceId, layoutId, request, undefined, remarks);
    c.header('Location', `/v1/layouts/${rebalanced.layout.layoutId}`);
    c.header('X-Hexalign-Cache', rebalanced.recorded ? 'hit' : 'miss');
    return c.json(rebalancedBody(rebalanced) as never, rebalanced.recorded ? 200 : 201);
  });
}

function rebalancedBody({ layout, moves }: RebalancedLayout) {
  return { ...layout, moves: moves.map((move) => moveBody(layout, move)) };
}
