import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { lineQuery } from '../lines/line-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { labelSchema, layoutEntryBody, layoutEntrySchema } from './layout-entry-schema.ts';

const filterQuery = {
  label: labelSchema.optional().openapi({ description: 'Layouts that have this label.', example: 'draft' }),
  name: z.string().min(1).max(200).optional().openapi({
    description: 'What the name holds; A to Z in any case.',
    example: 'south',
  }),
  line: lineQuery,
};

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/layouts',
  operationId: 'listLayouts',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'The layouts of a plan, the latest first',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({ ...pageQuery, ...filterQuery }) },
  responses: {
    200: {
      description: 'A page of layouts without their territories.',
      content: { 'application/json': { schema: pageSchema(layoutEntrySchema).openapi('LayoutPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/layouts`. */
export function registerListLayouts(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const { label = null, name = null, line = null, ...query } = c.req.valid('query');
    const filter = { label, name, line };
    const { items, next } = await ports.layoutEntries.list(workspaceId, planId, filter, pageRequest(c, query));
    return c.json(linkPage(c, { items: items.map(layoutEntryBody), next }) as never, 200);
  });
}
