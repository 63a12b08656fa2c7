import { z } from '@hono/zod-openapi';
import { MAX_METRIC_NAME } from '../../../domain/metric.ts';
import { parseTimeZone } from '../../../domain/moment.ts';
import type { Plan } from '../../../domain/plan.ts';
import { MAX_QUALITY_WEIGHT } from '../../../domain/quality-weights.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';

const weight = z.number().min(0).max(MAX_QUALITY_WEIGHT);

/** Weights of the parts of a territory's score. */
export const weightsSchema = closedObject({
  potential: weight.openapi({ description: 'Of the sales potential.', example: 1 }),
  customers: weight.openapi({ description: 'Of what current customers are worth.', example: 1 }),
  room: weight.openapi({ description: 'Of the room to win new ones.', example: 1 }),
  service: weight.openapi({ description: "Of the rep's ability to serve.", example: 1 }),
}).openapi('QualityWeights');

/** A plan on the wire. */
export const planSchema = z
  .object({
    planId: z.string().openapi({ description: 'Id of the plan.', example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    name: z.string().openapi({ description: 'What people call the plan.', example: 'US field sales 2027' }),
    metrics: z
      .array(z.string())
      .max(17)
      .openapi({
        description: 'Metrics beside `accounts`, in the order of their declaration.',
        example: ['establishments', 'employees'],
      }),
    metricDetails: z
      .array(
        z.object({
          name: z.string(),
          unit: z.string().nullable(),
          kind: z.enum(['sum', 'count']).openapi({ description: 'Values of `count` are whole numbers.' }),
        }),
      )
      .max(17)
      .openapi({
        description: 'The same metrics with what is known of them.',
        example: [
          { name: 'establishments', unit: null, kind: 'count' },
          { name: 'revenue', unit: 'USD', kind: 'sum' },
        ],
      }),
    finestResolution: z.number().int().openapi({ description: 'The same as in `defaults`.', example: 9 }),
    defaults: z
      .object({
        tolerance: z.number().openapi({
          description: 'Within which layouts balance the accounts, where nothing else is asked.',
          example: 0.1,
        }),
        finestResolution: z
          .number()
          .int()
          .openapi({ description: 'H3 resolution at which accounts are binned.', example: 9 }),
      })
      .openapi({ description: 'What holds where a request says nothing else.' }),
    timeZone: z.string().openapi({
      description: 'IANA name of the time zone in which days and times of the plan are meant.',
      example: 'America/New_York',
    }),
    approvalRequired: z.boolean().openapi({
      description: 'Whether only a publication that another key has approved can be published.',
      example: false,
    }),
    catchAll: z
      .object({ territoryId: z.string().optional(), repId: z.string().optional() })
      .nullable()
      .openapi({
        description: 'Who owns what no territory holds and nobody is named for: a territory or a rep; null: nobody.',
        example: { repId: 'rep-7' },
      }),
    valueMetric: z.string().nullable().openapi({
      description: 'The metric that is what accounts are worth now; null: none is named.',
      example: 'revenue',
    }),
    potentialMetric: z.string().nullable().openapi({
      description: 'The metric that is what accounts could be worth; null: none is named.',
      example: 'potential',
    }),
    quality: z
      .object({ weights: weightsSchema })
      .openapi({ description: 'How territories are scored (`GET /v1/layouts/{layoutId}/quality`).' }),
    createdAt: z.iso.datetime().openapi({ description: 'When it was made.', example: '2027-01-04T09:00:00.000Z' }),
  })
  .openapi('Plan');

/** Path parameter of every route of one plan. */
export const planParams = z.object({
  planId: z
    .string()
    .max(100)
    .openapi({
      param: { name: 'planId', in: 'path' },
      description: 'Id of the plan.',
      example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m',
    }),
});

/** Defaults of a plan as callers give them. */
export const givenDefaults = closedObject({
  tolerance: z.number().gt(0).max(1).optional().openapi({
    description:
      'Fraction of the target within which layouts balance the accounts, where they are asked for no other balance. 0.1 at first.',
    example: 0.1,
  }),
  finestResolution: z.number().int().min(0).max(15).optional().openapi({
    description: 'H3 resolution at which accounts are binned; no leaf is finer. 9 at first, about 0.1 km2.',
    example: 9,
  }),
}).openapi('PlanDefaults');

/** The time zone of a plan as callers give it. */
export const givenTimeZone = z.string().max(100).check(blamedBy(parseTimeZone)).openapi({
  description: 'IANA name of the time zone in which days and times of the plan are meant. UTC at first.',
  example: 'America/New_York',
});

/** Whether a plan wants approval, as callers say it. */
export const givenApproval = z.boolean().openapi({
  description: 'Whether only a publication that another key has approved can be published. False at first.',
  example: false,
});

/** What profiles and scores follow from, as callers give it. */
export const givenQuality = {
  valueMetric: z.string().max(MAX_METRIC_NAME).nullable().optional().openapi({
    description: 'The metric of the plan that is what accounts are worth now; null: none.',
    example: 'revenue',
  }),
  potentialMetric: z.string().max(MAX_METRIC_NAME).nullable().optional().openapi({
    description: 'The metric of the plan that is what accounts could be worth; null: none.',
    example: 'potential',
  }),
  quality: closedObject({ weights: weightsSchema }).optional().openapi({
    description:
      'Weights of the four parts of a score, 0 or more and not all 0: they are divided by their sum. All are 1 at first.',
  }),
};

/** A plan as JSON holds it. */
export function planBody({ tolerance, ...plan }: Plan): z.infer<typeof planSchema> {
  return {
    ...plan,
    metrics: [...plan.metrics],
    metricDetails: plan.metricDetails.map((metric) => ({ ...metric })),
    catchAll: plan.catchAll && { ...plan.catchAll },
    quality: { weights: { ...plan.quality.weights } },
    defaults: { tolerance, finestResolution: plan.finestResolution },
  };
}
