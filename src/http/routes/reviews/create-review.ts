import { createRoute } from '@hono/zod-openapi';
import { reviewPlan } from '../../../application/review-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { requestKeyOf } from '../../request-key-of.ts';
import { planParams } from '../plans/plan-schema.ts';
import { reviewBody, reviewSchema } from './review-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/reviews',
  operationId: 'createReview',
  tags: ['Reviews'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Review a plan now',
  description:
    'What is in force in the plan as a whole and in each line, held against the accounts of now: how each territory stands by each limit, since when, and how it would stand at ' +
    'the next review. Where deviations or the workload of reps are outside the smallest repair is attached, whose layouts are in the list of the plan, ready to be published; drift and quality ' +
    'are told and not repaired: borders do not decide on them alone. Nothing to do is an answer, too. The limits are those of the review settings; without any, those that layouts were balanced by. The review counts as a ' +
    'reading; when the next one is due stays. Layouts that it names are kept as long as it is. A request that is repeated with its `Idempotency-Key` makes no second review.',
  middleware: [answerJson()],
  request: { params: planParams, query: closedObject({}) },
  responses: {
    201: {
      description: 'The review.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the review.' } },
      content: { 'application/json': { schema: reviewSchema } },
    },
    ...problemAnswers(...OF_READING, 'accounts-replaced', 'invalid-problem', 'solve-too-long', 'solve-out-of-memory'),
  },
});

/** `POST /v1/plans/{planId}/reviews`. */
export function registerCreateReview(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const review = await reviewPlan(ports, workspaceId, planId, Date.now(), requestKeyOf(c));
    c.header('Location', `/v1/plans/${planId}/reviews/${review.reviewId}`);
    return c.json(reviewBody(review), 201);
  });
}
