import { z } from '@hono/zod-openapi';
import type { GoalPerformance } from '../../../domain/plan-performance.ts';
import { goalBody, goalSchema } from '../goals/goal-schema.ts';

const amount = (description: string, example: number) => z.number().openapi({ description, example });
const some = (description: string, example: number | null) => z.number().nullable().openapi({ description, example });
const count = (description: string, example: number) => z.number().int().openapi({ description, example });

const forecastSchema = z
  .object({
    value: amount('`achieved` and, for the days that are left, as much for their weight as until now.', 127_500),
    low: some(
      'Eight of ten outcomes lie between `low` and `high`; null: fewer than six full months are known.',
      118_200,
    ),
    high: some('The upper end.', 136_800),
    months: count('Full months from which the range was learned.', 18),
    spread: some('Standard deviation of the ratio of a month to what the season expects of it.', 0.12),
  })
  .openapi('GoalForecast');

const stageSchema = z.object({
  stage: z.string().openapi({ description: 'Name of the stage.', example: 'proposal' }),
  probability: some('Chance of the stage; null: the pipeline does not have it, and it counts 0.', 0.4),
  deals: count('Open deals at it.', 6),
  amount: amount('Their amounts, summed.', 48_000),
  weighted: amount('Amounts times the chance of each deal, else of the stage.', 19_200),
});

const pipelineSchema = z
  .object({
    stages: z
      .array(stageSchema)
      .max(10_000)
      .openapi({ description: 'Stages with deals, in the order of the pipeline; others after them by name.' }),
    deals: count('Open deals that are expected to be decided from the day on until the goal is due.', 6),
    amount: amount('Their amounts, summed.', 48_000),
    weighted: amount('The same, weighted.', 19_200),
    overdue: z
      .object({ deals: count('How many.', 1), amount: amount('Their amounts, summed.', 2_000) })
      .openapi({ description: 'Deals that should have been decided before the day: they are counted nowhere else.' }),
    cover: some('`weighted / gap`; null where there is no gap.', 0.93),
  })
  .openapi('GoalPipeline');

const rankingSchema = z
  .object({
    potential: amount('Potential of the accounts that are owned now.', 420_000),
    perPotential: some('`achieved / potential`; null without potential.', 0.24),
    ofPlan: some('The same of the plan as a whole.', 0.22),
    index: some('`perPotential / ofPlan`: above 1, more is made of the potential than in the plan.', 1.09),
    rank: z.number().int().nullable().openapi({
      description: 'By index, 1 is the highest; the same index is the same rank, and ranks after ties are left out.',
      example: 3,
    }),
    of: count('Goals that have a rank.', 24),
  })
  .openapi('PotentialRank');

/** How a goal stands, on the wire. */
export const goalPerformanceSchema = z
  .object({
    goal: goalSchema,
    achieved: amount('Since the goal began, until the day.', 99_400),
    attainment: some('`achieved / target`; null where the target is 0.', 0.83),
    season: z.enum(['linear', 'learned']).openapi({ description: 'What the calendar expects.', example: 'learned' }),
    elapsed: amount("The season's share of the period that is over.", 0.78),
    expected: amount('`target * elapsed`.', 93_600),
    pace: some('`achieved / expected`; null where nothing is expected.', 1.06),
    gap: amount('`target - achieved`; below 0: more than was wanted.', 20_600),
    forecast: forecastSchema.nullable().openapi({ description: 'At the end of the period; null before it begins.' }),
    pipeline: pipelineSchema,
    status: z.enum(['not-begun', 'on-track', 'at-risk', 'behind']).openapi({
      description:
        '`on-track`: achieved, or pace 0.95 or more; `at-risk`: pace from 0.8 on; `behind`: below, or the period is over.',
      example: 'on-track',
    }),
    because: z.string().openapi({ description: 'The rule, with its numbers.', example: 'pace 1.062 is 0.95 or more' }),
    ranking: rankingSchema.nullable().openapi({
      description: 'Among goals of territories, or of reps, for the same metric and period; null for other goals.',
    }),
  })
  .openapi('GoalPerformance');

/** How a goal stands, as JSON holds it. */
export function goalPerformanceBody(
  { goal, pipeline, ...rest }: GoalPerformance,
  planId: string,
  at: string,
): z.infer<typeof goalPerformanceSchema> {
  return {
    goal: goalBody(goal, planId, at),
    ...rest,
    pipeline: { ...pipeline, stages: [...pipeline.stages] },
  };
}
