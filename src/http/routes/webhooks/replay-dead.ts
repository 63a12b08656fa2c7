import { createRoute, z } from '@hono/zod-openapi';
import { replayDead } from '../../../application/replay-deliveries.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { webhookParams } from './webhook-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/webhooks/{webhookId}/replay',
  operationId: 'replayDeadDeliveries',
  tags: ['Webhooks'],
  security: needsScope('webhooks:write'),
  summary: 'Send all events again that were given up',
  middleware: [answerJson()],
  request: { params: webhookParams, query: closedObject({}) },
  responses: {
    202: {
      description: 'How many there were: they are sent soon, in their order.',
      content: {
        'application/json': {
          schema: z
            .object({ replayed: z.number().int().openapi({ description: 'Events that are sent again.', example: 3 }) })
            .openapi('WebhookReplay'),
        },
      },
    },
    ...problemAnswers(...OF_READING, 'wrong-state'),
  },
});

/** `POST /v1/webhooks/{webhookId}/replay`. */
export function registerReplayDead(app: App): void {
  app.openapi(route, async (c) => {
    const replayed = await replayDead(c.var.ports, c.var.workspaceId, c.req.valid('param').webhookId);
    return c.json({ replayed }, 202);
  });
}
