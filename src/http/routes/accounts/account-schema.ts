import { z } from '@hono/zod-openapi';
import type { BinnedAccount } from '../../../application/account-store.ts';
import { ACCOUNT_STATUSES } from '../../../domain/account-status.ts';
import { planParams } from '../plans/plan-schema.ts';

/** An account on the wire. */
export const accountSchema = z
  .object({
    id: z.string().openapi({ description: 'The id that the caller gave it.', example: 'acc-1001' }),
    name: z
      .string()
      .openapi({ description: 'What people call it; empty where it has no name.', example: 'Corner Bakery' }),
    lat: z.number().min(-90).max(90).openapi({ description: 'Latitude in degrees.', example: 40.7128 }),
    lng: z.number().min(-180).max(180).openapi({ description: 'Longitude in degrees.', example: -74.006 }),
    cell: z.string().openapi({
      description: 'H3 cell that holds the account, at the finest resolution of the plan.',
      example: '892a1072b5bffff',
    }),
    segment: z.string().nullable().openapi({ description: 'A label to filter by.', example: 'retail' }),
    productLines: z
      .array(z.string())
      .max(50)
      .openapi({ description: 'What it buys.', example: ['ovens', 'mixers'] }),
    size: z.string().nullable().openapi({ description: 'A label for its size.', example: 'small' }),
    requiredSkills: z
      .array(z.string())
      .max(50)
      .openapi({ description: 'What its rep must be able to do.', example: ['gas'] }),
    visitMinutes: z.number().nullable().openapi({ description: 'How long one visit takes.', example: 45 }),
    visitsPerPeriod: z.number().nullable().openapi({ description: 'Visits in a period.', example: 6 }),
    lastVisit: z.string().nullable().openapi({
      description: 'Day of the last visit.',
      format: 'date',
      example: '2026-10-05',
    }),
    repId: z.string().nullable().openapi({ description: 'Id of the rep who serves it now.', example: 'rep-7' }),
    status: z.enum(ACCOUNT_STATUSES).nullable().openapi({
      description: 'What it is to the seller; null: nobody said.',
      example: 'customer',
    }),
    metrics: z
      .record(z.string(), z.number())
      .openapi({ description: 'Values of the metrics of the plan.', example: { revenue: 12000, visitHours: 6 } }),
    attributes: z.record(z.string(), z.string()).openapi({
      description: 'What else the row held, as text.',
      example: { phone: '212-555-0100' },
    }),
  })
  .openapi('Account');

/** Path parameters of every route of one account. */
export const accountParams = planParams.extend({
  accountId: z
    .string()
    .max(800)
    .openapi({
      param: { name: 'accountId', in: 'path' },
      description: 'Id that the caller gave the account.',
      example: 'acc-1001',
    }),
});

/** An account as JSON holds it. */
export function accountBody({ account, cell }: BinnedAccount): z.infer<typeof accountSchema> {
  return {
    ...account,
    cell,
    productLines: [...account.productLines],
    requiredSkills: [...account.requiredSkills],
    metrics: { ...account.metrics },
    attributes: { ...account.attributes },
  };
}
