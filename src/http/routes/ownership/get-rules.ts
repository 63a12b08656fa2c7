import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getRules } from '../../../application/plan-rules.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { momentOf, momentQuery } from './ownership-query.ts';
import { rulesBody, rulesSchema } from './rules-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/rules',
  operationId: 'getRules',
  tags: ['Ownership'],
  security: needsScope('plans:read'),
  summary: 'The rules that give accounts their owners, at any moment, as known at any moment',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject(momentQuery) },
  responses: {
    200: { description: 'The rules of the line.', content: { 'application/json': { schema: rulesSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/rules`. */
export function registerGetRules(app: App): void {
  app.openapi(route, async (c) => {
    const moment = await momentOf(c, c.req.valid('param').planId, c.req.valid('query'));
    const body = rulesBody(await getRules(c.var.ports, c.var.workspaceId, moment));
    return answerVersion(c, body, 200);
  });
}
