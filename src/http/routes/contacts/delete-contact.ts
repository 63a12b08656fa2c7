import { createRoute } from '@hono/zod-openapi';
import { deleteContact } from '../../../application/delete-contact.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { contactParams } from './contact-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}/contacts/{contactId}',
  operationId: 'deleteContact',
  tags: ['Contacts'],
  security: needsScope('contacts:write'),
  summary: 'Delete a contact of an account',
  description: 'The next answer of the outreach export with a cursor tells that it is gone, by its id alone.',
  request: { params: contactParams, query: closedObject({}) },
  responses: {
    204: { description: 'The contact is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found'),
  },
});

/** `DELETE /v1/plans/{planId}/contacts/{contactId}`. */
export function registerDeleteContact(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, contactId } = c.req.valid('param');
    await deleteContact(c.var.ports, c.var.workspaceId, planId, contactId);
    return c.body(null, 204);
  });
}
