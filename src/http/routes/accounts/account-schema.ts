import { z } from '@hono/zod-openapi';
import type { BinnedAccount } from '../../../application/ports.ts';
import { planParams } from '../plans/plan-schema.ts';

/** An account on the wire. */
export const accountSchema = z
  .object({
    id: z.string().openapi({ example: 'acc-1001' }),
    name: z.string().openapi({ example: 'Corner Bakery' }),
    lat: z.number().openapi({ example: 40.7128 }),
    lng: z.number().openapi({ example: -74.006 }),
    cell: z.string().openapi({
      description: 'H3 cell that holds the account, at the finest resolution of the plan.',
      example: '892a1072b5bffff',
    }),
    segment: z.string().nullable().openapi({ example: 'retail' }),
    productLines: z.array(z.string()).openapi({ example: ['ovens', 'mixers'] }),
    size: z.string().nullable().openapi({ example: 'small' }),
    requiredSkills: z.array(z.string()).openapi({ example: ['gas'] }),
    visitMinutes: z.number().nullable().openapi({ description: 'How long one visit takes.', example: 45 }),
    visitsPerPeriod: z.number().nullable().openapi({ example: 6 }),
    repId: z.string().nullable().openapi({ description: 'Id of the rep who serves it now.', example: 'rep-7' }),
    metrics: z.record(z.string(), z.number()).openapi({ example: { revenue: 12000, visitHours: 6 } }),
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
    .openapi({ param: { name: 'accountId', in: 'path' }, example: 'acc-1001' }),
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
