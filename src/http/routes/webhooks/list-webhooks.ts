import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { webhookBody, webhookSchema } from './webhook-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/webhooks',
  operationId: 'listWebhooks',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'The webhooks of the workspace, the oldest first',
  middleware: [answerJson(), etag()],
  request: { query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of webhooks, without their secrets.',
      content: { 'application/json': { schema: pageSchema(webhookSchema).openapi('WebhookPage') } },
    },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-acceptable'),
  },
});

/** `GET /v1/webhooks`. */
export function registerListWebhooks(app: App): void {
  app.openapi(route, async (c) => {
    const page = await c.var.ports.webhooks.list(c.var.workspaceId, pageRequest(c, c.req.valid('query')));
    return c.json(linkPage(c, { items: page.items.map(webhookBody), next: page.next }), 200);
  });
}
