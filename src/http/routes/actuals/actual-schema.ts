import { z } from '@hono/zod-openapi';
import type { ActualFilter } from '../../../domain/actual.ts';
import { spanQuery } from '../../day-query.ts';

/** A metric's name, as a query asks for it and answers tell it. */
export const metricText = z.string().min(1).max(100);

/** An actual on the wire. */
export const actualSchema = z
  .object({
    account: z.string().openapi({ description: 'Id of the account.', example: 'acc-1001' }),
    metric: z.string().openapi({ description: 'What was measured.', example: 'revenue' }),
    period: z.string().openapi({
      description: 'A day, or a month, which counts from its first day on.',
      example: '2026-10',
    }),
    value: z.number().openapi({ description: 'Negative for what was taken back.', example: 1250.5 }),
  })
  .openapi('Actual');

/** Query parameters that choose actuals. */
export const actualFilterQuery = {
  account: z.string().min(1).max(200).optional().openapi({ description: 'Those of an account.', example: 'acc-1001' }),
  metric: metricText.optional().openapi({ description: 'Those of a metric.', example: 'revenue' }),
  ...spanQuery,
};

/** The filter of a query. */
export function actualFilter(query: {
  readonly account?: string | undefined;
  readonly metric?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}): ActualFilter {
  const { account = null, metric = null, from = null, until = null } = query;
  return { account, metric, from, until };
}
