import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { verifyAudit } from '../../../application/read-audit.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { DIGEST_RULE } from './audit-schema.ts';

const verdictSchema = z
  .object({
    entries: z.number().int().openapi({ description: 'Entries in all.', example: 12 }),
    intact: z.boolean().openapi({ description: 'Whether each entry follows on the one before it.', example: true }),
    brokenAt: z.number().int().nullable().openapi({
      description: 'The first entry that does not; null: all do.',
      example: null,
    }),
    head: z.string().nullable().openapi({
      description: 'Digest of the last entry. Keep it elsewhere: it proves later what the log was.',
      example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    }),
  })
  .openapi('AuditVerdict');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/audit/verify',
  operationId: 'verifyAudit',
  tags: ['Publications'],
  security: needsScope('plans:read'),
  summary: 'Whether the log of a plan is whole',
  description: `Works every digest out again. ${DIGEST_RULE}`,
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({}) },
  responses: {
    200: { description: 'The verdict.', content: { 'application/json': { schema: verdictSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/audit/verify`. */
export function registerVerifyAudit(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { entries, brokenAt, head } = await verifyAudit(ports, workspaceId, c.req.valid('param').planId);
    return c.json({ entries, intact: brokenAt === null, brokenAt, head }, 200);
  });
}
