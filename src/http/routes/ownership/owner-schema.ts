import { z } from '@hono/zod-openapi';
import type { PlanOwner } from '../../../application/find-plan-owner.ts';
import { momentText } from '../../../domain/moment.ts';

const namedSchema = z.object({ id: z.string(), name: z.string() });
const momentSchema = z.iso.datetime();

/** Members of an owner beside what was asked. */
export const ownershipShape = {
  by: z.enum(['named-account', 'rule', 'geography', 'catch-all']).openapi({
    description:
      'Why: the account has an owner by name; a rule gives it one; the territory holds the place; or nobody else owns it and the plan says who takes what is left.',
    example: 'geography',
  }),
  rule: namedSchema
    .nullable()
    .openapi({ description: 'The rule, where one decides.', example: { id: 'key-accounts', name: 'Key accounts' } }),
  territory: namedSchema.nullable().openapi({
    description: 'Whose it is; null where a rep owns by name.',
    example: { id: 't7', name: 'Territory 7' },
  }),
  rep: namedSchema.nullable().openapi({
    description:
      'Who serves it, as the publication says; null where the territory is vacant, or its rep had left the plan by then.',
    example: { id: 'rep-7', name: 'Kim Park' },
  }),
  layoutId: z.string().openapi({
    description: 'The layout in force.',
    example: 'lay_7b2c3g6vhzq4n5wqk2m6t3x4y5z7a2b3c4d5e6f7g2h3i4j5k6l7',
  }),
  publicationId: z
    .string()
    .openapi({ description: 'The publication that put it in force.', example: 'pub_2Yq8HkLr0sVbN3xTzWcJ5m' }),
};

/** An owner on the wire. */
export const planOwnerSchema = z
  .object({
    planId: z.string().openapi({ description: 'Id of the plan.', example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    line: z.string().nullable().openapi({ description: 'Line of the plan; null: all accounts.', example: null }),
    at: momentSchema.openapi({ description: 'The moment asked for, or now.', example: '2027-03-01T09:00:00.000Z' }),
    asKnownAt: momentSchema.openapi({
      description: 'As known at this moment, or now.',
      example: '2027-03-01T09:00:00.000Z',
    }),
    ...ownershipShape,
    cell: z.string().nullable().openapi({
      description: 'The cell of the layout that holds the place; null outside of its cover.',
      example: '842a107ffffffff',
    }),
    account: z.string().nullable().openapi({ description: 'The account asked for.', example: 'acc-1001' }),
    since: momentSchema.nullable().openapi({
      description: 'From then until `nextChange` nothing changes that decides; null: from the beginning.',
      example: '2027-01-01T00:00:00.000Z',
    }),
    until: momentSchema.nullable().openapi({
      description:
        'When what decides ends, as far as is known: the publication, the rules, or the owner by name; null: it is not known.',
      example: '2028-01-01T00:00:00.000Z',
    }),
    nextChange: momentSchema.nullable().openapi({
      description: 'The next moment known at which the answer may be another; null where none is known.',
      example: '2027-07-01T00:00:00.000Z',
    }),
    passedOver: z
      .array(z.object({ by: ownershipShape.by, why: z.string().openapi({ example: 'the plan has no rep rep-9' }) }))
      .max(300)
      .openapi({ description: 'What would have come first, and why it did not count.', example: [] }),
    logSeq: z
      .number()
      .int()
      .openapi({ description: "Number of the last entry of the plan's log that was read.", example: 17 }),
  })
  .openapi('PlanOwner');

/** An owner as JSON holds it. */
export function planOwnerBody(owner: PlanOwner): z.infer<typeof planOwnerSchema> {
  const { planId, line, atMs, knownMs } = owner;
  const [at, asKnownAt] = [momentText(atMs) ?? '', momentText(knownMs) ?? ''];
  return { planId, line, at, asKnownAt, ...inForceBody(owner), ...ownershipBody(owner) };
}

/** What is in force, and by which entry of the log. */
export function inForceBody({
  layoutId,
  publicationId,
  logSeq,
}: Pick<PlanOwner, 'layoutId' | 'publicationId' | 'logSeq'>) {
  return { layoutId, publicationId, logSeq };
}

/** What of an owner is its own, among many of one plan and moment. */
export function ownershipBody(owner: PlanOwner) {
  const { by, rule, territory, rep, cell, accountId, unchanged, untilMs, passedOver } = owner;
  return {
    by,
    rule,
    territory,
    rep,
    cell,
    account: accountId,
    since: momentText(unchanged.fromMs),
    until: momentText(untilMs),
    nextChange: momentText(unchanged.untilMs),
    passedOver: [...passedOver],
  };
}
