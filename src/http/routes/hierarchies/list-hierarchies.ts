import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getLayout } from '../../../application/get-layout.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { hierarchySummarySchema } from './hierarchy-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/hierarchies',
  operationId: 'listHierarchies',
  tags: ['Hierarchies'],
  security: needsScope('plans:read'),
  summary: 'The hierarchies of a layout, the latest first',
  middleware: [answerJson(), etag()],
  request: { params: layoutParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of hierarchies without their nodes.',
      content: { 'application/json': { schema: pageSchema(hierarchySummarySchema).openapi('HierarchyPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/layouts/{layoutId}/hierarchies`. */
export function registerListHierarchies(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { layoutId } = await getLayout(ports, workspaceId, parseLayoutId(c.req.valid('param').layoutId));
    const page = await ports.hierarchies.list(workspaceId, layoutId, pageRequest(c, c.req.valid('query')));
    const items = page.items.map(({ parentCount, ...head }) => ({ ...head, nodeCount: parentCount }));
    return c.json(linkPage(c, { ...page, items }) as never, 200);
  });
}
