import { createRoute, z } from '@hono/zod-openapi';
import { testWebhook } from '../../../application/test-webhook.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { webhookParams } from './webhook-schema.ts';

const trialSchema = z
  .object({
    eventId: z.string().openapi({
      description: 'The `webhook-id` that was sent.',
      example: 'evt_6e0c4c5a8f0b4d2c9f7e1a3b5c7d9e0f',
    }),
    delivered: z
      .boolean()
      .openapi({ description: 'Whether the receiver took it: a status of 200 to 299.', example: true }),
    status: z.number().int().nullable().openapi({ description: 'What it answered; null: nothing.', example: 204 }),
    error: z.string().nullable().openapi({ description: 'Why it was not delivered; null: it was.', example: null }),
    answer: z.string().openapi({ description: 'The first 1,024 bytes of its answer, as text.', example: '' }),
    tookMs: z.number().int().openapi({ description: 'How long that took, in milliseconds.', example: 87 }),
  })
  .openapi('WebhookTrial');

const route = createRoute({
  method: 'post',
  path: '/v1/webhooks/{webhookId}/test',
  operationId: 'testWebhook',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'Send a test event now, and tell what the receiver said',
  description:
    'The event has the type `webhook.test` and is signed as all are. It is sent once, also where the webhook is disabled, and is not in the list of ' +
    'deliveries.',
  middleware: [answerJson()],
  request: { params: webhookParams, query: closedObject({}) },
  responses: {
    200: {
      description: 'What the receiver said, or why it said nothing.',
      content: { 'application/json': { schema: trialSchema } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `POST /v1/webhooks/{webhookId}/test`. */
export function registerTestWebhook(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const trial = await testWebhook(ports, workspaceId, c.req.valid('param').webhookId);
    const { eventId, isDelivered: delivered, status, error, text: answer, tookMs } = trial;
    return c.json({ eventId, delivered, status, error, answer, tookMs }, 200);
  });
}
