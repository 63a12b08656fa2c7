import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listTexts } from '../../../application/plan-texts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { textBody, textSchema } from './text-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/texts',
  operationId: 'listTexts',
  tags: ['Profiles'],
  security: needsScope('plans:read'),
  summary: 'All that managers wrote about a plan and its territories',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of texts in their latest versions: those of the plan as a whole, then by territory.',
      content: { 'application/json': { schema: pageSchema(textSchema).openapi('PlanTextPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/texts`. */
export function registerListTexts(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const page = await listTexts(c.var.ports, c.var.workspaceId, planId, pageRequest(c, c.req.valid('query')));
    const { items, next } = linkPage(c, page);
    return c.json({ items: items.map(textBody), next }, 200);
  });
}
