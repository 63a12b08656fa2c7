import { z } from '@hono/zod-openapi';
import { CONFLICT_KINDS, type Conflict, FIX_ACTIONS, SEVERITIES } from '../../../domain/conflict.ts';
import { type ConflictScope, conflictId } from '../../../domain/conflict-id.ts';
import { MAX_LINE_ID } from '../../../domain/line.ts';
import { closedObject } from '../../closed-object.ts';
import { pageQuery } from '../../page.ts';

const texts = (description: string, example: string) =>
  z
    .array(z.string())
    .max(100)
    .openapi({ description, example: [example] });
const kind = z.enum(CONFLICT_KINDS).openapi({ description: 'What is wrong.', example: 'account-outside-territory' });
const severity = z.enum(SEVERITIES).openapi({
  description:
    '`error`: somebody or something has no owner, or not one; `warning`: it has, and should not have it so; `info`: worth to know.',
  example: 'warning',
});

/** A conflict's id, as an example shows it. */
export const CONFLICT_ID = `cft_account-outside-territory_k4x7q2mz5tq6hc3nk4x7qwmtm4`;

/** What makes a question of conflicts, besides the layout and the plan. */
export const questionMembers = {
  line: z.string().min(1).max(MAX_LINE_ID).optional().openapi({
    description:
      'The line whose owners and accounts count. When left out, those of the line that the layout is of, with the owners of a publication for all where there is no other; in a plan, all.',
  }),
  groupBy: z.string().min(1).max(200).optional().openapi({
    description:
      'The attribute whose accounts belong together, such as a parent company, or `segment`, `size`, `repId`, `name`. Without it no group is looked for.',
    example: 'parent',
  }),
};

/** The query of a list of conflicts. */
export const conflictQuery = {
  ...pageQuery,
  ...questionMembers,
  kind: z
    .union([z.enum(CONFLICT_KINDS), z.array(z.enum(CONFLICT_KINDS)).max(CONFLICT_KINDS.length)])
    .optional()
    .openapi({ description: 'Kinds that are listed; all when left out. They are all counted.' }),
  severity: z.enum(SEVERITIES).optional().openapi({ description: 'The severity that is listed; all when left out.' }),
};

const fixSchema = z.object({
  action: z.enum(FIX_ACTIONS).openapi({ description: 'What it does.', example: 'set-rep' }),
  description: z.string().openapi({
    description: 'What it does, in a sentence.',
    example: 'sets the rep of acc-1001 to rep-7, or to the rep in repId',
  }),
  preview: z.string().openapi({ description: 'What will change.', example: 'repId of acc-1001 becomes rep-7' }),
  choices: texts('Members of the body by which it can be done otherwise.', 'repId'),
});

/** A conflict. */
export const conflictSchema = z
  .object({
    conflictId: z.string().openapi({
      description:
        'Follows from what the conflict is and from `line` and `groupBy`: the same conflict has it whenever it is looked for.',
      example: CONFLICT_ID,
    }),
    kind,
    severity,
    where: z
      .object({
        territoryIds: texts('Territories that it is about.', 't1'),
        cells: texts('Cells that it is about, the first 100.', '842a107ffffffff'),
        accountIds: texts('Accounts that it is about, the first 100.', 'acc-1001'),
        lat: z.number().nullable().openapi({ description: 'A place of it, for a map.', example: 40.7128 }),
        lng: z.number().nullable().openapi({ description: 'Its longitude.', example: -74.006 }),
      })
      .openapi({ description: 'What it is about.' }),
    amount: z
      .number()
      .nullable()
      .openapi({ description: 'By how much, in the unit that `detail` names.', example: null }),
    detail: z.string().openapi({
      description: 'How it arose, with figures.',
      example: 'acc-1001 is served by rep-8 and lies in t1, which rep-7 serves',
    }),
    remedy: z
      .string()
      .openapi({ description: 'What would help.', example: 'hand it over, or give it its rep by name' }),
    fix: fixSchema.nullable().openapi({ description: 'What one call does about it; null where nothing can.' }),
  })
  .openapi('Conflict');

const counts = (names: readonly string[], example: Record<string, number>) =>
  z
    .object(Object.fromEntries(names.map((name) => [name, z.number().int()])))
    .openapi({ description: 'How many there are of each.', example });

const none = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 0]));

/** Counts first, then a page. */
export const conflictPageSchema = z
  .object({
    layoutId: z.string().openapi({
      description: 'The layout whose conflicts they are.',
      example: `lay_${'k4x7q2mz5tq6hc3n'.repeat(4).slice(0, 52)}`,
    }),
    planId: z
      .string()
      .openapi({ description: 'The plan whose accounts count.', example: 'pln_4tJw0ZbYkQ9mC1nRf8XsLp' }),
    inForce: z.boolean().nullable().openapi({
      description:
        'Whether the layout is in force; false: nothing is, and this is the latest layout of the plan. Null where a layout was asked for.',
      example: true,
    }),
    counts: z
      .object({
        byKind: counts(CONFLICT_KINDS, { ...none(CONFLICT_KINDS), 'account-outside-territory': 1 }),
        bySeverity: counts(SEVERITIES, { ...none(SEVERITIES), warning: 1 }),
      })
      .openapi({ description: 'Of all conflicts, whatever is listed.' }),
    items: z.array(conflictSchema).max(1000).openapi({ description: 'The page, at most `limit` of them.' }),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page, null on the last.', example: null }),
  })
  .openapi('ConflictPage');

const choiceMembers = {
  territoryId: z.string().min(1).max(200).optional().openapi({ description: 'The territory that gets it.' }),
  repId: z.string().min(1).max(200).optional().openapi({ description: 'The rep who gets it.' }),
  accountId: z.string().min(1).max(200).optional().openapi({ description: 'Of two accounts the one that stays.' }),
  name: z.string().min(1).max(200).optional().openapi({ description: 'The name that it gets.' }),
  share: z.number().min(0).max(1).optional().openapi({ description: 'The budget of a rebalance.' }),
};
const { line, groupBy } = questionMembers;

/** The body of a fix: what makes the question, and choices. */
export const fixMembers = { line, groupBy, ...choiceMembers };
export const fixBodySchema = closedObject(fixMembers).openapi('ConflictFix');

/** What a fix did. */
export const fixReportSchema = z
  .object({
    conflictId: z.string().openapi({ description: 'As the request said.', example: CONFLICT_ID }),
    kind,
    state: z
      .enum(['gone', 'remains'])
      .openapi({ description: 'Whether the conflict is there when it is looked for again.', example: 'gone' }),
    did: z
      .object({
        action: z.enum(FIX_ACTIONS).openapi({ description: 'What was done.', example: 'set-rep' }),
        description: z.string().openapi({ description: 'As the conflict said.', example: 'sets the rep of acc-1001' }),
        layoutId: z.string().nullable().openapi({ description: 'The layout that was made, if any.', example: null }),
        publicationId: z
          .string()
          .nullable()
          .openapi({ description: 'The publication that was made or changed, if any.', example: null }),
        accountIds: texts('Accounts that were changed, deleted or named, the first 100.', 'acc-1001'),
      })
      .nullable()
      .openapi({ description: 'Null: the conflict was gone already, and nothing was done.' }),
    layoutId: z.string().openapi({
      description:
        'The layout in which it was looked for again. One that was made is not in force before it is published.',
      example: `lay_${'k4x7q2mz5tq6hc3n'.repeat(4).slice(0, 52)}`,
    }),
    conflict: conflictSchema.nullable().openapi({ description: 'The conflict as it remains, or null.', example: null }),
  })
  .openapi('ConflictFixReport');

/** A conflict as it is answered. */
export async function conflictBody(conflict: Conflict, scope: ConflictScope) {
  const { kind: of, severity: how, territoryIds, cells, accountIds, place, amount, detail, remedy, fix } = conflict;
  return {
    conflictId: await conflictId(conflict, scope),
    ...{ kind: of, severity: how },
    where: {
      ...{ territoryIds: [...territoryIds].slice(0, 100), cells: [...cells], accountIds: [...accountIds] },
      ...{ lat: place?.lat ?? null, lng: place?.lng ?? null },
    },
    ...{ amount, detail, remedy },
    fix: fix && {
      ...{ action: fix.deed.action, description: fix.description, preview: fix.preview, choices: [...fix.choices] },
    },
  };
}
