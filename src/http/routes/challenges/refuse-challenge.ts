import { createRoute } from '@hono/zod-openapi';
import { refuseChallenge } from '../../../application/refuse-challenge.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { reasonBody } from '../publications/publication-schema.ts';
import { challengeBody, challengeParams, challengeSchema } from './challenge-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/challenges/{challengeId}/refuse',
  operationId: 'refuseChallenge',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Refuse a challenge: what is in force stays as it is',
  middleware: [answerJson(), guardJson()],
  request: {
    params: challengeParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: reasonBody } } },
  },
  responses: {
    200: { description: 'The challenge, settled.', content: { 'application/json': { schema: challengeSchema } } },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'wrong-state'),
  },
});

/** `POST /v1/challenges/{challengeId}/refuse`. */
export function registerRefuseChallenge(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId, key } = c.var;
    const deed = { workspaceId, challengeId: c.req.valid('param').challengeId, keyId: key.keyId };
    return c.json(challengeBody(await refuseChallenge(ports, deed, c.req.valid('json').reason)), 200);
  });
}
