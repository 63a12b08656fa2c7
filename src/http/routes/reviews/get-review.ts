import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getReview } from '../../../application/get-review.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { reviewBody, reviewParams, reviewSchema } from './review-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/reviews/{reviewId}',
  operationId: 'getReview',
  tags: ['Reviews'],
  security: needsScope('plans:read'),
  summary: 'A review: how each territory stood, and the repair',
  description: 'As it was found then; it does not change.',
  middleware: [answerJson(), etag()],
  request: { params: reviewParams, query: closedObject({}) },
  responses: {
    200: { description: 'The review.', content: { 'application/json': { schema: reviewSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/reviews/{reviewId}`. */
export function registerGetReview(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId, reviewId } = c.req.valid('param');
    return c.json(reviewBody(await getReview(ports, workspaceId, planId, reviewId)), 200);
  });
}
