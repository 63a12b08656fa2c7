import { createRoute } from '@hono/zod-openapi';
import { getKey } from '../../../application/get-key.ts';
import { revokeKey } from '../../../application/revoke-key.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { expectMatch } from '../../entity-tag.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { keyBody, keyParams } from './key-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/keys/{keyId}',
  operationId: 'revokeKey',
  tags: ['Keys'],
  security: needsScope('keys:write'),
  summary: 'End a key at once',
  description: 'What is on record of it stays in the list.',
  request: { params: keyParams, query: closedObject({}) },
  responses: {
    204: { description: 'The key opens nothing any more; for what changes nothing, 200 ms later at most.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'last-key', 'precondition-failed'),
  },
});

/** `DELETE /v1/keys/{keyId}`. */
export function registerRevokeKey(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { keyId } = c.req.valid('param');
    const expected = await expectMatch(c, () => getKey(ports, workspaceId, keyId), keyBody);
    await revokeKey(ports, workspaceId, keyId, expected);
    return c.body(null, 204);
  });
}
