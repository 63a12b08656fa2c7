import { z } from '@hono/zod-openapi';
import type { Plan } from '../../../domain/plan.ts';

/** A plan on the wire. */
export const planSchema = z
  .object({
    planId: z.string().openapi({ example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    name: z.string().openapi({ example: 'US field sales 2027' }),
    metrics: z.array(z.string()).openapi({
      description: 'Metrics beside `accounts`, in the order of their declaration.',
      example: ['establishments', 'employees'],
    }),
    finestResolution: z.number().int().openapi({ example: 9 }),
    createdAt: z.iso.datetime().openapi({ example: '2027-01-04T09:00:00.000Z' }),
  })
  .openapi('Plan');

/** Path parameter of every route of one plan. */
export const planParams = z.object({
  planId: z
    .string()
    .max(100)
    .openapi({ param: { name: 'planId', in: 'path' }, example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
});

/** A plan as JSON holds it. */
export function planBody(plan: Plan): z.infer<typeof planSchema> {
  return { ...plan, metrics: [...plan.metrics] };
}
