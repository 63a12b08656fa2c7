import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getHierarchyOfLayout } from '../../../application/get-hierarchy.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { hierarchyBody, hierarchyParams, hierarchySchema } from './hierarchy-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/hierarchies/{hierarchyId}',
  operationId: 'getHierarchy',
  tags: ['Hierarchies'],
  security: needsScope('plans:read'),
  summary: 'A hierarchy with the measures of its nodes',
  middleware: [answerJson(), etag()],
  request: { params: hierarchyParams, query: closedObject({}) },
  responses: {
    200: {
      description: 'The hierarchy. Its tree never changes, names and managers may.',
      content: { 'application/json': { schema: hierarchySchema } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/hierarchies/{hierarchyId}`. */
export function registerGetHierarchy(app: App): void {
  app.openapi(route, async (c) => {
    const { hierarchyId } = c.req.valid('param');
    const body = hierarchyBody(await getHierarchyOfLayout(c.var.ports, c.var.workspaceId, hierarchyId));
    return answerVersion(c, body as never, 200);
  });
}
