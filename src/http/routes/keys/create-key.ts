import { createRoute, z } from '@hono/zod-openapi';
import { createKey, expectToCome } from '../../../application/create-key.ts';
import { SCOPES } from '../../../domain/scope.ts';
import type { App } from '../../app.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { nameSchema } from '../../name-schema.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { newKeyBody, newKeySchema } from './key-schema.ts';

const bodySchema = closedObject({
  name: nameSchema.openapi({ description: 'What it is for.', example: 'map page' }),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .max(SCOPES.length)
    .transform((scopes) => [...new Set(scopes)])
    .openapi({ description: 'What it may do: of the scopes of the key that makes it.', example: ['tiles:read'] }),
  expiresAt: z.iso
    .datetime({ offset: true })
    .check(blamedBy((text) => expectToCome(Date.parse(text), '')))
    .nullable()
    .default(null)
    .openapi({ description: 'When it ends; null: never.', example: '2028-01-04T09:00:00Z' }),
}).openapi('NewKey');

const route = createRoute({
  method: 'post',
  path: '/v1/keys',
  operationId: 'createKey',
  tags: ['Keys'],
  security: needsScope('keys:write'),
  summary: 'Make a key',
  middleware: [answerJson(), guardJson()],
  request: {
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    201: {
      description: 'The key. It is shown this once; only a digest of it is kept.',
      headers: {
        Location: { schema: { type: 'string' }, description: 'Address of what is on record of it.' },
        'Cache-Control': { $ref: '#/components/headers/CacheControlNoStore' },
      },
      content: { 'application/json': { schema: newKeySchema } },
    },
    ...problemAnswers(
      'malformed-body',
      'invalid-parameter',
      'unauthorized',
      'not-acceptable',
      'payload-too-large',
      'unsupported-media-type',
    ),
  },
});

/** `POST /v1/keys`. */
export function registerCreateKey(app: App): void {
  app.openapi(route, async (c) => {
    const { name, scopes, expiresAt } = c.req.valid('json');
    const made = await createKey(c.var.ports, c.var.workspaceId, c.var.key, {
      name,
      scopes,
      expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
    });
    c.header('Location', `/v1/keys/${made.record.keyId}`);
    c.header('Cache-Control', 'no-store');
    return c.json(newKeyBody(made), 201);
  });
}
