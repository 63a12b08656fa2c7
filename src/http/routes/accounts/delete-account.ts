import { createRoute } from '@hono/zod-openapi';
import { deleteAccount } from '../../../application/delete-account.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { accountParams } from './account-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}/accounts/{accountId}',
  operationId: 'deleteAccount',
  tags: ['Accounts'],
  security: needsScope('plans:write'),
  summary: 'Delete an account of a plan',
  request: { params: accountParams, query: closedObject({}) },
  responses: {
    204: { description: 'The account is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found'),
  },
});

/** `DELETE /v1/plans/{planId}/accounts/{accountId}`. */
export function registerDeleteAccount(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, accountId } = c.req.valid('param');
    await deleteAccount(c.var.ports, c.var.workspaceId, planId, accountId);
    return c.body(null, 204);
  });
}
