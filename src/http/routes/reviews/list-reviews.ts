import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listReviews } from '../../../application/list-reviews.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { reviewSummaryBody, reviewSummarySchema } from './review-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/reviews',
  operationId: 'listReviews',
  tags: ['Reviews'],
  security: needsScope('plans:read'),
  summary: 'The reviews of a plan, the latest first',
  description: 'Each with what is to be done about each line; the review itself tells it by territory.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of reviews.',
      content: { 'application/json': { schema: pageSchema(reviewSummarySchema).openapi('ReviewPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/reviews`. */
export function registerListReviews(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const page = pageRequest(c, c.req.valid('query'));
    const { items, next } = await listReviews(ports, workspaceId, c.req.valid('param').planId, page);
    return c.json(linkPage(c, { items: items.map(reviewSummaryBody), next }), 200);
  });
}
