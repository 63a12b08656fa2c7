import { z } from '@hono/zod-openapi';
import type { GoalRevision, GoalTransfer } from '../../../domain/goal-revision.ts';

const OTHER_GOAL_ID = 'goal_8Kc2HkLr0sVbN3xTzWcJ5m';
const PUBLICATION_ID = 'pub_7cV2mKq9ZbXw4tRyN1LsHd';
const TRANSFER = {
  ...{ seq: 18, cause: { kind: 'publication', publicationId: PUBLICATION_ID }, at: '2027-07-01T04:00:00.000Z' },
  ...{ goalId: OTHER_GOAL_ID, territoryId: 't2', amount: 15_000, remaining: 60_493.15, daysLeft: 184, days: 365 },
  ...{ accounts: 12, value: 250_000, totalValue: 1_000_000, weightMetric: 'revenue' },
};

const transferSchema = z
  .object({
    seq: z
      .number()
      .int()
      .nullable()
      .openapi({ description: "Entry of the plan's log that moved the accounts; null: an upload did." }),
    cause: z
      .object({
        kind: z.enum(['publication', 'accounts-named', 'rules-changed', 'ownership-corrected', 'accounts-moved']),
        publicationId: z.string().optional(),
      })
      .openapi({
        description:
          'A publication took effect, accounts got or lost an owner by name, rules changed, it was put right what has been in force, or an upload said that accounts are elsewhere.',
      }),
    at: z.iso.datetime().openapi({ description: 'When it took effect.' }),
    goalId: z.string().openapi({ description: 'The other goal.' }),
    territoryId: z.string().openapi({ description: 'Its territory.' }),
    amount: z.number().int().openapi({ description: 'What went, in whole steps.' }),
    remaining: z
      .number()
      .openapi({ description: 'What of the giving goal was for the days left: target * daysLeft / days.' }),
    daysLeft: z.number().int().openapi({
      description:
        'Days of the period that were left, the first one included; of what was put right, those that it was so.',
    }),
    days: z.number().int().openapi({ description: 'Days of the period.' }),
    accounts: z.number().int().openapi({ description: 'Accounts that moved between the two.' }),
    value: z.number().openapi({ description: 'Their value.' }),
    totalValue: z.number().openapi({ description: 'Of all accounts of the giving territory before.' }),
    weightMetric: z
      .string()
      .openapi({ description: 'Whose values these are. Where all are 0 the number of accounts counts.' }),
  })
  .openapi('GoalTransfer', { example: TRANSFER });

/** A revision of a goal on the wire. */
export const revisionSchema = z
  .object({
    revision: z.number().int().openapi({ description: 'From 1.', example: 2 }),
    kind: z.enum(['created', 'changed', 'received', 'gave']).openapi({
      description: '`received` and `gave`: accounts moved in mid-period, and the goal followed them.',
      example: 'gave',
    }),
    effectiveDay: z.iso.date().openapi({
      description: 'From this day on the target is so; of `created`: from the beginning.',
      example: '2027-07-01',
    }),
    recordedAt: z.iso.datetime().openapi({ description: 'When it was recorded.', example: '2027-07-01T08:12:00.000Z' }),
    keyId: z
      .string()
      .nullable()
      .openapi({ description: 'The key that did it; null: it followed from the log.', example: null }),
    reason: z.string().openapi({ description: 'Why.', example: '12 accounts went to t2' }),
    from: z.number().int().openapi({ description: 'The target before.', example: 120_000 }),
    to: z.number().int().openapi({ description: 'The target since.', example: 105_000 }),
    changes: z
      .array(z.object({ member: z.string(), from: z.any(), to: z.any() }))
      .max(20)
      .openapi({ description: 'What else was changed.', example: [{ member: 'unit', from: 'EUR', to: 'USD' }] }),
    transfer: transferSchema
      .nullable()
      .openapi({ description: 'What followed accounts; null: nothing.', example: TRANSFER }),
  })
  .openapi('GoalRevision');

/** A revision as JSON holds it. */
export function revisionBody(one: GoalRevision): z.infer<typeof revisionSchema> {
  const { revision, kind, effectiveDay, recordedMs, keyId, reason, delta, target, changes, transfer } = one;
  return {
    ...{ revision, kind, effectiveDay, recordedAt: new Date(recordedMs).toISOString(), keyId, reason },
    ...{ from: target - delta, to: target, changes: changes.map((change) => ({ ...change })) },
    transfer: transfer && transferBody(transfer),
  };
}

function transferBody({ atMs, cause, ...transfer }: GoalTransfer): z.infer<typeof transferSchema> {
  return { ...transfer, cause: { ...cause }, at: new Date(atMs).toISOString() };
}
