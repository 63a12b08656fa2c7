import { z } from '@hono/zod-openapi';
import { momentText } from '../../../domain/moment.ts';
import {
  LINE_ANSWERS,
  REVIEW_OUTCOMES,
  type RebalanceAdvice,
  type Review,
  type ReviewedLine,
  type ReviewSummary,
} from '../../../domain/review.ts';
import { repairBody, repairSchema } from '../layouts/repair-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { limitsBody, limitsSchema } from './review-settings-schema.ts';
import { lineStandingBody, lineStandingSchema } from './standing-schema.ts';

/** Path parameters of one review. */
export const reviewParams = planParams.extend({
  reviewId: z.string().max(100).openapi({ description: 'Id of the review.', example: 'rev_2Yq8HkLr0sVbN3xTzWcJ5m' }),
});

const time = (description: string, example: string) => z.iso.datetime().openapi({ description, example });

const LAYOUT_ID = `lay_${'7b2c3g6vhzq4n5wqk2m6t3x4y5z'.padEnd(52, 'a')}`;

const REPAIR: z.infer<typeof repairSchema> = {
  ...{
    from: LAYOUT_ID,
    countedLayoutId: LAYOUT_ID,
    repairedLayoutId: LAYOUT_ID,
    isInside: true,
    accounts: 3,
    atLeast: 3,
  },
  breaches: [
    { territoryId: 't1', metric: 'establishments', sum: 5210, target: 4600, least: 4140, most: 5060, repaired: 5032 },
  ],
  moves: [
    {
      ...{ cell: '842a107ffffffff', from: 't1', to: 't2', sums: { accounts: 3, establishments: 178 } },
      reason: 'without it t1 would hold 5210 of establishments, above 5060',
      without: { breaches: [{ territoryId: 't1', metric: 'establishments', sum: 5210, bound: 5060 }], apart: [] },
    },
  ],
};

const answer = z.enum(LINE_ANSWERS).openapi({
  description:
    'What is to be done. `inside`: nothing; `repair`: publish the repair that is attached; `rebalance`: more than twelve territories and more than half of them are outside, so ' +
    'that a repair would be partial; `outside`: what is outside no repair mends.',
  example: 'repair',
});

const head = {
  reviewId: z.string().openapi({ description: 'Id of the review.', example: 'rev_2Yq8HkLr0sVbN3xTzWcJ5m' }),
  dueAt: time('When it was due; null: somebody asked for it.', '2027-04-01T07:00:00.000Z').nullable(),
  at: time('When the accounts were read.', '2027-04-01T07:03:10.120Z'),
  nextReviewAt: time('When the next one was due then; null: none was.', '2027-07-01T07:00:00.000Z').nullable(),
  outcome: z.enum(REVIEW_OUTCOMES).openapi({ description: 'The gravest answer of its lines.', example: 'repair' }),
  failure: z
    .string()
    .nullable()
    .openapi({ description: 'The kind of problem that ended it; null: none.', example: null }),
};

const layoutId = (description: string) => z.string().nullable().openapi({ description, example: LAYOUT_ID });

/** A review in a list. */
export const reviewSummarySchema = z
  .object({
    ...head,
    lines: z
      .array(
        z.object({
          line: z.string().nullable().openapi({ description: 'The line; null: the plan as a whole.', example: null }),
          layoutId: z.string().openapi({ description: 'What was in force.' }),
          answer,
          outside: z.number().int().openapi({ description: 'Territories outside of a limit.', example: 1 }),
          territories: z.number().int().openapi({ description: 'Of how many.', example: 12 }),
          countedLayoutId: layoutId('The same borders with the numbers of that day; null: no repair was looked for.'),
          repairedLayoutId: layoutId('The repair; null: there is none.'),
        }),
      )
      .max(101),
  })
  .openapi('ReviewSummary');

const adviceSchema = z
  .object({
    outside: z
      .number()
      .int()
      .openapi({ description: 'Territories whose deviations or workload are outside.', example: 14 }),
    territories: z.number().int().openapi({ description: 'Of how many.', example: 20 }),
    leastShare: z.record(z.string(), z.number()).openapi({
      description: 'By metric the least share of the total that must change hands: a budget below it cannot do.',
      example: { establishments: 0.12 },
    }),
  })
  .openapi('RebalanceAdvice');

/** A review. */
export const reviewSchema = z
  .object({
    ...head,
    limits: limitsSchema,
    lines: z
      .array(
        lineStandingSchema.extend({
          answer,
          repair: repairSchema.nullable().openapi({
            description: 'The smallest repair, with what each move is good for; null: none was looked for.',
            example: REPAIR,
          }),
          rebalance: adviceSchema
            .nullable()
            .openapi({ description: 'Why borders are better drawn anew; null: they are not.' }),
          failure: z
            .string()
            .nullable()
            .openapi({ description: 'The kind of problem that kept a repair from being found.', example: null }),
        }),
      )
      .max(101),
  })
  .openapi('Review');

/** A review of a list as JSON holds it. */
export function reviewSummaryBody({ lines, ...review }: ReviewSummary): z.infer<typeof reviewSummarySchema> {
  return { ...headOf(review), lines: lines.map((line) => ({ ...line })) };
}

/** A review as JSON holds it. */
export function reviewBody({ lines, limits, ...review }: Review): z.infer<typeof reviewSchema> {
  return { ...headOf(review), limits: limitsBody(limits), lines: lines.map(lineBody) };
}

function lineBody({ answer: told, repair, rebalance, failure, ...standing }: ReviewedLine) {
  return {
    ...lineStandingBody(standing),
    ...{ answer: told, failure },
    repair: repair && repairBody(standing.layoutId, repair),
    rebalance: rebalance && adviceBody(rebalance),
  };
}

function adviceBody({ leastShare, ...advice }: RebalanceAdvice): z.infer<typeof adviceSchema> {
  return { ...advice, leastShare: { ...leastShare } };
}

function headOf({ reviewId, dueMs, readMs, nextMs, outcome, failure }: Omit<ReviewSummary, 'lines'>) {
  return {
    reviewId,
    dueAt: dueMs === null ? null : momentText(dueMs),
    at: momentText(readMs) ?? '',
    nextReviewAt: nextMs === null ? null : momentText(nextMs),
    ...{ outcome, failure },
  };
}
