import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listLines } from '../../../application/list-lines.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { lineBody, lineSchema } from './line-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/lines',
  operationId: 'listLines',
  tags: ['Lines'],
  security: needsScope('plans:read'),
  summary: 'The lines of a plan, by id',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of lines.',
      content: { 'application/json': { schema: pageSchema(lineSchema).openapi('LinePage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/lines`. */
export function registerListLines(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const { items, next } = await listLines(ports, workspaceId, planId, pageRequest(c, c.req.valid('query')));
    return c.json(linkPage(c, { items: items.map(lineBody), next }), 200);
  });
}
