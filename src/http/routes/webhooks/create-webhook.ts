import { createRoute } from '@hono/zod-openapi';
import { createWebhook } from '../../../application/create-webhook.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, problemAnswers } from '../../problem-answers.ts';
import { givenWebhook, shownWebhookBody, shownWebhookSchema } from './webhook-schema.ts';

const { url, events, planIds, description } = givenWebhook;
const bodySchema = closedObject({
  url,
  events,
  planIds: planIds.default(null),
  description: description.default(''),
}).openapi('NewWebhook');

const route = createRoute({
  method: 'post',
  path: '/v1/webhooks',
  operationId: 'createWebhook',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'Have a receiver told of what happens',
  description:
    'Requests are signed as Standard Webhooks 1.0 says, and are told of what happens from now on. Events of one plan come one after the other, each at ' +
    'least once: a `webhook-id` that was there before is the same event. What is not answered with a status of 200 to 299 within 5 s is sent ' +
    'again after 5 s, 1, 5, 15 and 30 minutes, 1, 2, 4 and 8 hours, four times 12 and once 8 hours: for three days, while the events of the plan after ' +
    'it wait. Then it is given up, is in the list of deliveries for 30 days and can be replayed. A receiver that answers 410, or that nothing has ' +
    'reached for five days, is disabled; what happens until it is enabled again is given up at once, and can be replayed.',
  middleware: [answerJson(), guardJson()],
  request: {
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    201: {
      description: 'The webhook, with its secret. That is shown this once.',
      headers: {
        Location: { schema: { type: 'string' }, description: 'Address of the webhook.' },
        'Cache-Control': { $ref: '#/components/headers/CacheControlNoStore' },
      },
      content: { 'application/json': { schema: shownWebhookSchema } },
    },
    ...problemAnswers(...OF_BODY, 'invalid-parameter', 'unauthorized', 'not-acceptable', 'too-many-webhooks'),
  },
});

/** `POST /v1/webhooks`. */
export function registerCreateWebhook(app: App): void {
  app.openapi(route, async (c) => {
    const made = await createWebhook(c.var.ports, c.var.workspaceId, c.req.valid('json'));
    c.header('Location', `/v1/webhooks/${made.webhook.webhookId}`);
    c.header('Cache-Control', 'no-store');
    return c.json(shownWebhookBody(made), 201);
  });
}
