import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getWebhook } from '../../../application/get-webhook.ts';
import { DELIVERY_STATES } from '../../../domain/webhook-delivery.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { deliverySchema } from './delivery-schema.ts';
import { webhookParams } from './webhook-schema.ts';

const querySchema = closedObject({
  ...pageQuery,
  state: z.enum(DELIVERY_STATES).optional().openapi({ description: 'Only those in this state.', example: 'delivered' }),
});

const route = createRoute({
  method: 'get',
  path: '/v1/webhooks/{webhookId}/deliveries',
  operationId: 'listWebhookDeliveries',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'What a webhook was told and what is on its way, the latest first',
  description: 'Events are kept for 30 days, and as long as they are tried.',
  middleware: [answerJson(), etag()],
  request: { params: webhookParams, query: querySchema },
  responses: {
    200: {
      description: 'A page of events with what has become of them.',
      content: { 'application/json': { schema: pageSchema(deliverySchema).openapi('WebhookDeliveryPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/webhooks/{webhookId}/deliveries`. */
export function registerListDeliveries(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { state, ...query } = c.req.valid('query');
    const { webhookId } = await getWebhook(ports, workspaceId, c.req.valid('param').webhookId);
    const filter = { state: state ?? null };
    const page = await ports.deliveries.list(workspaceId, webhookId, filter, pageRequest(c, query));
    return c.json(linkPage(c, page), 200);
  });
}
