import { createRoute, z } from '@hono/zod-openapi';
import { publishPublication } from '../../../application/publish-publication.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { answerPublication, deedOf, publicationAnswer } from './answer-publication.ts';
import { publicationParams } from './publication-schema.ts';

const publishSchema = closedObject({
  effectiveFrom: z
    .string()
    .max(100)
    .nullish()
    .openapi({
      description:
        'When it comes in force: a day in the time zone of the plan, which begins at its first moment (`2027-02-01`), a time in it (`2027-02-01T08:30`), ' +
        'or a time with its offset. Left out: now. A time that the clocks skip or show twice is refused with both that may be meant.',
      example: '2099-02-01',
    }),
}).openapi('Publish');

const route = createRoute({
  method: 'post',
  path: '/v1/publications/{publicationId}/publish',
  operationId: 'publishPublication',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Put a publication in force, now or at a moment to come',
  description:
    'It takes over from whatever is in force in its line, at one moment: there is never a time with two in force, or with none. What is scheduled takes ' +
    'over when its time comes, whatever is published before then. What was in force in the past is set right by a correction.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: publicationParams,
    query: closedObject({}),
    body: {
      required: true,
      content: { 'application/json': { schema: publishSchema, example: { effectiveFrom: '2099-02-01' } } },
    },
  },
  responses: {
    ...publicationAnswer,
    ...problemAnswers(...OF_BODY, ...OF_READING, 'wrong-state', 'moment-taken', 'precondition-failed'),
  },
});

/** `POST /v1/publications/{publicationId}/publish`. */
export function registerPublishPublication(app: App): void {
  app.openapi(route, async (c) => {
    const { effectiveFrom = null } = c.req.valid('json');
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await publishPublication(c.var.ports, deed, effectiveFrom));
  });
}
