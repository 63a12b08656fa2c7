import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getText } from '../../../application/plan-texts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger } from '../../query-number.ts';
import { territoryQuery, textBody, textParams, textSchema, textSubject } from './text-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/texts/{kind}',
  operationId: 'getText',
  tags: ['Profiles'],
  security: needsScope('plans:read'),
  summary: 'What managers wrote about a plan or a territory',
  middleware: [answerJson(), etag()],
  request: {
    params: textParams,
    query: closedObject({
      territory: territoryQuery,
      version: queryInteger({ minimum: 1, maximum: 1_000_000_000 }).optional().openapi({
        description: 'Which version; left out: the latest.',
        example: 1,
      }),
    }),
  },
  responses: {
    200: { description: 'The text.', content: { 'application/json': { schema: textSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/texts/{kind}`. */
export function registerGetText(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, kind } = c.req.valid('param');
    const { territory, version = null } = c.req.valid('query');
    const subject = textSubject(kind, territory);
    const text = await getText(c.var.ports, c.var.workspaceId, planId, subject, version);
    return answerVersion(c, textBody(text), 200);
  });
}
