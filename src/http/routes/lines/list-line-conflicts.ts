import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { MAX_LINE_LAYOUTS } from '../../../application/line-layouts.ts';
import { type LineConflict, listLineConflicts } from '../../../application/list-line-conflicts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { layoutsAsked, layoutsQuery, lineOfLayout } from './line-layouts-query.ts';

const conflictSchema = z
  .object({
    accountId: z.string().openapi({ description: 'Id of the account.', example: 'acc-1001' }),
    name: z.string().openapi({ description: 'Its name.', example: 'Corner Bakery' }),
    territories: z
      .array(
        z.object({
          line: lineOfLayout,
          layoutId: z.string().openapi({ example: `lay_${'k4x7q2mz5tq6hc3n'.repeat(4).slice(0, 52)}` }),
          territoryId: z.string().openapi({ example: 't1' }),
          territoryName: z.string().openapi({ example: 'Territory 1' }),
        }),
      )
      .max(MAX_LINE_LAYOUTS)
      .openapi({ description: 'One of each line that the account is in, where the layout covers its place.' }),
  })
  .openapi('LineConflict');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/line-matrix/accounts',
  operationId: 'listLineConflicts',
  tags: ['Lines'],
  security: needsScope('plans:read'),
  summary: 'The accounts that see territories of several owners',
  description: 'The accounts of which `getLineMatrix` says how many there are, with what they see.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({ ...pageQuery, layouts: layoutsQuery }) },
  responses: {
    200: {
      description: 'A page of accounts, by id.',
      content: { 'application/json': { schema: pageSchema(conflictSchema).openapi('LineConflictPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/line-matrix/accounts`. */
export function registerListLineConflicts(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const { layouts, ...query } = c.req.valid('query');
    const asked = layoutsAsked(layouts);
    const page = pageRequest(c, query);
    const { items, next } = await listLineConflicts(c.var.ports, c.var.workspaceId, planId, asked, page);
    return c.json(linkPage(c, { items: items.map(conflictBody), next }), 200);
  });
}

function conflictBody({ accountId, name, territories }: LineConflict): z.infer<typeof conflictSchema> {
  return { accountId, name, territories: territories.map((one) => ({ ...one })) };
}
