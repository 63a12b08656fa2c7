import { createRoute, z } from '@hono/zod-openapi';
import { rotateWebhook } from '../../../application/rotate-webhook.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { shownWebhookBody, shownWebhookSchema, webhookParams } from './webhook-schema.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

const bodySchema = closedObject({
  overlapHours: z
    .number()
    .min(0)
    .max(30 * DAY_HOURS)
    .default(DAY_HOURS)
    .openapi({
      description: 'How long the secret until now signs, too, at most 30 days; 0: no more from now on.',
      example: DAY_HOURS,
    }),
}).openapi('WebhookRotation');

const route = createRoute({
  method: 'post',
  path: '/v1/webhooks/{webhookId}/rotate',
  operationId: 'rotateWebhook',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'Give a webhook another secret',
  description:
    'For the overlap requests carry two signatures, and receivers accept either. A secret from before the last rotation signs no more.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: webhookParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: {
      description: 'The webhook, with its new secret. That is shown this once.',
      headers: { 'Cache-Control': { $ref: '#/components/headers/CacheControlNoStore' } },
      content: { 'application/json': { schema: shownWebhookSchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING),
  },
});

/** `POST /v1/webhooks/{webhookId}/rotate`. */
export function registerRotateWebhook(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const overlapMs = c.req.valid('json').overlapHours * HOUR_MS;
    const shown = await rotateWebhook(ports, workspaceId, c.req.valid('param').webhookId, Math.round(overlapMs));
    c.header('Cache-Control', 'no-store');
    return c.json(shownWebhookBody(shown), 200);
  });
}
