import { z } from '@hono/zod-openapi';
import { isDay } from '../domain/read-day.ts';

/** A day on the wire, checked. */
export const dayText = z
  .string()
  .refine(isDay, { error: 'is not a day; send YYYY-MM-DD, such as 2027-01-31' })
  .openapi({ format: 'date', example: '2026-10-31' });

/** The first and the last day of what is asked for, both included. */
export const spanQuery = {
  from: dayText.optional().openapi({ description: 'First day, included.', format: 'date', example: '2026-01-01' }),
  until: dayText.optional().openapi({ description: 'Last day, included.', format: 'date', example: '2026-12-31' }),
};

interface SpanQuery {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** A query whose span does not end before it begins: told also where others of its parameters are wrong. */
export function orderedSpan<Query extends z.ZodType<SpanQuery>>(query: Query): Query {
  return query.refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    path: ['until'],
    error: 'is before from; send a later day, or the same',
    when: ({ value }) => typeof value === 'object' && value !== null,
  });
}
