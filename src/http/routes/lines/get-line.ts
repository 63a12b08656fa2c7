import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getLine } from '../../../application/get-line.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { lineBody, lineParams, lineSchema } from './line-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/lines/{lineId}',
  operationId: 'getLine',
  tags: ['Lines'],
  security: needsScope('plans:read'),
  summary: 'A line of a plan and the number of its accounts',
  middleware: [answerJson(), etag()],
  request: { params: lineParams, query: closedObject({}) },
  responses: {
    200: { description: 'The line.', content: { 'application/json': { schema: lineSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/lines/{lineId}`. */
export function registerGetLine(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, lineId } = c.req.valid('param');
    const body = lineBody(await getLine(c.var.ports, c.var.workspaceId, planId, lineId));
    return answerVersion(c, body, 200);
  });
}
