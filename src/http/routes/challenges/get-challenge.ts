import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getChallenge } from '../../../application/challenge-ref.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { challengeBody, challengeParams, challengeSchema } from './challenge-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/challenges/{challengeId}',
  operationId: 'getChallenge',
  tags: ['Publications'],
  security: needsScope('plans:read'),
  summary: 'A challenge, and what has become of it',
  middleware: [answerJson(), etag()],
  request: { params: challengeParams, query: closedObject({}) },
  responses: {
    200: { description: 'The challenge.', content: { 'application/json': { schema: challengeSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/challenges/{challengeId}`. */
export function registerGetChallenge(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { challengeId } = c.req.valid('param');
    return c.json(challengeBody(await getChallenge(ports, { workspaceId, challengeId })), 200);
  });
}
