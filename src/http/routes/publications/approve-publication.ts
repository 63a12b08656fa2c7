import { createRoute } from '@hono/zod-openapi';
import { approvePublication } from '../../../application/approve-publication.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';

import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { answerPublication, deedOf, publicationAnswer } from './answer-publication.ts';
import { publicationParams } from './publication-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/publications/{publicationId}/approve',
  operationId: 'approvePublication',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Approve what was submitted',
  description: 'By another key than the one that submitted it, and than the one that changed it last.',
  middleware: [answerJson()],
  request: { params: publicationParams, query: closedObject({}) },
  responses: {
    ...publicationAnswer,
    ...problemAnswers(...OF_READING, 'wrong-state', 'precondition-failed', 'second-key-needed'),
  },
});

/** `POST /v1/publications/{publicationId}/approve`. */
export function registerApprovePublication(app: App): void {
  app.openapi(route, async (c) => {
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await approvePublication(c.var.ports, deed));
  });
}
