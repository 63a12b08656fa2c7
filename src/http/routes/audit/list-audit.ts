import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { type AuditEntry, readAudit, streamAudit } from '../../../application/read-audit.ts';
import { digestHex } from '../../../domain/digest-hex.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { streamText } from '../../stream-text.ts';
import { planParams } from '../plans/plan-schema.ts';
import { auditBody, auditEntrySchema, DIGEST_RULE } from './audit-schema.ts';

const MEDIA_TYPES = ['application/json', 'application/x-ndjson'] as const;

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/audit',
  operationId: 'listAudit',
  tags: ['Publications'],
  security: needsScope('plans:read'),
  summary: 'The log of a plan: what was decided, by whom and when, the oldest first',
  description: `As JSON in pages; as NDJSON all of it, streamed, an entry a line. Entries are only ever added. ${DIGEST_RULE}`,
  middleware: [etag()],
  request: { params: planParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of the log, or all of it.',
      headers: {
        'Content-Disposition': {
          schema: { type: 'string', example: 'attachment; filename="audit.ndjson"' },
          description: 'A name for the file, where it is no page.',
        },
      },
      content: {
        'application/json': { schema: pageSchema(auditEntrySchema).openapi('AuditPage') },
        'application/x-ndjson': {
          schema: { type: 'string', maxLength: 2 ** 31 - 1 },
          example: '{"seq":1,"at":"2027-01-04T09:00:00.000Z", ...}\n',
        },
      },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/audit`. */
export function registerListAudit(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), MEDIA_TYPES);
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    c.header('Vary', 'Accept');
    if (mediaType === 'application/json') {
      const { items, next } = await readAudit(ports, workspaceId, planId, pageRequest(c, c.req.valid('query')));
      return c.json(linkPage(c, { items: items.map(auditBody), next }), 200);
    }
    const entries = await streamAudit(ports, workspaceId, planId);
    const { end } = await ports.governance.load(workspaceId, planId);
    return c.body(streamText(lines(entries)), 200, {
      'Content-Type': mediaType,
      'Content-Disposition': 'attachment; filename="audit.ndjson"',
      ETag: `"${(await digestHex(`${planId} ${end.digest}`)).slice(0, 32)}"`,
    }) as never;
  });
}

async function* lines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(auditBody(entry))}\n`;
}
