import type { FailureKind } from '../../../domain/failure.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { publicationAnswer } from './answer-publication.ts';
import { publicationParams, reasonBody } from './publication-schema.ts';

const request = { params: publicationParams, query: closedObject({}) };

/** What the routes share that take a publication a step on and ask nothing more; `kinds` are problems of the one alone. */
export function publicationAct(...kinds: readonly FailureKind[]) {
  return {
    method: 'post' as const,
    middleware: [answerJson()],
    request,
    responses: {
      ...publicationAnswer,
      ...problemAnswers(...OF_READING, 'wrong-state', 'precondition-failed', ...kinds),
    },
  };
}

/** What the routes share that take a publication back, which wants a reason. */
export const REASONED_ACT = {
  method: 'post' as const,
  middleware: [answerJson(), guardJson()],
  request: { ...request, body: { required: true as const, content: { 'application/json': { schema: reasonBody } } } },
  responses: {
    ...publicationAnswer,
    ...problemAnswers(...OF_BODY, ...OF_READING, 'wrong-state', 'precondition-failed'),
  },
};
