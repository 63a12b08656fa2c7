import { z } from '@hono/zod-openapi';
import type { Profile } from '../../../application/profile-tally.ts';
import { STATUS_GROUPS } from '../../../domain/account-status.ts';
import type { Distribution } from '../../../domain/distribution.ts';
import type { ByLabel } from '../../../domain/label-sums.ts';
import { QUADRANTS } from '../../../domain/statement-rules.ts';
import type { TerritoryFacts } from '../../../domain/territory-facts.ts';
import { planParams } from '../plans/plan-schema.ts';

const amount = (description: string, example: number) => z.number().openapi({ description, example });
const known = (description: string, example: number) => z.number().nullable().openapi({ description, example });
const accounts = z.number().int().openapi({ description: 'How many accounts.', example: 640 });
const sums = z
  .record(z.string(), z.number())
  .openapi({ description: 'Sum of each metric over them.', example: { revenue: 240000, potential: 410000 } });

/** How sums are told that depend on who serves a layout's territories. */
export const planIdQuery = planParams.shape.planId.optional().openapi({
  param: { name: 'planId', in: 'query' },
  description: 'The plan whose accounts count; the one that lists the layout when left out.',
});

/** The assignment by which reps serve, in a query. */
export const assignmentQuery = z
  .string()
  .max(100)
  .optional()
  .openapi({
    description:
      'Id of an assignment of the layout that says who serves its territories. Left out: the publication of the layout that is in force, or else the last one, or else the ' +
      'file that it was imported from, or else its latest assignment.',
  });

const byLabel = (what: string, example: string) =>
  z
    .object({
      groups: z
        .array(
          z.object({
            label: z.string().nullable().openapi({ description: 'Null: without any.', example }),
            accounts,
            sums,
          }),
        )
        .max(100)
        .openapi({ description: `The hundred ${what} with the most accounts.` }),
      others: z.object({ labels: z.number().int(), accounts, sums }).nullable().openapi({
        description: 'All others together. Of more than 10,000 labels those that are read after these are among them.',
        example: null,
      }),
    })
    .openapi({ description: `Accounts by ${what}.` });

const distribution = z
  .object({
    total: amount('Sum.', 240000),
    min: known('Null without accounts.', 0),
    lowerQuartile: known('Below it a quarter.', 120),
    median: known('Below it half.', 310),
    upperQuartile: known('Below it three quarters.', 520),
    max: known('The largest.', 12000),
    gini: known('0: all are alike; near 1: one has all. Null where the total is 0.', 0.41),
    largest: z
      .object({
        accounts: z.number().int().openapi({ description: 'Ten, or all where there are fewer.', example: 10 }),
        sum: amount('Of these.', 61000),
        share: known('Of the total; null where that is 0.', 0.254),
      })
      .openapi({ description: 'The ten largest accounts together.' }),
  })
  .openapi('MetricDistribution');

export const workloadSchema = z
  .object({
    hours: amount('Visits and travel in a period; 0 where nobody is visited.', 142.5),
    visits: known('Of visits; null where accounts bring a metric `workload` of their own.', 120),
    travel: known('Of travel, as estimated for layouts; null likewise.', 22.5),
  })
  .openapi('WorkloadHours');

export const statusesSchema = z
  .object({
    customer: z.number().int(),
    prospect: z.number().int(),
    dormant: z.number().int(),
    unknown: z.number().int(),
  })
  .openapi('AccountsByStatus', {
    description: 'Accounts by status; `unknown`: nobody said.',
    example: { customer: 410, prospect: 180, dormant: 30, unknown: 20 },
  });

const penetration = z
  .object({
    valueMetric: z.string(),
    potentialMetric: z.string(),
    value: amount('Sum of the value metric.', 240000),
    potential: amount('Sum of the potential metric.', 410000),
    penetration: known('`value / potential`; null where there is no potential.', 0.585),
    room: amount('`potential - value`.', 170000),
  })
  .nullable()
  .openapi({
    description:
      'Value against potential; null where the plan does not name both metrics (`PATCH /v1/plans/{planId}`).',
    example: {
      ...{ valueMetric: 'revenue', potentialMetric: 'potential', value: 240000, potential: 410000 },
      ...{ penetration: 0.585, room: 170000 },
    },
  });

/** What all profiles have. */
export const profileMembers = {
  accounts,
  byStatus: byLabel('status', 'customer').openapi({ description: 'Accounts by status; `unknown`: nobody said.' }),
  bySegment: byLabel('segments', 'retail'),
  bySize: byLabel('sizes', 'small'),
  byProductLine: byLabel('product lines', 'ovens').openapi({
    description: 'Accounts by product line: each counts in all of its own.',
  }),
  metrics: z
    .record(z.string(), distribution)
    .openapi({ description: 'Each metric of the plan over all accounts, those with 0 too.' }),
  penetration,
  workload: workloadSchema,
};

export const statementSchema = z
  .object({
    rule: z.string().openapi({ description: 'Id of the rule.', example: 'potential-per-hour-high' }),
    quadrant: z.enum(QUADRANTS),
    formula: z.string().openapi({ description: 'What the figure is.', example: 'potential / workload hours' }),
    figure: amount('Of this territory.', 1.9),
    bound: amount('What it is beyond: a quartile of the territories, or the limit of the rule.', 1.6),
    median: known('Of the territories that have the figure; null where nothing is compared.', 1.1),
    territories: z.number().int().openapi({ description: 'How many have the figure.', example: 12 }),
    sentence: z.string().openapi({
      description: 'The same in words.',
      example:
        'Potential per workload hour is in the top quarter of 12 territories: 1.9 USD an hour against a median of 1.1 USD an hour.',
    }),
  })
  .openapi('TerritoryStatement');

/** What distributions are, for descriptions. */
export const HOW_DISTRIBUTED =
  'Quantiles are those of definition 7 of Hyndman and Fan (1996), doi 10.1080/00031305.1996.10473566: with h = (n - 1) p, x[floor h] + (h - floor h)(x[floor h + 1] - x[floor h]), x ascending from 0. ' +
  'Gini is the sum over i from 1 to n of (2 i - n - 1) x[i], x ascending, divided by n times the sum of x (Damgaard and Weiner 2000, doi 10.1890/0012-9658(2000)081[1139:DIIPSO]2.0.CO;2, without correction for small samples).';

/** A profile as JSON holds it. */
export function profileBody({ metrics, distributions, ...profile }: Profile) {
  const named = <T>(values: readonly T[]) => Object.fromEntries(metrics.map((metric, at) => [metric, values[at] as T]));
  const labelled = ({ groups, others }: ByLabel) => ({
    groups: groups.map((group) => ({ ...group, sums: named(group.sums) })),
    others: others && { ...others, sums: named(others.sums) },
  });
  const byStatus = labelled(profile.byStatus);
  const inOrder = STATUS_GROUPS.map((status) => byStatus.groups.find(({ label }) => label === status));
  return {
    accounts: profile.accounts,
    byStatus: {
      groups: inOrder.map((group, at) => group ?? { label: STATUS_GROUPS[at] ?? null, accounts: 0, sums: {} }),
      others: null,
    },
    bySegment: labelled(profile.bySegment),
    bySize: labelled(profile.bySize),
    byProductLine: labelled(profile.byProductLine),
    metrics: named<Distribution>(distributions),
  };
}

/** The rep of a territory as JSON holds it. */
export function repBody({ rep }: TerritoryFacts) {
  return rep && { ...rep };
}
