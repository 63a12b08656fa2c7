import { z } from '@hono/zod-openapi';
import type { FailureKind } from '../../../domain/failure.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { CONFLICT_ID, fixReportSchema } from './conflict-schema.ts';

/** What the routes share that settle a conflict, of a layout or of a plan; `kinds` are problems of the one alone. */
export function conflictFix(...kinds: readonly FailureKind[]) {
  return {
    method: 'post' as const,
    description:
      'Does what the conflict says as its `fix`, or otherwise by its choices, and looks for the conflict again. A layout that is made is listed in the plan and in force ' +
      'when it is published. What changes accounts needs `plans:write`, too, and what changes owners `layouts:publish`. A conflict that is gone already is left alone.',
    middleware: [answerJson(), guardJson()],
    responses: {
      200: {
        description: 'What was done, and whether the conflict is gone.',
        content: { 'application/json': { schema: fixReportSchema } },
      },
      ...problemAnswers(
        ...OF_BODY,
        ...OF_READING,
        'accounts-replaced',
        'precondition-failed',
        'invalid-problem',
        'solve-too-long',
        'solve-out-of-memory',
        ...kinds,
      ),
    },
  };
}

/** The path parameter of such a route. */
export const conflictParams = {
  conflictId: z.string().openapi({
    param: { name: 'conflictId', in: 'path' },
    description: 'As the list of conflicts gives it.',
    example: CONFLICT_ID,
  }),
};
