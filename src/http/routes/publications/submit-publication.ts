import { createRoute } from '@hono/zod-openapi';
import { submitPublication } from '../../../application/submit-publication.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';

import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { answerPublication, deedOf, publicationAnswer } from './answer-publication.ts';
import { publicationParams } from './publication-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/publications/{publicationId}/submit',
  operationId: 'submitPublication',
  tags: ['Publications'],
  security: needsScope('layouts:write'),
  summary: 'Submit a draft for approval',
  description: 'From then on its content stays as it is, until it is returned.',
  middleware: [answerJson()],
  request: { params: publicationParams, query: closedObject({}) },
  responses: {
    ...publicationAnswer,
    ...problemAnswers(...OF_READING, 'wrong-state', 'precondition-failed'),
  },
});

/** `POST /v1/publications/{publicationId}/submit`. */
export function registerSubmitPublication(app: App): void {
  app.openapi(route, async (c) => {
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await submitPublication(c.var.ports, deed));
  });
}
