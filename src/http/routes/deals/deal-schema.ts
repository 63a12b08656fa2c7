import { z } from '@hono/zod-openapi';
import { MAX_PIPELINE_STAGES } from '../../../domain/deal.ts';

/** A deal on the wire. */
export const dealSchema = z
  .object({
    id: z.string().openapi({ description: 'Id that the caller gave the deal.', example: 'opp-17' }),
    account: z.string().openapi({ description: 'Id of the account.', example: 'acc-1001' }),
    name: z.string().openapi({ description: 'What people call it.', example: 'Two ovens' }),
    stage: z.string().openapi({ description: 'A stage of the pipeline.', example: 'proposal' }),
    metric: z.string().nullable().openapi({
      description: 'What the amount is of; null: the only metric of the goals of the plan.',
      example: 'revenue',
    }),
    amount: z.number().openapi({ description: 'In the unit of the metric.', example: 24_000 }),
    expectedClose: z.string().openapi({
      description: 'Day on which it is expected to be decided.',
      format: 'date',
      example: '2026-12-10',
    }),
    probability: z.number().min(0).max(1).nullable().openapi({
      description: 'Chance that it is won; null: that of its stage.',
      example: 0.4,
    }),
  })
  .openapi('Deal');

/** Stages of a pipeline on the wire. */
export const stagesSchema = z
  .object({
    stages: z
      .array(
        z.object({
          name: z
            .string()
            .min(1)
            .max(200)
            .regex(/^\S(.*\S)?$/, { error: 'begins or ends with a space; send the name without it' })
            .openapi({ description: 'As deals have it.', example: 'proposal' }),
          probability: z.number().min(0).max(1).openapi({
            description: 'Chance that a deal at this stage is won.',
            example: 0.4,
          }),
        }),
      )
      .max(MAX_PIPELINE_STAGES)
      .refine((stages) => new Set(stages.map(({ name }) => name)).size === stages.length, {
        error: 'names a stage twice; name each once',
      })
      .openapi({
        description: 'In their order, the first one first.',
        example: [
          { name: 'qualified', probability: 0.1 },
          { name: 'proposal', probability: 0.4 },
          { name: 'negotiation', probability: 0.7 },
        ],
      }),
  })
  .openapi('PipelineStages');
