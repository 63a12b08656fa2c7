import { createRoute, z } from '@hono/zod-openapi';
import { exportOutreach } from '../../../application/export-outreach.ts';
import { getPlan } from '../../../application/get-plan.ts';
import type { Ports } from '../../../application/ports.ts';
import { MAX_LEFT_OUT, settleOutreach } from '../../../application/settle-outreach.ts';
import { Failure } from '../../../domain/failure.ts';
import { OUTREACH_CHANGES } from '../../../domain/outreach-row.ts';
import { quickDigest } from '../../../domain/quick-digest.ts';
import { LEFT_OUT_REASONS } from '../../../domain/settle-address.ts';
import { answerTagged } from '../../answer-tagged.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { streamText } from '../../stream-text.ts';
import { planParams } from '../plans/plan-schema.ts';
import { consentSchema, contactSchema } from './contact-schema.ts';
import { readCursor, writeCursor } from './outreach-cursor.ts';
import { countsBody, outreachCsv, outreachJson, outreachNdjson } from './outreach-pieces.ts';

const FORMATS = { json: 'application/json', csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;
const TYPES = ['application/json', 'text/csv', 'application/x-ndjson'] as const;

/** An export is streamed: nothing bounds it but what a signed number counts. */
const MAX_TEXT = 2 ** 31 - 1;

const shape = contactSchema.shape;
const rowSchema = z
  .object({
    change: z.enum(OUTREACH_CHANGES).openapi({
      description: 'What became of the row since the cursor; without one all are `added`.',
      example: 'added',
    }),
    contact: shape.id,
    email: shape.email.nullable(),
    name: shape.name.nullable(),
    firstName: shape.firstName.nullable(),
    lastName: shape.lastName.nullable(),
    language: shape.language,
    consent: consentSchema.nullable().openapi({ description: 'granted or unknown.', example: 'granted' }),
    account: shape.account.nullable(),
    accountName: z.string().nullable().openapi({ description: 'Name of the account.', example: 'Corner Bakery' }),
    repId: z.string().openapi({ description: 'Who writes, or of a removed row: wrote.', example: 'rep-7' }),
    repName: z.string().nullable().openapi({ description: 'Name of the rep.', example: 'Kim Park' }),
  })
  .openapi('OutreachRow');

const count = z.number().int();
const outreachSchema = z
  .object({
    items: z.array(rowSchema).openapi({ description: 'One row a contact.' }),
    cursor: z.string().openapi({ description: '`since` of the next request.', example: 'ZDIxMjY0YjQ3' }),
    counts: z
      .object({ told: count, optedOut: count, noRep: count, sameAddress: count })
      .openapi({ description: 'Contacts of the whole plan: told, and left out by reason.' }),
    leftOut: z
      .array(
        z.object({
          contact: shape.id,
          account: shape.account,
          repId: z.string().nullable().openapi({ description: 'Who owns the account.', example: 'rep-9' }),
          reason: z.enum(LEFT_OUT_REASONS).openapi({ description: 'Why.', example: 'same-address' }),
          instead: z
            .object({ contact: z.string(), repId: z.string() })
            .nullable()
            .openapi({ description: 'The contact with the same address that is written to.' }),
        }),
      )
      .max(MAX_LEFT_OUT)
      .openapi({ description: 'The first 1,000 of the plan that are left out, by address.' }),
  })
  .openapi('Outreach');

const EXAMPLE = {
  items: [
    {
      ...{ change: 'added', contact: 'con-17', email: 'kim@example.com', name: 'Kim Park', firstName: 'Kim' },
      ...{ lastName: 'Park', language: 'de-AT', consent: 'granted', account: 'acc-1001' },
      ...{ accountName: 'Corner Bakery', repId: 'rep-7', repName: 'Jo Ray' },
    },
  ],
  cursor: 'ZDIxMjY0YjQ3',
  counts: { told: 1, optedOut: 1, noRep: 0, sameAddress: 1 },
  leftOut: [
    {
      ...{ contact: 'con-19', account: 'acc-1002', repId: 'rep-9', reason: 'same-address' },
      instead: { contact: 'con-17', repId: 'rep-7' },
    },
  ],
} as const;

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/outreach',
  operationId: 'getOutreach',
  tags: ['Contacts'],
  security: needsScope('contacts:read'),
  summary: 'Who writes to whom: a list for outreach tools, or what of it changed since',
  description:
    'One row a contact, with the rep who owns its account now (in the plan as a whole, else in the first of its lines, by id, in which a rep does): as JSON, as CSV whose columns ' +
    'outreach tools know, or as NDJSON. In CSV a text that would be a formula begins with an apostrophe.\n\nNever told is an address of which any contact ' +
    'refused or is not to be contacted, and a contact whose account no rep owns. Each address is written to by one rep alone, in one row: of several contacts with it, consent that was ' +
    'granted comes before unknown, then the latest day of consent, then the least id; letter case does not count. Those left out are counted in the header `Outreach-Left-Out`, and named in JSON.\n\n' +
    '`since` answers what changed since an earlier answer: `added`, `changed` (both are put in place of a row with the same contact and rep, if any), and ' +
    '`removed` (drop the row with this contact and rep, if any). An account that moves to another rep is removed for the one and added for the other, ' +
    'in whatever way it moves: publication, correction, rule, owner by name. The next cursor is in `Outreach-Cursor`, in `Link` and in JSON. What was removed is remembered for 90 days, by the ids of ' +
    'contact and rep alone; an older cursor is refused, and so is one of another plan or rep. An answer that nothing changed ends the copy up to date.\n\nContacts and this list are ' +
    'in no plan file (`GET .../export`), on purpose: personal data goes when the account goes, and files are kept.',
  request: {
    params: planParams,
    query: closedObject({
      repId: z.string().min(1).max(200).optional().openapi({ description: 'Rows of one rep.', example: 'rep-1' }),
      since: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .openapi({ description: 'Cursor of an earlier answer for the same rep, or for all.' }),
      format: z.enum(['json', 'csv', 'ndjson']).optional().openapi({
        description: 'Which of the three, whatever `Accept` says.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'All rows, or what changed.',
      headers: {
        Link: { $ref: '#/components/headers/Link' },
        'Content-Disposition': {
          schema: { type: 'string', example: 'attachment; filename="outreach.csv"' },
          description: 'A name for the file, where it is not JSON.',
        },
        'Outreach-Cursor': {
          schema: { type: 'string', example: 'ZDIxMjY0YjQ3' },
          description: '`since` of the next request.',
        },
        'Outreach-Left-Out': {
          schema: { type: 'string', example: 'opted-out=1, no-rep=0, same-address=1' },
          description: 'Contacts of the plan that are left out, by reason.',
        },
      },
      content: {
        'application/json': { schema: outreachSchema, example: EXAMPLE },
        'text/csv': {
          schema: { type: 'string', maxLength: MAX_TEXT },
          example:
            'email,firstName,lastName,name,language,consent,account,accountName,repId,repName,contact,change\r\n' +
            'kim@example.com,Kim,Park,Kim Park,de-AT,granted,acc-1001,Corner Bakery,rep-7,Jo Ray,con-17,added\r\n',
        },
        'application/x-ndjson': {
          schema: { type: 'string', maxLength: MAX_TEXT },
          example: `${JSON.stringify(EXAMPLE.items[0])}\n`,
        },
      },
    },
    ...problemAnswers(...OF_READING, 'nothing-in-force', 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/outreach`. */
export function registerGetOutreach(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { repId = null, since, format } = c.req.valid('query');
    const mediaType = format === undefined ? negotiate(c.req.header('accept'), TYPES) : FORMATS[format];
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    if (repId !== null && since === undefined) await expectRep(ports, workspaceId, planId, repId);
    const settled = await settleOutreach(ports, workspaceId, planId);
    const { epoch, seq, keptFrom, counts, leftOut } = settled;
    const of = { workspaceId, planId, epoch, repId };
    const from = since === undefined ? null : readCursor(of, since, { keptFrom, last: seq });
    const cursor = writeCursor(of, seq);
    const variant = quickDigest(JSON.stringify([of, from, seq, counts, leftOut, mediaType]));
    const response = await answerTagged(c, variant, () => {
      const pages = exportOutreach(ports, workspaceId, planId, { seq, since: from, repId });
      const pieces = {
        'application/json': () => outreachJson(pages, settled, cursor),
        'text/csv': () => outreachCsv(pages),
        'application/x-ndjson': () => outreachNdjson(pages),
      };
      const type = mediaType === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : mediaType;
      const file = mediaType === 'application/json' ? {} : { 'Content-Disposition': attachment(mediaType) };
      return c.body(streamText(pieces[mediaType]()), 200, { 'Content-Type': type, ...file });
    });
    const next = new URL(c.req.url);
    next.searchParams.set('since', cursor);
    const { optedOut, noRep, sameAddress } = countsBody(counts);
    response.headers.set('Link', `<${next.pathname}${next.search}>; rel="next"`);
    response.headers.set('Outreach-Cursor', cursor);
    response.headers.set('Outreach-Left-Out', `opted-out=${optedOut}, no-rep=${noRep}, same-address=${sameAddress}`);
    return response as never;
  });
}

async function expectRep({ reps }: Ports, workspaceId: string, planId: string, repId: string): Promise<void> {
  if ((await reps.find(workspaceId, planId, repId)) !== null) return;
  throw Failure.invalid('invalid-parameter', {
    field: 'repId',
    value: repId.slice(0, 100),
    detail: 'is no rep of this plan',
    remedy: 'send the id of one (GET /v1/plans/{planId}/reps), or leave it out for all',
  });
}

function attachment(mediaType: 'text/csv' | 'application/x-ndjson'): string {
  return `attachment; filename="outreach.${mediaType === 'text/csv' ? 'csv' : 'ndjson'}"`;
}
