import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listMovedAccounts } from '../../../application/list-moved-accounts.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { accountBody, accountSchema } from '../accounts/account-schema.ts';
import { comparedPlanId, comparisonParams } from './comparison-schema.ts';
import { moveSchema } from './layout-schema.ts';

const { from, to } = moveSchema.shape;
const movedAccountSchema = accountSchema.extend({ from, to }).openapi('MovedAccount');

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/compare/{otherLayoutId}/accounts',
  operationId: 'listMovedAccounts',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'The accounts that move from one layout to another',
  description:
    'Accounts of the plan as they are now whose place is in another territory than before, with both territories, as `compareLayouts` tells which stand for each other. Where the other layout is of a line, accounts of that line alone.',
  middleware: [answerJson(), etag()],
  request: {
    params: comparisonParams,
    query: closedObject({
      ...pageQuery,
      planId: comparedPlanId.openapi({
        description: 'Whose accounts. Needed when not exactly one plan lists the other layout.',
        example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m',
      }),
    }),
  },
  responses: {
    200: {
      description: 'A page of accounts, by id.',
      content: { 'application/json': { schema: pageSchema(movedAccountSchema).openapi('MovedAccountPage') } },
    },
    ...problemAnswers(...OF_READING, 'plan-required', 'invalid-problem'),
  },
});

/** `GET /v1/layouts/{a}/compare/{b}/accounts`. */
export function registerListMovedAccounts(app: App): void {
  app.openapi(route, async (c) => {
    const { layoutId, otherLayoutId } = c.req.valid('param');
    const { planId = null, ...query } = c.req.valid('query');
    const { items, next } = await listMovedAccounts(
      c.var.ports,
      c.var.workspaceId,
      { a: parseLayoutId(layoutId), b: parseLayoutId(otherLayoutId) },
      planId,
      pageRequest(c, query),
    );
    const accounts = items.map((item) => ({ ...accountBody(item), from: item.from, to: item.to }));
    return c.json(linkPage(c, { items: accounts, next }), 200);
  });
}
