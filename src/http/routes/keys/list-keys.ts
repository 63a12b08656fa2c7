import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { keyBody, keySchema } from './key-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/keys',
  operationId: 'listKeys',
  tags: ['Keys'],
  security: needsScope('keys:write'),
  summary: 'The keys of the workspace, the oldest first',
  middleware: [answerJson(), etag()],
  request: { query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of keys, those that have ended too.',
      content: { 'application/json': { schema: pageSchema(keySchema).openapi('KeyPage') } },
    },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-acceptable'),
  },
});

/** `GET /v1/keys`. */
export function registerListKeys(app: App): void {
  app.openapi(route, async (c) => {
    const page = await c.var.ports.keys.list(c.var.workspaceId, pageRequest(c, c.req.valid('query')));
    return c.json(linkPage(c, { items: page.items.map(keyBody), next: page.next }), 200);
  });
}
