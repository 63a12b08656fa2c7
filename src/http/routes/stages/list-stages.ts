import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listStages } from '../../../application/territory-stages.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { stageBody, stageSchema } from './stage-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/stages',
  operationId: 'listStages',
  tags: ['Goals'],
  security: needsScope('plans:read'),
  summary: 'How far the territories of a plan are built up, by territory',
  description: 'Territories that are not listed count as mature.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of stages.',
      content: { 'application/json': { schema: pageSchema(stageSchema).openapi('TerritoryStagePage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/stages`. */
export function registerListStages(app: App): void {
  app.openapi(route, async (c) => {
    const page = pageRequest(c, c.req.valid('query'));
    const { items, next } = await listStages(c.var.ports, c.var.workspaceId, c.req.valid('param').planId, page);
    return c.json(linkPage(c, { items: items.map(({ stage, isNew }) => stageBody(stage, isNew)), next }), 200);
  });
}
