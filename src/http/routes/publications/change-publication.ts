import { createRoute } from '@hono/zod-openapi';
import { changePublication } from '../../../application/change-publication.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { answerPublication, deedOf, publicationAnswer } from './answer-publication.ts';
import { publicationMembers, publicationParams } from './publication-schema.ts';

const changeSchema = closedObject({ ...publicationMembers, layoutId: publicationMembers.layoutId.optional() }).openapi(
  'PublicationChange',
);

const route = createRoute({
  method: 'patch',
  path: '/v1/publications/{publicationId}',
  operationId: 'changePublication',
  tags: ['Publications'],
  security: needsScope('layouts:write'),
  summary: 'Change a draft',
  description: 'What is left out stays; `reps` are given all at once. What was submitted must be returned first.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: publicationParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': { schema: changeSchema, example: { reps: { t1: 'rep-1', t2: null }, note: 'With Kim' } },
      },
    },
  },
  responses: {
    ...publicationAnswer,
    ...problemAnswers(...OF_BODY, ...OF_READING, 'wrong-state', 'precondition-failed', 'invalid-references'),
  },
});

/** `PATCH /v1/publications/{publicationId}`. */
export function registerChangePublication(app: App): void {
  app.openapi(route, async (c) => {
    const { note, ...given } = c.req.valid('json');
    const change = { ...given, note: note === null ? '' : note };
    const { ports } = c.var;
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await changePublication(ports, deed, change));
  });
}
