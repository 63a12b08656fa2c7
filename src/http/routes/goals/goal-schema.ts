import { z } from '@hono/zod-openapi';
import { TOLD_REVISIONS } from '../../../application/get-goal.ts';
import { type Goal, type GoalSubject, MAX_TARGET } from '../../../domain/goal.ts';
import { STAGES } from '../../../domain/territory-stage.ts';
import { closedObject } from '../../closed-object.ts';
import { idText } from '../../id-text.ts';
import { nameSchema } from '../../name-schema.ts';
import { phrase } from '../../phrase.ts';
import { managerSchema } from '../hierarchies/hierarchy-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { revisionSchema } from './revision-schema.ts';

export const GOAL_ID = 'goal_3Rf9HkLr0sVbN3xTzWcJ5m';

const subjectMembers = {
  territoryId: idText(800).optional().openapi({ description: 'A territory of what is in force.', example: 't1' }),
  repId: idText().optional().openapi({ description: 'A rep of the plan.', example: undefined }),
  hierarchyId: idText(100).optional().openapi({ description: 'A hierarchy, with `nodeId`.', example: undefined }),
  nodeId: idText(100).optional().openapi({ description: 'A node of the hierarchy: a district, a region.' }),
  plan: z.literal(true).optional().openapi({ description: 'True: the plan as a whole.', example: undefined }),
};

/** What a goal is for, as bodies give it. */
const subjectSchema = closedObject(subjectMembers)
  .refine((subject) => subjectOf(subject) !== null, {
    error: 'names not just one; send territoryId, repId, hierarchyId with nodeId, or "plan": true',
  })
  .openapi('GoalSubject', { example: { territoryId: 't1' } });

const amount = z.number().int().min(0).max(MAX_TARGET);
const day = z.iso.date();

const periodMembers = {
  start: day.openapi({ description: 'First day, in the time zone of the plan.', example: '2027-01-01' }),
  due: day.openapi({ description: 'Last day.', example: '2027-12-31' }),
};

/** What goals have that are made one by one or by a spread. */
export const goalMembers = {
  metric: nameSchema.max(100).openapi({
    description: 'What is counted: a metric of the plan, or a name that actuals have.',
    example: 'revenue',
  }),
  unit: nameSchema.max(50).openapi({ description: 'Of the target, for people.', example: 'EUR' }),
  step: z.number().int().min(1).max(MAX_TARGET).openapi({
    description: 'What targets are whole multiples of.',
    example: 1000,
  }),
  ...periodMembers,
  weightMetric: nameSchema.max(100).nullish().openapi({
    description:
      'The metric of accounts by whose values the goal follows them to other territories. Left out: `metric` where accounts have it, else their number.',
    example: null,
  }),
  note: phrase(2_000).openapi({ description: 'What people should know of it.', example: 'Agreed in the kick-off' }),
};

const owner = managerSchema.nullish().openapi({ description: 'Who answers for it: a rep of the plan, or a name.' });

/** A goal as a body gives it. */
export const newGoalSchema = closedObject({
  ...{ subject: subjectSchema, ...goalMembers, owner },
  target: amount.openapi({ description: 'A whole multiple of `step`.', example: 120_000 }),
  step: goalMembers.step.default(1),
  note: goalMembers.note.default(''),
}).openapi('NewGoal');

/** What of a goal can change. */
export const goalChangeSchema = closedObject({
  target: amount.optional().openapi({ description: 'From today on.', example: 130_000 }),
  unit: goalMembers.unit.optional(),
  step: goalMembers.step.optional(),
  start: periodMembers.start.optional(),
  due: periodMembers.due.optional(),
  ...{ weightMetric: goalMembers.weightMetric, owner },
  note: goalMembers.note.optional(),
  reason: phrase(2_000).default('').openapi({ description: 'Why, for the record.', example: 'A large tender came up' }),
}).openapi('GoalChange');

const originSchema = z
  .object({
    kind: z.enum(['set', 'spread', 'transfer']).openapi({
      description: '`transfer`: accounts came to a territory that had no goal like theirs.',
      example: 'spread',
    }),
    by: z.string().optional().openapi({ description: 'Of a spread: by what.', example: 'potential' }),
    total: z.number().optional().openapi({ description: 'Of a spread: of all goals together.', example: 1_200_000 }),
    weight: z
      .number()
      .optional()
      .openapi({ description: 'Of a spread: what the share follows from, before the ramp.' }),
    ramp: z
      .object({ stage: z.enum(STAGES), share: z.number() })
      .nullish()
      .openapi({
        description:
          'Of a spread: the mean share of the full target that the stage of the territory leaves; null: all.',
        example: { stage: 'new', share: 0.8 },
      }),
    fromGoalId: z.string().optional().openapi({ description: 'Of a transfer: the goal that gave first.' }),
  })
  .openapi('GoalOrigin', { example: { kind: 'set' } });

/** A goal on the wire. */
export const goalSchema = z
  .object({
    goalId: z.string().openapi({ description: 'Id of the goal.', example: GOAL_ID }),
    planId: z.string().openapi({ description: 'Id of the plan.', example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    subject: z.object(subjectMembers).openapi({ description: 'What it is for.', example: { territoryId: 't1' } }),
    ...goalMembers,
    weightMetric: z.string().nullable().openapi({
      description: 'By whose values it follows accounts; null: `metric`, or their number.',
      example: null,
    }),
    target: z.number().int().openapi({ description: 'As of `at`, else as it is now.', example: 120_000 }),
    at: day.nullable().openapi({ description: 'The day asked for; null: now.', example: null }),
    owner: managerSchema.nullable().openapi({ description: 'Who answers for it.', example: { repId: 'rep-7' } }),
    origin: originSchema,
    createdAt: z.iso.datetime().openapi({ description: 'When it was made.', example: '2027-01-04T09:00:00.000Z' }),
    version: z.number().int().openapi({ description: 'Number of its last revision.', example: 1 }),
  })
  .openapi('Goal');

/** A goal with what was done to it. */
export const revisedGoalSchema = goalSchema
  .extend({
    revisions: z
      .array(revisionSchema)
      .max(TOLD_REVISIONS)
      .openapi({ description: `The last ${TOLD_REVISIONS} revisions, the last one last.` }),
  })
  .openapi('RevisedGoal');

/** Path parameters of every route of one goal. */
export const goalParams = planParams.extend({
  goalId: z
    .string()
    .max(100)
    .openapi({ param: { name: 'goalId', in: 'path' }, description: 'Id of the goal.', example: GOAL_ID }),
});

/** A day that a query asks about. */
export const atQuery = day
  .optional()
  .openapi({ description: 'A day, in the time zone of the plan: targets as of it.' });

/** What a query of subjects names. */
export interface GivenSubject {
  readonly territoryId?: string | undefined;
  readonly repId?: string | undefined;
  readonly hierarchyId?: string | undefined;
  readonly nodeId?: string | undefined;
  readonly plan?: true | undefined;
}

/** The one subject that is named; null where there is none, or more than one. */
export function subjectOf({ territoryId, repId, hierarchyId, nodeId, plan }: GivenSubject): GoalSubject | null {
  if ((hierarchyId === undefined) !== (nodeId === undefined)) return null;
  const named: GoalSubject[] = [
    ...(territoryId === undefined ? [] : [{ territoryId }]),
    ...(repId === undefined ? [] : [{ repId }]),
    ...(hierarchyId === undefined || nodeId === undefined ? [] : [{ hierarchyId, parentId: nodeId }]),
    ...(plan === undefined ? [] : [{ plan }]),
  ];
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** A goal as JSON holds it. */
export function goalBody(
  { subject, ...goal }: Goal,
  planId: string,
  at: string | null = null,
): z.infer<typeof goalSchema> {
  const { owner, origin } = goal;
  const shown = 'parentId' in subject ? { hierarchyId: subject.hierarchyId, nodeId: subject.parentId } : { ...subject };
  return { ...goal, planId, subject: shown, owner: owner && { ...owner }, origin: { ...origin } as never, at };
}
