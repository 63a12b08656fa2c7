import { createRoute, z } from '@hono/zod-openapi';
import { deleteAccounts } from '../../../application/delete-accounts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';

/** Accounts of one request. */
const MAX_IDS = 10_000;

const bodySchema = closedObject({
  ids: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(MAX_IDS)
    .openapi({ description: 'Ids of the accounts.', example: ['acc-1001', 'acc-1002'] }),
}).openapi('AccountIds');

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/accounts/delete',
  operationId: 'deleteAccounts',
  tags: ['Accounts'],
  security: needsScope('plans:write'),
  summary: 'Delete many accounts of a plan',
  description: 'All at once, or none. Ids of which there is no account are told and are no error.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: {
      description: 'The accounts are gone.',
      content: {
        'application/json': {
          schema: z
            .object({
              deleted: z.number().int().openapi({ description: 'Accounts that are gone.', example: 1 }),
              missing: z
                .array(z.string())
                .openapi({ description: 'Ids of which there was none.', example: ['acc-1002'] }),
            })
            .openapi('Deletion'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING),
  },
});

/** `POST /v1/plans/{planId}/accounts/delete`. */
export function registerDeleteAccounts(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const { deleted, missing } = await deleteAccounts(c.var.ports, c.var.workspaceId, planId, c.req.valid('json').ids);
    return c.json({ deleted, missing: [...missing] }, 200);
  });
}
