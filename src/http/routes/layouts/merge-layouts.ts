import { createRoute, z } from '@hono/zod-openapi';
import { mergeLayouts } from '../../../application/merge-layouts.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { givenRemarks } from './layout-entry-schema.ts';
import { EXAMPLE_LAYOUT_ID, layoutParams, layoutSchema, MADE_HEADERS } from './layout-schema.ts';

const bodySchema = closedObject({
  with: z
    .string()
    .max(100)
    .openapi({ description: 'The other layout: theirs. This one is ours.', example: EXAMPLE_LAYOUT_ID }),
  base: z.string().max(100).optional().openapi({
    description: 'What both follow from. The nearest layout that both were made from when left out.',
  }),
  prefer: z.enum(['ours', 'theirs']).nullish().openapi({
    description: 'Whose word counts where both changed the same. Such clashes are refused when left out.',
    example: 'ours',
  }),
  planId: z.string().max(100).optional().openapi({
    description: 'Whose list gets the layout. Needed when several plans list this layout.',
  }),
  ...givenRemarks,
}).openapi('NewMerge');

const route = createRoute({
  method: 'post',
  path: '/v1/layouts/{layoutId}/merge',
  operationId: 'mergeLayouts',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Make one layout of two that were made from one',
  description:
    'Takes what either changed since the layout that both were made from, cell by cell, and the names of territories likewise. What both changed to something else is a ' +
    'clash. Territories go by id; one that is new in both is two, and theirs gets another id. The numbers of a cell are those of the side whose territory is taken: where ' +
    'one side was rebalanced for newer accounts, the merge holds numbers of two times until it is rebalanced itself.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: layoutParams,
    query: closedObject({}),
    body: {
      required: true,
      content: { 'application/json': { schema: bodySchema, example: { with: EXAMPLE_LAYOUT_ID, prefer: 'ours' } } },
    },
  },
  responses: {
    200: {
      description: 'The two were merged before: the recorded layout.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: layoutSchema } },
    },
    201: {
      description: 'The new layout; `merge` tells what it was made of.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: layoutSchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'plan-required',
      'merge-conflict',
      'invalid-problem',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/layouts/{layoutId}/merge`. */
export function registerMergeLayouts(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const ours = parseLayoutId(c.req.valid('param').layoutId);
    const given = c.req.valid('json');
    const { layout, recorded } = await mergeLayouts(ports, workspaceId, ours, {
      with: parseLayoutId(given.with),
      base: given.base === undefined ? null : parseLayoutId(given.base),
      prefer: given.prefer ?? null,
      planId: given.planId ?? null,
      remarks: { name: given.name, note: given.note, labels: given.labels },
    });
    c.header('Location', `/v1/layouts/${layout.layoutId}`);
    c.header('X-Hexalign-Cache', recorded ? 'hit' : 'miss');
    return c.json(layout as never, recorded ? 200 : 201);
  });
}
