import { z } from '@hono/zod-openapi';
import type { Rep } from '../../../domain/rep.ts';
import { planParams } from '../plans/plan-schema.ts';

const day = z.string().openapi({ format: 'date', example: '2027-07-01' });

/** A rep on the wire. */
export const repSchema = z
  .object({
    id: z.string().openapi({ description: 'The `repId` of accounts.', example: 'rep-7' }),
    name: z.string().openapi({ description: 'Name of the person.', example: 'Kim Park' }),
    home: z
      .object({ lat: z.number(), lng: z.number() })
      .nullable()
      .openapi({ description: 'Where the rep starts from.', example: { lat: 40.73, lng: -73.99 } }),
    capacityHours: z.number().nullable().openapi({ description: 'Hours of work in a period.', example: 120 }),
    skills: z
      .array(z.string())
      .max(50)
      .openapi({ description: 'What the rep can do.', example: ['gas'] }),
    tenureSince: day.nullable().openapi({ description: 'First day in the territory.', example: '2021-03-01' }),
    leave: z
      .array(z.object({ from: day, to: day }))
      .max(100)
      .openapi({
        description: 'First and last day of each absence.',
        example: [{ from: '2027-07-01', to: '2027-07-14' }],
      }),
  })
  .openapi('Rep');

/** Path parameters of every route of one rep. */
export const repParams = planParams.extend({
  repId: z
    .string()
    .max(800)
    .openapi({
      param: { name: 'repId', in: 'path' },
      description: 'Id that the caller gave the rep.',
      example: 'rep-7',
    }),
});

/** A rep as JSON holds it. */
export function repBody(rep: Rep): z.infer<typeof repSchema> {
  return {
    ...rep,
    home: rep.home && { ...rep.home },
    skills: [...rep.skills],
    leave: rep.leave.map((one) => ({ ...one })),
  };
}
