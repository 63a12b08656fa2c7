import { z } from '@hono/zod-openapi';
import type { FailureKind } from '../domain/failure.ts';
import { PROBLEM_TYPES, problemPath } from './problem-types.ts';

/** One thing wrong with a request. */
export const violationSchema = z
  .object({
    field: z.string().openapi({ description: 'Parameter, column, or JSON pointer.', example: 'lat' }),
    value: z.string().openapi({ description: 'What was sent, shortened.', example: '91' }),
    detail: z.string().openapi({ description: 'What is wrong with it.', example: 'is above 90' }),
    remedy: z.string().openapi({
      description: 'What would be right.',
      example: 'send decimal degrees from -90 to 90; are lat and lng swapped?',
    }),
    line: z
      .number()
      .int()
      .optional()
      .openapi({ description: 'Line of the upload on which the row starts, from 1.', example: 17 }),
  })
  .openapi('Violation');

/** An RFC 9457 problem document. */
export const problemSchema = z
  .looseObject({
    type: z
      .string()
      .openapi({ description: 'Address of the page that explains this kind.', example: '/problems/invalid-parameter' }),
    title: z.string().openapi({
      description: 'What the kind is called; the same for all of its kind.',
      example: 'Parameter not valid',
    }),
    status: z.number().int().min(400).max(599).openapi({ description: 'The HTTP status.', example: 400 }),
    detail: z.string().openapi({ description: 'What went wrong this time.', example: 'limit: is too large' }),
    requestId: z
      .string()
      .openapi({ description: 'Also in the `X-Request-Id` header.', example: '5f1c7f0a-2f6e-4c0f-9a55-0d8c2b7e61aa' }),
    violations: z
      .array(violationSchema)
      .max(1000)
      .optional()
      .openapi({ description: 'Everything that is wrong, or the first 1,000 of it.' }),
    violationCount: z.number().int().optional().openapi({ description: 'Violations in all.' }),
  })
  .openapi('Problem');

/** What a route that reads something by its path and answers JSON may answer instead; others may, too. */
export const OF_READING = ['invalid-parameter', 'unauthorized', 'not-found', 'not-acceptable'] as const;

/** What a route with a body may answer before it looks at what the body says. */
export const OF_BODY = ['malformed-body', 'payload-too-large', 'unsupported-media-type'] as const;

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
        content: {
          'application/problem+json': {
            schema: problemSchema,
            examples: Object.fromEntries(ofStatus.map((kind) => [kind, { $ref: `#/components/examples/${kind}` }])),
          },
        },
      },
    ]),
  );
}
