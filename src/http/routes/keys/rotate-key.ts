import { createRoute, z } from '@hono/zod-openapi';
import { rotateKey } from '../../../application/rotate-key.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { keyParams, newKeyBody, newKeySchema } from './key-schema.ts';

const DAY_SECONDS = 86_400;

const bodySchema = closedObject({
  overlapSeconds: z
    .number()
    .int()
    .min(0)
    .max(30 * DAY_SECONDS)
    .default(DAY_SECONDS)
    .openapi({
      description: 'How long the old key goes on, at most 30 days; it never ends later than it would have.',
      example: DAY_SECONDS,
    }),
}).openapi('KeyRotation');

const route = createRoute({
  method: 'post',
  path: '/v1/keys/{keyId}/rotate',
  operationId: 'rotateKey',
  tags: ['Keys'],
  security: needsScope('keys:write'),
  summary: 'Make a key that takes over from another',
  description:
    'The new key has the name, the scopes and the length of life of the old one. Both open the workspace for the overlap.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: keyParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    201: {
      description: 'The new key. It is shown this once; only a digest of it is kept.',
      headers: {
        Location: { schema: { type: 'string' }, description: 'Address of what is on record of it.' },
        'Cache-Control': { $ref: '#/components/headers/CacheControlNoStore' },
      },
      content: { 'application/json': { schema: newKeySchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'key-not-active'),
  },
});

/** `POST /v1/keys/{keyId}/rotate`. */
export function registerRotateKey(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId, key } = c.var;
    const { overlapSeconds } = c.req.valid('json');
    const made = await rotateKey(ports, workspaceId, key, c.req.valid('param').keyId, overlapSeconds);
    c.header('Location', `/v1/keys/${made.record.keyId}`);
    c.header('Cache-Control', 'no-store');
    return c.json(newKeyBody(made), 201);
  });
}
