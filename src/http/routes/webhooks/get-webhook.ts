import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getWebhook } from '../../../application/get-webhook.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { webhookBody, webhookParams, webhookSchema } from './webhook-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'getWebhook',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'A webhook',
  middleware: [answerJson(), etag()],
  request: { params: webhookParams, query: closedObject({}) },
  responses: {
    200: {
      description: 'The webhook, without its secret.',
      content: { 'application/json': { schema: webhookSchema } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/webhooks/{webhookId}`. */
export function registerGetWebhook(app: App): void {
  app.openapi(route, async (c) => {
    const webhook = await getWebhook(c.var.ports, c.var.workspaceId, c.req.valid('param').webhookId);
    return answerVersion(c, webhookBody(webhook), 200);
  });
}
