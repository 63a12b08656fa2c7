import { createRoute } from '@hono/zod-openapi';
import { deleteReviewSettings } from '../../../application/delete-review-settings.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { expectSettings } from './expect-settings.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}/review-settings',
  operationId: 'deleteReviewSettings',
  tags: ['Reviews'],
  security: needsScope('plans:write'),
  summary: 'End the reviews of a plan',
  description: 'Nothing is scheduled any more, and nothing is read between reviews. Those that were made stay.',
  request: { params: planParams, query: closedObject({}) },
  responses: {
    204: { description: 'They have ended.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'precondition-failed'),
  },
});

/** `DELETE /v1/plans/{planId}/review-settings`. */
export function registerDeleteReviewSettings(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const { ports, workspaceId } = c.var;
    const expected = await expectSettings(c, () => ports.reviews.schedule(workspaceId, planId));
    await deleteReviewSettings(ports, workspaceId, planId, expected?.settings);
    return c.body(null, 204);
  });
}
