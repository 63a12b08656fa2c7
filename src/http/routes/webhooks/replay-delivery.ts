import { createRoute } from '@hono/zod-openapi';
import { replayDelivery } from '../../../application/replay-deliveries.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { deliveryParams, deliverySchema } from './delivery-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/webhooks/{webhookId}/deliveries/{eventId}/replay',
  operationId: 'replayWebhookDelivery',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'Send an event again',
  description:
    'With the same id: one that was given up or has arrived, or one that waits for its next try, without waiting. It goes before events of the plan that are younger.',
  middleware: [answerJson()],
  request: { params: deliveryParams, query: closedObject({}) },
  responses: {
    202: {
      description: 'The event, which is sent soon.',
      content: { 'application/json': { schema: deliverySchema } },
    },
    ...problemAnswers(...OF_READING, 'wrong-state'),
  },
});

/** `POST /v1/webhooks/{webhookId}/deliveries/{eventId}/replay`. */
export function registerReplayDelivery(app: App): void {
  app.openapi(route, async (c) => {
    const { webhookId, eventId } = c.req.valid('param');
    return c.json(await replayDelivery(c.var.ports, c.var.workspaceId, webhookId, eventId), 202);
  });
}
