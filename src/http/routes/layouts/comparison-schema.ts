import { z } from '@hono/zod-openapi';
import { layoutParams } from './layout-schema.ts';

const metricChange = (name: string, before: number, after: number) => ({ [name]: { before, after } });
const { layoutId } = layoutParams.shape;

/** Path parameters of every route that compares two layouts. */
export const comparisonParams = layoutParams.extend({
  otherLayoutId: z.string().openapi({
    param: { name: 'otherLayoutId', in: 'path' },
    description: 'Content address of the layout that the first is compared with.',
    example: `lay_${'m2q6w7xz5tk4hc3p'.repeat(4).slice(0, 52)}`,
  }),
});

/** Whose accounts are meant, in a query. */
export const comparedPlanId = z.string().max(100).optional();

const change = z.object({ before: z.number().nullable(), after: z.number().nullable() });
const changeByMetric = z.record(z.string(), change);
const amounts = z.record(z.string(), z.number().nullable());
const territoryId = z.string().openapi({ description: 'Id of a territory.', example: 't1' });

const territoryComparisonSchema = z
  .object({
    a: territoryId.nullable().openapi({ description: 'Id in the first layout; null where it is new.', example: 't1' }),
    b: territoryId.nullable().openapi({ description: 'Id in the other; null where it is gone.', example: 't1' }),
    name: z.string().openapi({ description: 'As the other layout calls it.', example: 'Territory 1' }),
    overlap: z.number().min(0).max(1).openapi({
      description: 'What both hold, as a share of what either does, in the metric of `matchedBy`.',
      example: 0.93,
    }),
    sums: changeByMetric.openapi({ description: 'By metric.', example: metricChange('revenue', 150300, 148200) }),
    gained: amounts.openapi({ description: 'What was in another territory.', example: { revenue: 4100 } }),
    lost: amounts.openapi({ description: 'What is in another territory now.', example: { revenue: 6200 } }),
    recounted: amounts.openapi({
      description:
        'What differs without having moved: zeros where both layouts count the same accounts. After less before is gained less lost and this.',
      example: { revenue: 0 },
    }),
    deviations: changeByMetric.openapi({
      description: 'From the target of each layout.',
      example: metricChange('revenue', 0.02, 0.01),
    }),
    compactness: z.object({ momentOfInertia: change, polsbyPopper: change }).openapi({
      description:
        'As each layout measures it: the moment of inertia by the metric of `weighedBy`. A solve measures from accounts in their finest cells, an edit the territories that it touched from the centers of their cells: what differs may be that.',
    }),
    travel: z.object({ distanceKm: change, workloadHours: change }).openapi({
      description:
        'Root of the mean square distance from the center, as the crow flies, weighed by the metric of `weighedBy`; hours of work where the layout has them.',
      example: { distanceKm: { before: 41.2, after: 38.9 }, workloadHours: { before: null, after: null } },
    }),
    places: z
      .object({ kept: z.number().int(), gained: z.number().int(), lost: z.number().int() })
      .openapi({ description: 'Cells of the common refinement.', example: { kept: 280, gained: 11, lost: 16 } }),
  })
  .openapi('TerritoryComparison');

const repsSchema = z
  .object({
    planId: z.string().openapi({ description: 'Whose accounts these are.', example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    accounts: z.number().int().openapi({ description: 'Accounts that move, each once.', example: 41 }),
    repCount: z.number().int().openapi({ description: 'Reps who serve any of them now.', example: 3 }),
    reps: z
      .array(
        z.object({
          repId: z.string().nullable(),
          accounts: z.number().int(),
          moves: z.array(z.object({ from: territoryId, to: territoryId, accounts: z.number().int() })).max(20_000),
        }),
      )
      .max(1000)
      .openapi({
        description:
          'By the rep who serves them now, the most accounts first, at most 1,000 reps; null: accounts that nobody serves. `moves` of all together are at most 20,000. ' +
          'Who will serve a territory nobody can tell from a layout.',
        example: [{ repId: 'rep-7', accounts: 41, moves: [{ from: 't1', to: 't2', accounts: 41 }] }],
      }),
  })
  .nullable()
  .openapi({ description: 'With `planId`: whom the change affects. Else null.' });

/** What is different between two layouts. */
export const comparisonSchema = z
  .object({
    a: layoutId,
    b: layoutId,
    derived: z
      .boolean()
      .openapi({ description: 'Whether one was made from the other, so that equal ids are the same territory.' }),
    matchedBy: z.string().openapi({ description: 'Metric by which territories are matched.', example: 'revenue' }),
    territories: z.array(territoryComparisonSchema).max(20_000).openapi({
      description: 'Those of the first layout with what stands for them in the other; then those that are new.',
    }),
    totals: z
      .object({
        sums: changeByMetric,
        moved: z.object({ sums: amounts, shares: amounts }),
        worstDeviation: changeByMetric,
        momentOfInertia: z.object({ before: z.number(), after: z.number() }),
        weighedBy: z.object({ before: z.string(), after: z.string() }),
        travel: z.object({ distanceKm: change, workloadHours: change }),
        places: z.object({
          shared: z.number().int(),
          moved: z.number().int(),
          onlyA: z.number().int(),
          onlyB: z.number().int(),
        }),
        matched: z.number().int(),
      })
      .openapi({
        description:
          'Over all territories. `moved` is what is in another territory than before, and its share of the total of the other layout; `worstDeviation` the largest of all territories; ' +
          '`weighedBy` the metric that weighs in moments of inertia; `places` cells of the common refinement, and leaves outside of what the other covers.',
        example: {
          sums: metricChange('revenue', 420000, 420000),
          moved: { sums: { revenue: 8400 }, shares: { revenue: 0.02 } },
          worstDeviation: metricChange('revenue', 0.09, 0.04),
          momentOfInertia: { before: 4210000, after: 4180000 },
          weighedBy: { before: 'revenue', after: 'revenue' },
          travel: { distanceKm: { before: 41.2, after: 40.9 }, workloadHours: { before: null, after: null } },
          places: { shared: 900, moved: 27, onlyA: 0, onlyB: 4 },
          matched: 3,
        },
      }),
    reps: repsSchema,
  })
  .openapi('LayoutComparison');
