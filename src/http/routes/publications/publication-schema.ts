import { z } from '@hono/zod-openapi';
import type { FoundPublication } from '../../../application/publication-ref.ts';
import { localText } from '../../../domain/moment.ts';
import type { Act } from '../../../domain/publication.ts';
import { PUBLICATION_STATES } from '../../../domain/publication.ts';
import { possibleActions } from '../../../domain/publication-action.ts';
import { closedObject } from '../../closed-object.ts';
import { idText } from '../../id-text.ts';
import { phrase } from '../../phrase.ts';
import { reasonSchema } from '../../reason-schema.ts';
import { EXAMPLE_LAYOUT_ID } from '../layouts/layout-schema.ts';
import { lineMember } from '../lines/line-schema.ts';

export const PUBLICATION_ID = 'pub_7cV2mKq9ZbXw4tRyN1LsHd';
const KEY_ID = 'key_5Yq8HkLr0sVbN3xTzWcJ2m';

const ACT = { at: '2027-01-04T09:00:00.000Z', keyId: KEY_ID };

/** The states of a publication on the wire. */
export const publicationStateSchema = z.enum(PUBLICATION_STATES);

/** A moment on the wire: the same in UTC and in the time zone of the plan. */
export const momentSchema = z
  .object({
    at: z.iso.datetime().openapi({ description: 'The moment, in UTC.', example: '2027-02-01T05:00:00.000Z' }),
    local: z.string().openapi({
      description: 'The same with the offset of the time zone of the plan.',
      example: '2027-02-01T00:00:00-05:00',
    }),
  })
  .openapi('Moment');

const actSchema = z
  .object({
    at: z.iso.datetime().openapi({ description: 'When.', example: '2027-01-04T09:00:00.000Z' }),
    keyId: z.string().openapi({ description: 'Id of the key that did it.', example: KEY_ID }),
  })
  .openapi('Act');

/** A publication on the wire. */
export const publicationSchema = z
  .object({
    publicationId: z.string().openapi({ description: 'Id of the publication.', example: PUBLICATION_ID }),
    planId: z.string().openapi({ example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    line: z.string().nullable().openapi({
      description: 'The line of the plan that it is for; null: all accounts.',
      example: null,
    }),
    layoutId: z.string().openapi({ description: 'The layout that it puts in force.', example: EXAMPLE_LAYOUT_ID }),
    assignmentId: z.string().nullable().openapi({ description: 'The assignment that `reps` are from.', example: null }),
    reps: z
      .record(z.string(), z.string().nullable())
      .openapi({ description: 'Rep by territory; null and absent: vacant.', example: { t1: 'rep-7' } }),
    note: z.string().openapi({ description: 'What people should know of it.', example: 'Spring territories' }),
    state: publicationStateSchema.openapi({
      description: 'Where it stands. `archived`: another took over, or it was withdrawn.',
      example: 'in-force',
    }),
    possible: z.array(z.enum(['change', 'submit', 'approve', 'return', 'publish', 'withdraw'])).openapi({
      description: 'What can be done with it now, by a key that may.',
      example: ['withdraw'],
    }),
    since: momentSchema.nullable().openapi({
      description: 'Since when it is, was last or will be in force; null: never.',
      example: { at: '2027-02-01T05:00:00.000Z', local: '2027-02-01T00:00:00-05:00' },
    }),
    until: momentSchema.nullable().openapi({
      description: 'Until when; null: until another takes over.',
      example: null,
    }),
    replaces: z.string().nullable().openapi({
      description: 'The publication that is in force before it.',
      example: null,
    }),
    replacedBy: z.string().nullable().openapi({
      description: 'The publication that is in force after it.',
      example: null,
    }),
    drafted: actSchema,
    changed: actSchema.openapi({ description: 'When its content was last given.', example: ACT }),
    submitted: actSchema.nullable().openapi({ description: 'When it was submitted for approval.', example: null }),
    approved: actSchema.nullable().openapi({ description: 'When it was approved.', example: null }),
    published: actSchema.nullable().openapi({ description: 'When it was published, or scheduled.', example: ACT }),
    withdrawn: actSchema.nullable().openapi({ description: 'When it was withdrawn.', example: null }),
    reason: z.string().nullable().openapi({
      description: 'Why it was sent back to draft, or withdrawn, last.',
      example: null,
    }),
  })
  .openapi('Publication');

/** Path parameter of every route of one publication. */
export const publicationParams = z.object({
  publicationId: z
    .string()
    .max(100)
    .openapi({
      param: { name: 'publicationId', in: 'path' },
      description: 'Id of the publication.',
      example: PUBLICATION_ID,
    }),
});

/** The body of an action that wants a reason. */
export const reasonBody = closedObject({ reason: reasonSchema }).openapi('Reason');

/** What a publication is made of, as callers give it. */
export const publicationMembers = {
  layoutId: z.string().max(100).openapi({ description: 'A layout of the plan.', example: EXAMPLE_LAYOUT_ID }),
  line: lineMember
    .nullish()
    .openapi({ description: 'The line of the plan that it is for; null: all accounts.', example: null }),
  reps: z
    .record(z.string().max(200), idText().nullable())
    .nullish()
    .openapi({
      description: 'Rep by territory. A territory that is not named, or has null, is vacant.',
      example: { t1: 'rep-1' },
    }),
  assignmentId: z.string().max(100).nullish().openapi({
    description: 'An assignment of reps to the territories of the layout, instead of `reps`.',
    example: null,
  }),
  note: phrase(2_000).nullish().openapi({
    description: 'What people should know of it.',
    example: 'Spring territories',
  }),
};

/** A publication as JSON holds it. */
export function publicationBody({ plan, view }: FoundPublication): z.infer<typeof publicationSchema> {
  const { publication, state, sinceMs, untilMs, replaces, replacedBy } = view;
  const { publicationId, line, layoutId, assignmentId, reps, note, reason } = publication;
  const { drafted, changed, submitted, approved, published, withdrawn } = publication;
  return {
    ...{ publicationId, planId: plan.planId, line, layoutId, assignmentId, reps: { ...reps }, note, state },
    possible: [...possibleActions(state, plan.approvalRequired)],
    since: momentBody(sinceMs, plan.timeZone),
    until: momentBody(untilMs, plan.timeZone),
    ...{ replaces, replacedBy },
    ...{ drafted: actBody(drafted), changed: actBody(changed), submitted: submitted && actBody(submitted) },
    ...{ approved: approved && actBody(approved), published: published && actBody(published) },
    ...{ withdrawn: withdrawn && actBody(withdrawn), reason },
  };
}

/** A moment as JSON holds it. */
export function momentBody(ms: number, timeZone: string): z.infer<typeof momentSchema>;
export function momentBody(ms: number | null, timeZone: string): z.infer<typeof momentSchema> | null;
export function momentBody(ms: number | null, timeZone: string) {
  return ms === null ? null : { at: new Date(ms).toISOString(), local: localText(ms, timeZone) };
}

/** What somebody did, as JSON holds it. */
export function actBody({ atMs, keyId }: Act): z.infer<typeof actSchema> {
  return { at: new Date(atMs).toISOString(), keyId };
}
