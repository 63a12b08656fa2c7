import { z } from '@hono/zod-openapi';
import type { BinnedAccount } from '../../../application/ports.ts';

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
    metrics: z.record(z.string(), z.number()).openapi({ example: { revenue: 12000, visitHours: 6 } }),
    attributes: z.record(z.string(), z.string()).openapi({
      description: 'What else the row held, as text.',
      example: { segment: 'retail' },
    }),
  })
  .openapi('Account');

/** An account as JSON holds it. */
export function accountBody({ account, cell }: BinnedAccount): z.infer<typeof accountSchema> {
  return { ...account, cell, metrics: { ...account.metrics }, attributes: { ...account.attributes } };
}
