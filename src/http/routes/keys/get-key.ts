import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getKey } from '../../../application/get-key.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { keyBody, keyParams, keySchema } from './key-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/keys/{keyId}',
  operationId: 'getKey',
  tags: ['Keys'],
  security: needsScope('keys:write'),
  summary: 'What is on record of a key',
  middleware: [answerJson(), etag()],
  request: { params: keyParams, query: closedObject({}) },
  responses: {
    200: { description: 'All but the key itself.', content: { 'application/json': { schema: keySchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/keys/{keyId}`. */
export function registerGetKey(app: App): void {
  app.openapi(route, async (c) => {
    const key = await getKey(c.var.ports, c.var.workspaceId, c.req.valid('param').keyId);
    return answerVersion(c, keyBody(key), 200);
  });
}
