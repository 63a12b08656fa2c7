import { createRoute, z } from '@hono/zod-openapi';
import { nameAccounts } from '../../../application/name-accounts.ts';
import { zoneOf } from '../../../application/zone-of.ts';
import { momentText, parseMoment } from '../../../domain/moment.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { idText } from '../../id-text.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { reasonSchema } from '../../reason-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { ownerInput, toNamedOwner } from './owner-input.ts';
import { lineSchema, momentSchema } from './ownership-query.ts';

/** Accounts of one request. */
const MAX_ACCOUNTS = 1_000;

const bodySchema = closedObject({
  accounts: z
    .array(idText())
    .min(1)
    .max(MAX_ACCOUNTS)
    .openapi({ description: 'Ids of accounts of the plan.', example: ['acc-1001'] }),
  owner: ownerInput.nullable().openapi({ description: 'Who owns them; null: they have no owner by name any more.' }),
  line: lineSchema.optional().openapi({ description: 'In this line of the plan; left out: all accounts.' }),
  from: momentSchema.optional().openapi({
    description: 'From when on, not in the past; left out: now. Of a correction, in the past.',
  }),
  until: momentSchema.optional().openapi({ description: 'Until when; left out: until another is named.' }),
  correction: z
    .boolean()
    .default(false)
    .openapi({ description: 'Says who has really owned them in a time that is past; needs `from` and `until`.' }),
  reason: reasonSchema,
}).openapi('AccountNaming');

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/named-accounts',
  operationId: 'nameAccounts',
  tags: ['Ownership'],
  security: needsScope('layouts:publish'),
  summary: 'Give accounts an owner by name, for a time or for good',
  description:
    'A named owner comes before rules and territories. Of several, the one that began last counts; a correction comes before them in its time, and what was believed ' +
    'before stays on record. All accounts at once, as one entry of the log.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: bodySchema,
          example: { accounts: ['a1', 'a2'], owner: { territoryId: 't1' }, reason: 'Agreed with the customer' },
        },
      },
    },
  },
  responses: {
    200: {
      description: 'They have the owner, from `from` on.',
      content: {
        'application/json': {
          schema: z
            .object({
              seq: z.number().int().openapi({ description: 'Number of the entry in the log.', example: 18 }),
              recordedAt: z.iso
                .datetime()
                .openapi({ description: 'When it was recorded.', example: '2027-03-01T09:00:00.000Z' }),
              accounts: z.number().int().openapi({ description: 'How many accounts.', example: 2 }),
              from: z.iso.datetime().openapi({ description: 'From then on.', example: '2027-03-01T09:00:00.000Z' }),
              until: z.iso.datetime().nullable().openapi({ description: 'Until then; null: open.', example: null }),
            })
            .openapi('AccountsNamed'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed'),
  },
});

/** `POST /v1/plans/{planId}/named-accounts`. */
export function registerNameAccounts(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId, key } = c.var;
    const { accounts, owner, line, from, until, correction, reason } = c.req.valid('json');
    const decider = { workspaceId, planId: c.req.valid('param').planId, keyId: key.keyId };
    const zone = await zoneOf(ports, workspaceId, decider.planId, [from, until]);
    const { seq, recordedMs, event } = await nameAccounts(ports, decider, {
      accountIds: [...new Set(accounts)],
      owner: owner && toNamedOwner(owner),
      line: line ?? null,
      fromMs: from === undefined ? null : parseMoment(from, zone, '/from'),
      untilMs: until === undefined ? null : parseMoment(until, zone, '/until'),
      isCorrection: correction,
      reason,
    });
    if (event.kind !== 'accounts-named') throw new Error(`${event.kind} was recorded`);
    const body = {
      ...{ seq, recordedAt: momentText(recordedMs) ?? '', accounts: event.accountIds.length },
      ...{ from: momentText(event.fromMs) ?? '', until: event.untilMs === null ? null : momentText(event.untilMs) },
    };
    return c.json(body, 200);
  });
}
