import { createRoute, z } from '@hono/zod-openapi';
import { changeWebhook } from '../../../application/change-webhook.ts';
import { getWebhook } from '../../../application/get-webhook.ts';
import { WEBHOOK_STATES } from '../../../domain/webhook.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion, expectMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { givenWebhook, webhookBody, webhookParams, webhookSchema } from './webhook-schema.ts';

const { url, events, planIds, description } = givenWebhook;
const changeSchema = closedObject({
  url: url.optional(),
  events: events.optional(),
  planIds: planIds.optional(),
  description: description.optional(),
  state: z.enum(WEBHOOK_STATES).optional().openapi({
    description:
      'Enables it, also after it was disabled by itself, or disables it. What is on its way goes to the new address.',
    example: 'enabled',
  }),
}).openapi('WebhookChange');

const route = createRoute({
  method: 'patch',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'changeWebhook',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'Change a webhook, enable it again or disable it',
  description: 'What is left out stays. What was given up while it was disabled is sent by a replay.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: webhookParams,
    query: closedObject({}),
    body: {
      required: true,
      content: { 'application/json': { schema: changeSchema, example: { description: 'CRM, new server' } } },
    },
  },
  responses: {
    200: { description: 'The webhook as it is now.', content: { 'application/json': { schema: webhookSchema } } },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed'),
  },
});

/** `PATCH /v1/webhooks/{webhookId}`. */
export function registerChangeWebhook(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { webhookId } = c.req.valid('param');
    const read = () => getWebhook(ports, workspaceId, webhookId);
    const expected = await expectMatch(c, read, webhookBody);
    await changeWebhook(ports, workspaceId, webhookId, c.req.valid('json'), expected);
    return answerVersion(c, webhookBody(await read()), 200);
  });
}
