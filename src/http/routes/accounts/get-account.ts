import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getAccount } from '../../../application/get-account.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { accountBody, accountParams, accountSchema } from './account-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/accounts/{accountId}',
  operationId: 'getAccount',
  tags: ['Accounts'],
  security: needsScope('plans:read'),
  summary: 'An account of a plan',
  middleware: [answerJson(), etag()],
  request: {
    params: accountParams,
    query: closedObject({}),
  },
  responses: {
    200: { description: 'The account.', content: { 'application/json': { schema: accountSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/accounts/{accountId}`. */
export function registerGetAccount(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, accountId } = c.req.valid('param');
    return c.json(accountBody(await getAccount(c.var.ports, c.var.workspaceId, planId, accountId)), 200);
  });
}
