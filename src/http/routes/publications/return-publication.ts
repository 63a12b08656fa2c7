import { createRoute } from '@hono/zod-openapi';
import { returnPublication } from '../../../application/return-publication.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { answerPublication, deedOf, publicationAnswer } from './answer-publication.ts';
import { publicationParams, reasonBody } from './publication-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/publications/{publicationId}/return',
  operationId: 'returnPublication',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Return what was submitted or approved: it is a draft again',
  description: 'The reason is on record, and on the publication.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: publicationParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: reasonBody } } },
  },
  responses: {
    ...publicationAnswer,
    ...problemAnswers(...OF_BODY, ...OF_READING, 'wrong-state', 'precondition-failed'),
  },
});

/** `POST /v1/publications/{publicationId}/return`. */
export function registerReturnPublication(app: App): void {
  app.openapi(route, async (c) => {
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await returnPublication(c.var.ports, deed, c.req.valid('json').reason));
  });
}
