import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listNamedAccounts } from '../../../application/list-named-accounts.ts';
import { momentText } from '../../../domain/moment.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { momentOf, momentQuery } from './ownership-query.ts';

const itemSchema = z
  .object({
    account: z.string().openapi({ description: 'Id of the account.', example: 'acc-1001' }),
    owner: z
      .object({ territoryId: z.string().optional(), repId: z.string().optional() })
      .openapi({ description: 'A territory or a rep.', example: { territoryId: 't1' } }),
    from: z.iso.datetime().nullable().openapi({ description: 'Since when.', example: '2027-03-01T09:00:00.000Z' }),
    until: z.iso
      .datetime()
      .nullable()
      .openapi({ description: 'Until when, as far as is known; null: open.', example: null }),
    seq: z.number().int().openapi({ description: 'Number of the entry in the log that says so.', example: 18 }),
  })
  .openapi('NamedAccount');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/named-accounts',
  operationId: 'listNamedAccounts',
  tags: ['Ownership'],
  security: needsScope('plans:read'),
  summary: 'Accounts that have an owner by name, by id',
  description:
    'At any moment, as known at any moment. A page may hold fewer than `limit`, also where there is a next one.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({ ...momentQuery, ...pageQuery }) },
  responses: {
    200: {
      description: 'A page of accounts.',
      content: { 'application/json': { schema: pageSchema(itemSchema).openapi('NamedAccountPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/named-accounts`. */
export function registerListNamedAccounts(app: App): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query');
    const moment = await momentOf(c, c.req.valid('param').planId, query);
    const page = await listNamedAccounts(c.var.ports, c.var.workspaceId, moment, pageRequest(c, query));
    const items = page.items.map(({ accountId, owner, stretch }) => ({
      ...{
        account: accountId,
        owner: { ...owner },
        from: momentText(stretch.fromMs),
        until: momentText(stretch.untilMs),
      },
      seq: stretch.holding?.seq ?? 0,
    }));
    return c.json(linkPage(c, { items, next: page.next }), 200);
  });
}
