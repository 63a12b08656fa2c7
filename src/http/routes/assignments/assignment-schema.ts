import { z } from '@hono/zod-openapi';
import { layoutParams } from '../layouts/layout-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { repSchema } from '../reps/rep-schema.ts';

const day = z.iso.date().openapi({ description: 'A day, YYYY-MM-DD.', example: '2027-07-15' });
const territoryId = z.string().openapi({ description: 'Id of a territory of the layout.', example: 't1' });
const repId = repSchema.shape.id;
const cost = z.number().openapi({ description: 'Weighted, without unit.', example: 0.42 });
const weight = z.number().min(0);

/** Path parameter of the routes of one assignment. */
export const assignmentParams = z.object({
  assignmentId: z.string().openapi({
    param: { name: 'assignmentId', in: 'path' },
    description: 'Id of the assignment.',
    example: 'asg_4fT9kQ2mZx7Lr0BvN8sYcW',
  }),
});

const weights = z.object({ distance: weight, capacity: weight, continuity: weight, tenure: weight }).openapi({
  description: 'What the parts of a cost are multiplied with.',
  example: { distance: 1, capacity: 1, continuity: 2, tenure: 1 },
});

const parts = z.object({
  distance: z
    .object({
      km: z.number().nullable().openapi({ description: 'Along a great circle.', example: 48.231 }),
      known: z.boolean().openapi({ description: 'False where `km` is the mean of the other reps.' }),
      cost,
    })
    .openapi({ description: 'From the home to the center of weight: `km / meanDistanceKm`.' }),
  capacity: z
    .object({
      workloadHours: z
        .number()
        .nullable()
        .openapi({ description: 'The metric `workload` of the layout.', example: 110 }),
      capacityHours: z.number().nullable().openapi({ description: 'Of the rep.', example: 120 }),
      cost,
    })
    .openapi({ description: 'Work against capacity: `1 - min / max`; null where it is not known.' }),
  continuity: z
    .object({
      accountsKept: z.number().int().openapi({ description: 'Accounts of which this is the rep now.', example: 512 }),
      accounts: z.number().int().openapi({ description: 'Accounts that have a rep now.', example: 640 }),
      cost,
    })
    .openapi({ description: 'The share of accounts that change hands.' }),
  tenure: z
    .object({
      isNew: z.boolean().openapi({ description: 'Whether the territory is new; others cost nothing here.' }),
      years: z.number().nullable().openapi({ description: 'That the rep has served.', example: 6.37 }),
      cost,
    })
    .openapi({ description: '`1 - years / most years` on new territories.' }),
});

const pair = z
  .object({
    territoryId,
    repId: repId.nullable(),
    cost: cost.nullable(),
    parts: parts.nullable().openapi({ description: 'What adds up to the cost; null where the territory is vacant.' }),
    runnerUp: z
      .object({
        repId,
        cost,
        difference: z.number().openapi({
          description: 'By how much `totalCost` would rise at least with another rep here, all others matched anew.',
          example: 0.08,
        }),
      })
      .nullable()
      .openapi({
        description:
          'The best other rep; null for fixed pairs, vacant territories, and where any other rep would leave one more territory vacant.',
      }),
    why: z.string().openapi({
      description: 'Why so, in a sentence.',
      example: 'with any other rep all together would cost 0.08 more at least',
    }),
  })
  .openapi('AssignedPair');

const count = (description: string) => z.number().int().openapi({ description, example: 2 });

const vacancy = z
  .object({
    territoryId,
    reason: z.string().openapi({
      description: 'Why nobody serves it, in a sentence.',
      example: 'nobody may serve it; of all reps 1 are on leave, 4 lack skills that its accounts need (gas)',
    }),
    excluded: z
      .object({
        leave: count('On leave on the day.'),
        forbidden: count('Forbidden by the request.'),
        skills: count('Lack a skill that an account needs.'),
        fixed: count('Fixed to another territory by the request.'),
        elsewhere: count('May serve it, and serve another territory.'),
      })
      .openapi({ description: 'All reps of the plan, each counted by the first of these that holds.' }),
    missingSkills: z
      .array(
        z.object({
          skill: z.string().openapi({ description: 'The skill.', example: 'gas' }),
          accounts: count('Accounts of the territory that need it.'),
          reps: count('Reps who lack it.'),
        }),
      )
      .max(10)
      .openapi({ description: 'Skills that reps lack for it, by how many reps; the first ten.' }),
  })
  .openapi('Vacancy');

const unassigned = z
  .object({
    repId,
    reason: z.string().openapi({ description: 'Why, in a sentence.', example: 'on leave, back on 2027-07-15' }),
    backOn: day.nullable().openapi({ description: 'First day after the leave that the rep is on.' }),
  })
  .openapi('UnassignedRep');

/** An assignment in a list. */
export const assignmentSummarySchema = z
  .object({
    assignmentId: assignmentParams.shape.assignmentId,
    planId: planParams.shape.planId,
    layoutId: layoutParams.shape.layoutId,
    on: day.openapi({ description: 'The day that leave and tenure are about.' }),
    weights,
    meanDistanceKm: z
      .number()
      .nullable()
      .openapi({ description: 'Mean over all pairs that may be; null where no home is known.', example: 212.4 }),
    totalCost: z.number().openapi({ description: 'Sum over the pairs.', example: 12.75 }),
    assignedCount: count('Territories with a rep.'),
    vacantCount: count('Territories without.'),
    unassignedCount: count('Reps without a territory.'),
    createdAt: z.iso.datetime().openapi({ description: 'When it was made.', example: '2027-01-04T09:00:00.000Z' }),
  })
  .openapi('AssignmentSummary');

/** Reps matched to territories. */
export const assignmentSchema = assignmentSummarySchema
  .extend({
    pairs: z.array(pair).max(1000).openapi({ description: 'Each territory, in the order of the layout.' }),
    vacant: z.array(vacancy).max(1000).openapi({ description: 'Territories without a rep.' }),
    unassigned: z.array(unassigned).max(1000).openapi({ description: 'Reps without a territory, by id.' }),
  })
  .openapi('Assignment');
