import { createRoute } from '@hono/zod-openapi';
import { deleteWebhook } from '../../../application/delete-webhook.ts';
import { getWebhook } from '../../../application/get-webhook.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { expectMatch } from '../../entity-tag.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { webhookBody, webhookParams } from './webhook-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'deleteWebhook',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'Delete a webhook, and what is on its way to it',
  request: { params: webhookParams, query: closedObject({}) },
  responses: {
    204: { description: 'The webhook is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'precondition-failed'),
  },
});

/** `DELETE /v1/webhooks/{webhookId}`. */
export function registerDeleteWebhook(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { webhookId } = c.req.valid('param');
    const expected = await expectMatch(c, () => getWebhook(ports, workspaceId, webhookId), webhookBody);
    await deleteWebhook(ports, workspaceId, webhookId, expected);
    return c.body(null, 204);
  });
}
