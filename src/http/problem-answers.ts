import { z } from '@hono/zod-openapi';
import type { FailureKind } from '../domain/failure.ts';
import { PROBLEM_TYPES, problemPath } from './problem-types.ts';

/** An RFC 9457 problem document. */
export const problemSchema = z
  .object({
    type: z
      .string()
      .openapi({ description: 'Address of the page that explains this kind.', example: '/problems/invalid-parameter' }),
    title: z.string().openapi({ example: 'Parameter not valid' }),
    status: z.number().int().openapi({ example: 400 }),
    detail: z.string().openapi({ example: 'limit: is too large' }),
    requestId: z.string().openapi({ description: 'Also in the `X-Request-Id` header.' }),
    violations: z
      .array(
        z
          .object({
            field: z.string().openapi({ example: 'limit' }),
            value: z.string().openapi({ description: 'What was sent, shortened.', example: '5000' }),
            detail: z.string().openapi({ example: 'is too large' }),
            remedy: z.string().openapi({ example: 'send at most 1000' }),
            line: z
              .number()
              .int()
              .optional()
              .openapi({ description: 'Line of the upload on which the row starts, from 1.' }),
          })
          .openapi('Violation'),
      )
      .optional()
      .openapi({ description: 'Everything that is wrong, or the first 1,000 of it.' }),
    violationCount: z.number().int().optional().openapi({ description: 'Violations in all.' }),
  })
  .openapi('Problem');

/** The problem answers of a route, by status, for its description. */
export function problemAnswers(...kinds: readonly FailureKind[]) {
  const byStatus: Record<number, FailureKind[]> = {};
  for (const kind of kinds) {
    const { status } = PROBLEM_TYPES[kind];
    byStatus[status] = [...(byStatus[status] ?? []), kind];
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((kind) => `${PROBLEM_TYPES[kind].title} (${problemPath(kind)}).`).join(' '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}
