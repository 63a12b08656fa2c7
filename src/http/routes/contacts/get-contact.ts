import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getContact } from '../../../application/get-contact.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { contactParams, contactSchema } from './contact-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/contacts/{contactId}',
  operationId: 'getContact',
  tags: ['Contacts'],
  security: needsScope('contacts:read'),
  summary: 'A contact of an account',
  middleware: [answerJson(), etag()],
  request: { params: contactParams, query: closedObject({}) },
  responses: {
    200: { description: 'The contact.', content: { 'application/json': { schema: contactSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/contacts/{contactId}`. */
export function registerGetContact(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, contactId } = c.req.valid('param');
    return c.json(await getContact(c.var.ports, c.var.workspaceId, planId, contactId), 200);
  });
}
