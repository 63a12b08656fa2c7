import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPublication } from '../../../application/get-publication.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { answerPublication, publicationAnswer } from './answer-publication.ts';
import { publicationParams } from './publication-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/publications/{publicationId}',
  operationId: 'getPublication',
  tags: ['Publications'],
  security: needsScope('plans:read'),
  summary: 'A publication, its state, and since and until when it is in force',
  middleware: [answerJson(), etag()],
  request: { params: publicationParams, query: closedObject({}) },
  responses: {
    ...publicationAnswer,
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/publications/{publicationId}`. */
export function registerGetPublication(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { publicationId } = c.req.valid('param');
    return answerPublication(c, await getPublication(ports, { workspaceId, publicationId }));
  });
}
