import { createRoute, z } from '@hono/zod-openapi';
import { discreet, uploadContacts } from '../../../application/upload-contacts.ts';
import { CONTACT_FIELDS } from '../../../domain/contact.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { openRowFile } from '../../open-row-file.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { rowBodies, rowReportBody, rowReportSchema } from '../../row-report.ts';
import { throwWithRowFile } from '../../throw-with-row-file.ts';
import { columnQuery, dryRunQuery, onErrorQuery } from '../../upload-query.ts';
import { planParams } from '../plans/plan-schema.ts';
import { contactSchema } from './contact-schema.ts';

const map = columnQuery(CONTACT_FIELDS, 'consent:consent');

/** A contact in a JSON body, described and not enforced: rows are checked one by one by their reader. */
const contactRowSchema = contactSchema
  .partial()
  .required({ id: true, account: true, email: true })
  .openapi('ContactRow');

const ROWS = [
  {
    ...{ id: 'con-17', account: 'acc-1003', name: 'Kim Park', email: 'kim@example.com', language: 'de-AT' },
    ...{ consent: 'granted', consentOn: '2026-09-01', doNotContact: false },
  },
  { id: 'con-18', account: 'acc-1004', firstName: 'Al', lastName: 'Ray', email: 'al@example.com', consent: 'refused' },
];

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/contacts',
  operationId: 'putContacts',
  tags: ['Contacts'],
  security: needsScope('contacts:write'),
  ...rateLimitedAs('uploads'),
  summary: 'Add contacts of accounts, or replace them',
  description:
    'Send rows of `id`, `account` and `email`, and if you like `name` or `firstName` and `lastName`, `language` (BCP 47), `consent` (granted, refused or ' +
    'unknown; also yes, no, subscribed, unsubscribed and their like), `consentOn` (a day) and `doNotContact` (true or false), as CSV, NDJSON or JSON, at most ' +
    '100 MB and two million rows, plain or gzip. Columns of Salesforce, HubSpot and Dynamics exports are known (`Contact ID`, `Email Opt Out`), `map` names ' +
    'others, and columns that are none of these are passed over; of several columns that say that nobody may write, one is enough. A row overwrites all ' +
    'of a contact.\n\nNames and addresses are about people. They go with the account, whichever way it goes: deleted alone or among many, left out of a file that ' +
    'replaces all, with the plan or with the workspace; so a row of an account that the plan does not have is a bad one. They are in no log and in no problem document: a bad row is told by its ' +
    'line and field, without the value. An id may be told for 90 days after the contact is gone (`GET .../outreach`), so that an e-mail address is none.',
  middleware: [answerJson()],
  request: {
    params: planParams,
    query: closedObject({
      mode: z.enum(['merge', 'replace']).default('merge').openapi({
        description:
          '`merge` adds contacts and overwrites those with the same id; `replace` leaves none but those of the file, at once when all of it was read.',
      }),
      onError: onErrorQuery,
      dryRun: dryRunQuery,
      map: map.query,
    }),
    body: {
      required: true,
      content: rowBodies(
        'ContactRow',
        'contacts',
        'id,account,name,email,language,consent,consentOn,doNotContact\ncon-17,acc-1003,Kim Park,kim@example.com,de-AT,granted,2026-09-01,no\n',
        ROWS,
      ),
    },
  },
  responses: {
    200: {
      description: 'At least one row was stored, or would have been.',
      content: {
        'application/json': {
          schema: rowReportSchema({
            field: 'email',
            value: '',
            detail: 'is not an e-mail address',
            remedy: 'send one address such as kim@example.com, without a name before it',
          }).openapi('ContactReport'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'invalid-rows'),
  },
});

/** `PUT /v1/plans/{planId}/contacts`. */
export function registerPutContacts(app: App): void {
  app.openAPIRegistry.register('ContactRow', contactRowSchema);
  app.openapi(
    route,
    async (c) => {
      const { dryRun, map: pairs, ...asked } = c.req.valid('query');
      const options = { ...asked, dryRun: dryRun === 'true' };
      const { planId } = c.req.valid('param');
      const file = openRowFile(c, map.parse(pairs));
      return c.json(rowReportBody(await uploadContacts(c.var.ports, c.var.workspaceId, planId, file, options)), 200);
    },
    throwWithRowFile(app, map, ({ contactReader, contacts }) => ({
      reader: discreet(contactReader),
      store: contacts.uploads,
    })),
  );
}
