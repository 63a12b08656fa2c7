import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getReviewSettings } from '../../../application/get-review-settings.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { settingsBody, settingsSchema } from './review-settings-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/review-settings',
  operationId: 'getReviewSettings',
  tags: ['Reviews'],
  security: needsScope('plans:read'),
  summary: 'When a plan is reviewed, and by which limits',
  description: 'Not found where nobody has put them: then no review is scheduled.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({}) },
  responses: {
    200: { description: 'The settings.', content: { 'application/json': { schema: settingsSchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/review-settings`. */
export function registerGetReviewSettings(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const schedule = await getReviewSettings(ports, workspaceId, c.req.valid('param').planId);
    return answerVersion(c, settingsBody(schedule), 200);
  });
}
