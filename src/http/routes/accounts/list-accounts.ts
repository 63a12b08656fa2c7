import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listAccounts } from '../../../application/list-accounts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { accountBody, accountSchema } from './account-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/accounts',
  operationId: 'listAccounts',
  tags: ['Accounts'],
  security: needsScope('plans:read'),
  summary: 'The accounts of a plan, by id',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of accounts.',
      content: { 'application/json': { schema: pageSchema(accountSchema).openapi('AccountPage') } },
    },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'not-acceptable'),
  },
});

/** `GET /v1/plans/{planId}/accounts`. */
export function registerListAccounts(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const page = await listAccounts(c.var.ports, c.var.workspaceId, planId, pageRequest(c, c.req.valid('query')));
    return c.json(linkPage(c, { items: page.items.map(accountBody), next: page.next }), 200);
  });
}
