import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { consentSchema, contactSchema } from './contact-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/contacts',
  operationId: 'listContacts',
  tags: ['Contacts'],
  security: needsScope('contacts:read'),
  summary: 'The contacts of the accounts of a plan, by id',
  middleware: [answerJson(), etag()],
  request: {
    params: planParams,
    query: closedObject({
      ...pageQuery,
      account: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .openapi({ description: 'Those of an account.', example: 'acc-1001' }),
      consent: consentSchema.optional().openapi({ description: 'Those who said this.' }),
    }),
  },
  responses: {
    200: {
      description: 'A page of contacts.',
      content: { 'application/json': { schema: pageSchema(contactSchema).openapi('ContactPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/contacts`. */
export function registerListContacts(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const { account = null, consent = null, ...page } = c.req.valid('query');
    const filter = { account, consent };
    return c.json(linkPage(c, await ports.contacts.list(workspaceId, planId, filter, pageRequest(c, page))), 200);
  });
}
