import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { problemAnswers } from '../../problem-answers.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/health',
  operationId: 'getHealth',
  tags: ['Service'],
  summary: 'Whether the service answers',
  description: 'For monitors: needs no key and counts against no limit.',
  security: [],
  middleware: [answerJson(), etag()],
  request: { query: closedObject({}) },
  responses: {
    200: {
      description: 'The service answers, and which optimizer it runs.',
      content: {
        'application/json': {
          schema: z
            .object({
              status: z.literal('ok').openapi({ description: 'Always `ok`: it answers.' }),
              engine: z.string().openapi({
                description: 'Version of the optimizer; layouts of one version are alike to the byte.',
                example: 'hexalign-optimizer 0.1.0+a03dd145f20a',
              }),
            })
            .openapi('Health'),
        },
      },
    },
    ...problemAnswers('invalid-parameter', 'not-acceptable'),
  },
});

/** `GET /v1/health`. */
export function registerGetHealth(app: App): void {
  app.openapi(route, (c) => c.json({ status: 'ok' as const, engine: c.var.ports.optimizer.engine }, 200));
}
